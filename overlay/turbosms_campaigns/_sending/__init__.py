"""One chunk from its recipients to its results, and every limit on the way."""
