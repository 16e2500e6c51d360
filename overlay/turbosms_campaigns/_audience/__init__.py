"""Who gets the message: tables of people, duplicates, suppressions, exclusions."""
