"""What a campaign has done: progress, CSV, JSON lines, HTML."""
