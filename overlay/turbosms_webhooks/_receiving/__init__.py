"""From the bytes of a call to its events, or to the reason why it is refused."""
