"""What the packages offer: their public names, read from the source without running it."""
