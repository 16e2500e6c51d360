"""The documentation as a website: docs/ in both languages, and the public names."""
