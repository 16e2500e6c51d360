"""What the spec says, as frozen dataclasses, and how each is read from the document."""
