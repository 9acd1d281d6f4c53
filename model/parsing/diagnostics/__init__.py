"""Why a value is there, and why another is not."""
