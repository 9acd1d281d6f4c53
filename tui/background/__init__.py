"""Background work between key presses: counting, and watching what other processes write."""
