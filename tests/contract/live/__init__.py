"""Asks the real service what costs nothing and creates nothing, and says which assumptions hold:
`make verify-live`.
"""
