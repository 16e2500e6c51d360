"""The state file: a journal of everything that changed the state, in a file that is locked."""
