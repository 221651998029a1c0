"""What is amiss with a portal, as it is kept: alarms, troubles, and what the keeper was told. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something about a portal that is not as it was in earlier runs.

    `kind` is what broke (portal, name, gone, field, text, date, list,
    problem, layout, size) and `subject` which one; `since` is when the
    first of the runs began that showed it, one after the other, up to this one.
    """

    kind: str
    subject: str
    detail: str
    example: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is missing or wrong with a portal, as a keeper is told of it and may accept it.

    `kind` is that of an alarm or of a gap, `subject` what it is about: an address where it has one, "" where it stands
    for all of its kind. `size` counts what it is made of, and `shape` is what of `detail` tells it from another,
    without the numbers that differ from night to night.
    """

    kind: str
    subject: str
    detail: str
    example: str = ""
    size: int = 1
    shape: str = ""


@dataclass(frozen=True, slots=True)
class EndedTrouble:
    """A trouble that is no more; `silently` where its end is no news."""

    kind: str
    subject: str
    silently: bool = False


@dataclass(frozen=True, slots=True)
class ToldTrouble:
    """A trouble, or its end (`is_over`), of which the keeper was told. Without a `portal` it is about this machine."""

    portal: str
    kind: str
    subject: str
    detail: str = ""
    size: int = 1
    shape: str = ""
    is_over: bool = False
