"""How what was sent fares: the campaigns, the course of each channel, how recipients behave."""
