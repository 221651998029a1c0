"""What a portal's last run left open, in a reader's words: pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import filterfalse
from operator import itemgetter
from typing import Any

from archive.datasette.words import number, words

_ORDINARY = frozenset(("complete", "incomplete", "running"))
"""Outcomes of a run that need no sentence."""


def missing(portal: dict[str, Any], lang: str) -> list[str]:
    """One sentence for each thing that is not there; empty where everything that the lists name is stored."""
    said = words(lang)
    sentences = []
    for run in portal["runs"][:1]:
        outcome = run["outcome"]
        if outcome not in _ORDINARY:
            sentences.append(said["run_not_over"].format(said.get(outcome, outcome)))
    for each in portal["lists"]:
        sentences += _of_list(each, said, lang)
    return sentences


def _of_list(each: dict[str, Any], said: dict[str, Any], lang: str) -> Iterator[str]:
    name = each["title"] or each["url"]
    listed = each["listed"]
    if each["missing"]:
        yield said["pages_missing"].format(name, each["missing"])
    if listed is None:
        return
    stored, declared = _known(each["stored"], listed), _known(each["declared"], listed)
    if stored < listed:
        yield said["not_stored"].format(name, number(listed - stored, lang), number(listed, lang))
    if listed < declared:
        yield said["not_listed"].format(name, number(declared, lang), number(listed, lang))


def _known(count: int | None, otherwise: int) -> int:
    if count is None:
        return otherwise
    return count


def problems(portal: dict[str, Any], lang: str) -> list[dict[str, Any]]:
    """The kinds of problems of the last run with what each means."""
    kinds = words(lang)["kinds"]
    return [each | {"meaning": kinds.get(each["kind"], each["kind"])} for each in portal["problems"]]


def healthy(portals: list[dict[str, Any]]) -> int:
    """How many portals are complete and without an alarm."""
    quiet = filterfalse(itemgetter("alarms"), portals)
    return list(map(itemgetter("outcome"), quiet)).count("complete")
