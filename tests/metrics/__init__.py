"""`make metrics`: how densely the two packages are written."""
