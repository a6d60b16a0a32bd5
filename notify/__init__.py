"""Who must be told what, and what became of it."""
