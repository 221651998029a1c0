"""The kinds of alarms, as they stand in the table `alarms`."""

from __future__ import annotations

from enum import StrEnum


class AlarmKind(StrEnum):
    """What is not as it was."""

    PORTAL = "portal"
    """The portal as a whole: dead, moved, in other hands."""
    NAME = "name"
    GONE = "gone"
    FIELD = "field"
    TEXT = "text"
    DATE = "date"
    LIST = "list"
    PROBLEM = "problem"
    LAYOUT = "layout"
    SIZE = "size"
