"""Which words applied on which day, and since when people could know."""
