"""What the documentation page shows, as data for its templates."""
