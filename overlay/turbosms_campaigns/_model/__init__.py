"""What campaigns are made of: states, settings, results, errors."""
