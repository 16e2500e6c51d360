"""The database of campaigns: tables, migrations, and every change of a state."""
