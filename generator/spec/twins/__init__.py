"""Makes the whole document of the hand-written one: what has a twin there is written once."""
