"""What is measured of campaigns."""
