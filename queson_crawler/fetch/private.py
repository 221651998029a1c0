"""The switch by which a keeper allows targets in private networks."""

SWITCH = "QUESON_PRIVATE"
"""The variable of the environment that is set; `--private` sets it."""
