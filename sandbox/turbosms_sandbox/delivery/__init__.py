"""How messages fare: sends, the statuses of each channel over time, how recipients behave."""
