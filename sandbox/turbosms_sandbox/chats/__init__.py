"""The chat module.

What senders and recipients write to each other in Viber, and the sessions that it takes.
"""
