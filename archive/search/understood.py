"""How a query was understood, for those who publish a count of it. Pure."""

from __future__ import annotations

from typing import Any

from archive.search.expression import every
from archive.search.parser import parse
from archive.search.query import Query, Term
from archive.search.question import is_question


def understood(query: Query) -> dict[str, Any]:
    """The words that are asked for: ``bound`` to the marks typed, or ``open`` to any; ``without``: those after NOT.

    ``expression``: all of it in the language of FTS5 over `articles_fts`. ``question``: long, or asking; what holds any
    of its words comes near. The filters that were given, dates in ISO 8601; whether copies are folded.
    """
    asked = parse(query.words)
    told: dict[str, Any] = {"words": query.words, "expression": ""}
    if asked.parts:
        told["expression"] = every(asked, folded=True)
    told |= {"bound": [], "open": [], "without": []}
    for term in asked.terms:
        told["bound" if _is_bound(term) else "open"].append(_written(term))
    for node in asked.unwanted:
        told["without"] += map(_written, node.terms)
    told["question"] = is_question(query.words, asked)
    told["copies"] = "folded" if query.fold_copies else "counted"
    return told | query.filters


def _is_bound(term: Term) -> bool:
    """Whether a term can be spelled in one way only; of a phrase of both kinds, some words are open."""
    return term.binds or not term.is_open


def _written(term: Term) -> str:
    text = " ".join(term.words)
    if term.joined:
        text = f'"{text}"'
    return f"{text}*" if term.prefix else text
