"""The inbox: what was sent, as a developer and as its recipient see it, and the page for it."""
