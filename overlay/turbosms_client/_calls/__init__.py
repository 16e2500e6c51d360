"""What a method does: its requests one after the other, until there is a result or an error."""
