"""What the commands of campaigns have in common: the database, its errors, what is printed."""
