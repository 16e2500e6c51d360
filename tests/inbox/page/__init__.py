"""Checks of the inbox page's JavaScript that need no browser."""
