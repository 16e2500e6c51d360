"""The engine: the state, what executes commands on it, and the service made of both."""
