"""The files of the account, and where their content comes from."""
