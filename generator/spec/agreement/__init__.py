"""Checks what no schema can say: that the parts of the spec agree with one another."""
