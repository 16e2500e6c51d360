"""What a request is made of, and how long and how often it may be attempted."""
