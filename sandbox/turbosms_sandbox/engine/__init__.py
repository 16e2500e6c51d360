"""What executes commands on the state, and the service that is made of it."""
