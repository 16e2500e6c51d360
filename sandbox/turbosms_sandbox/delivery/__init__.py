"""How messages fare: campaigns, the statuses of each channel over time, how recipients behave."""
