"""What is checked and prepared before anything leaves."""
