"""The chat module: what senders and recipients write to each other in Viber, and the sessions."""
