"""What threads and processes share: counts, news, locks, files; and what a fork must not copy."""
