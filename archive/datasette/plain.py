"""What a portal's last run left open, in a reader's words: pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.datasette.words import number, words


def missing(portal: dict[str, Any], lang: str) -> list[str]:
    """One sentence for each thing that is not there; empty where everything that the lists name is stored."""
    said = words(lang)
    told = [] if not portal["runs"] or portal["runs"][0]["outcome"] in ("complete", "incomplete", "running") else [
        said["run_not_over"].format(said.get(portal["runs"][0]["outcome"], portal["runs"][0]["outcome"]))
    ]  # fmt: skip
    return told + [sentence for each in portal["lists"] for sentence in _of_list(each, said, lang)]


def _of_list(each: dict[str, Any], said: dict[str, Any], lang: str) -> Iterator[str]:
    name, listed, stored, declared = each["title"] or each["url"], each["listed"], each["stored"], each["declared"]
    if each["missing"]:
        yield said["pages_missing"].format(name, each["missing"])
    if listed is not None and stored is not None and stored < listed:
        yield said["not_stored"].format(name, number(listed - stored, lang), number(listed, lang))
    if declared is not None and listed is not None and listed < declared:
        yield said["not_listed"].format(name, number(declared, lang), number(listed, lang))


def problems(portal: dict[str, Any], lang: str) -> list[dict[str, Any]]:
    """The kinds of problems of the last run with what each means."""
    kinds = words(lang)["kinds"]
    return [each | {"meaning": kinds.get(each["kind"], each["kind"])} for each in portal["problems"]]


def healthy(portals: list[dict[str, Any]]) -> int:
    """How many portals are complete and without an alarm."""
    return sum(1 for each in portals if each["outcome"] == "complete" and not each["alarms"])
