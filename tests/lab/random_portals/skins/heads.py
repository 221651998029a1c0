"""Where the facts about an article stand, and in which elements."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Placed:
    """Lines above the title, below it, below the lead, and below the text."""

    above: str = ""
    below: str = ""
    under_lead: str = ""
    under_text: str = ""


Form = Callable[[str, dict[str, str], str], Placed]


def plain(name: str, facts: dict[str, str], line: str) -> Placed:
    return Placed(below=line)


def _table(name: str, facts: dict[str, str], line: str) -> Placed:
    cells = "".join(f"<td>{fact}</td>" for fact in facts.values())
    return Placed(below=f'<table class="{name}" width="100%"><tr>{cells}</tr></table>' if facts else "")


def _list(name: str, facts: dict[str, str], line: str) -> Placed:
    items = "".join(f"<li>{fact}</li>" for fact in facts.values())
    return Placed(below=f'<ul class="{name}">{items}</ul>' if facts else "")


def _icons(name: str, facts: dict[str, str], line: str) -> Placed:
    icons = {"date": "clock", "views": "eye", "poster": "user", "author": "pencil"}
    said = [f'<span><i class="fa fa-{icons[key]}"></i> {fact}</span>' for key, fact in facts.items()]
    return Placed(below=f'<div class="{name}">{"".join(said)}</div>')


def _above(name: str, facts: dict[str, str], line: str) -> Placed:
    return Placed(above=line)


def _under_lead(name: str, facts: dict[str, str], line: str) -> Placed:
    return Placed(under_lead=line)


def _split(name: str, facts: dict[str, str], line: str) -> Placed:
    date = f'<div class="{name}">{facts["date"]}</div>' if "date" in facts else ""
    others = "".join(f"<span>{fact}</span> " for key, fact in facts.items() if key != "date")
    return Placed(above=date, under_text=f"<div>{others}</div>" if others else "")


def _right(name: str, facts: dict[str, str], line: str) -> Placed:
    return Placed(below=f'<p align="right"><i>({" - ".join(facts.values())})</i></p>' if facts else "")


def _cells(name: str, facts: dict[str, str], line: str) -> Placed:
    """A label in one cell, what it tells in the next."""
    rows = []
    for fact in facts.values():
        label, colon, value = fact.partition(": ")
        rows.append(f"<tr><td>{label}:</td><td>{value}</td></tr>" if colon else f"<tr><td colspan=2>{fact}</td></tr>")
    return Placed(below=f'<table class="{name}">{"".join(rows)}</table>' if facts else "")


def _terms(name: str, facts: dict[str, str], line: str) -> Placed:
    said = []
    for fact in facts.values():
        label, colon, value = fact.partition(": ")
        said.append(f"<dt>{label}</dt><dd>{value}</dd>" if colon else f"<dd>{fact}</dd>")
    return Placed(below=f'<dl class="{name}">{"".join(said)}</dl>' if facts else "")


def _lines(name: str, facts: dict[str, str], line: str) -> Placed:
    return Placed(below="".join(f'<p class="{name}">{fact}</p>' for fact in facts.values()))


def _date_below(name: str, facts: dict[str, str], line: str) -> Placed:
    said = f'<div class="{name}">{facts["date"]}</div>' if "date" in facts else ""
    others = "".join(f"<span>{fact}</span> " for key, fact in facts.items() if key != "date")
    return Placed(below=f"<div>{others}</div>" if others else "", under_text=said)


FORMS: dict[str, Form] = {
    "table": _table,
    "list": _list,
    "icons": _icons,
    "above": _above,
    "under-lead": _under_lead,
    "split": _split,
    "right": _right,
    "cells": _cells,
    "terms": _terms,
    "lines": _lines,
    "date-below": _date_below,
}
