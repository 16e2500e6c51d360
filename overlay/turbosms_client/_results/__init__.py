"""What a call returns or raises: results, reports, and the errors, which may carry a report."""
