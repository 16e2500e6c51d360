"""What a spec has to keep before a model can be made of it: one file for each kind of rule."""
