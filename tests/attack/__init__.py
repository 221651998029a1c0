"""Attacks a public copy of an archive, as a real process, while a reader opens pages: `make attack`."""
