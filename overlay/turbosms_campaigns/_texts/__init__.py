"""Personal texts: templates, what they are filled with, how long they are, what they cost."""
