"""The files and pictures of articles: what they are by their first bytes, and the text in them. Strangers made them.

`kinds` and the readers are pure: bytes in, text or a named reason out. `sandbox` runs them in a process of its own.
"""
