"""From a response to what it means: the envelope, its rows, and the report made of them."""
