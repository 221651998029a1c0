"""Nights of a fleet through a real crond whose clock is fast: what its keeper is told, and when."""
