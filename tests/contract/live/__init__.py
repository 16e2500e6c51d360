"""Asks the real service what costs and creates nothing, and says which assumptions hold.

That is `make verify-live`.
"""
