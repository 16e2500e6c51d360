"""The file of an inbox: what is stored of a call, and the thread that stores it."""
