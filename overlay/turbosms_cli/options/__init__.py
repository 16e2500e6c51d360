"""What options have in common: their values, their completion, those of several commands."""
