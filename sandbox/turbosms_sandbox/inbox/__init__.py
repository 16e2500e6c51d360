"""The inbox: what was sent, as developers and recipients see it, and the page that shows it."""
