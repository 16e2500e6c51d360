"""What becomes of messages, and what comes in."""
