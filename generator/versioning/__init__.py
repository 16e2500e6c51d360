"""Tells how the spec differs from the one that was published last."""
