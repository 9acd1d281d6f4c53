"""How fast it is: each figure a ratio to a floor or a peer of the same run."""
