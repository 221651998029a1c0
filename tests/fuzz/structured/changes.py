"""Structural changes: what is missing, doubled, renamed, of another type, huge, negative, of the future, of others."""
# ruff: noqa: E501 (tables read best as they are)

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hypothesis import strategies as st

VICTIM, VICTIM_HOST = "tin-example", "tin.example"
"""Slug and host of the portal that is in the archive before, and of which nothing may change."""
FUTURE = "2999-01-01T00:00:00Z"


@dataclass(frozen=True)
class Raw:
    """JSON as it stands, which no program of ours would write."""

    text: str

    def __repr__(self) -> str:
        return f"Raw({self.text[:40]!r}, {len(self.text)} characters)"


class Fields(list[list[Any]]):
    """A JSON object as a list of [name, value], so that a name can stand there twice."""


class How(StrEnum):
    """What is done to one thing: a field, an item, a header, a record."""

    DROP = "drop"
    DOUBLE = "double"
    RENAME = "rename"
    SET = "set"
    WRAP = "wrap"
    SWAP = "swap"


TEXTS = (
    "", "\0", "a\0b", "\x1b[31mred", "\u202e", "\ud800", "\x85", "\x0b", "=1+1", "%00", "../../x.gz", "/dev/zero", "x" * 70_000,
    "javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "file:///etc/passwd", "urn:queson:event:run-end",
    f"http://{VICTIM_HOST}/", f"http://{VICTIM_HOST}/tin-tuc/khanh-thanh-cong-trinh-1-1001.html", "http://127.0.0.1:1/",
    "http://[::1", "http://a.vn:99999/", "http://a.vn/\r\nQueson-Note: {}", "http://" + "a." * 5000 + "vn/", "http:///x",
    FUTURE, "9999-12-31T23:59:59Z", "0000-00-00T00:00:00Z", "2020-02-30T00:00:00Z", "gestern", "2020-01-01T00:00:00+07:00",
    VICTIM, f"{VICTIM}/1001", "(" * 500, "(a+)+$", "h1[", "run-start", "whole", "complete", "article", "list", "record", "file",
    "sha256:AAAA", "0", "-1", "١٢", "²", "1e5", "None", "{}", "[]", '{"run": 1, "id": 1}', "a\r\nb", "\r\n\r\n", "\n",
)  # fmt: skip
VALUES = (
    None, True, False, 0, 1, 2, -1, 1.5, 2**31, 2**63 - 1, 2**63, 2**64, -(2**70), 10**400, 1e308,
    Raw("1e999"), Raw("NaN"), Raw("-Infinity"), Raw("1" * 5000), Raw("[" * 20_000), Raw("[" * 20_000 + "]" * 20_000),
    Raw('{"a":' * 5000 + "1" + "}" * 5000), Raw('"\\ud800"'), Raw("'"), Raw(""), [], Fields(), [[]], [None], ["x"], [1] * 500,
    Fields([["a", 1], ["a", 2]]), Fields([["run", 1]]), Fields([["role", "record"]]),
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One change: to the place with a number (of all there are, counted round), and with what."""

    place: int
    how: How
    value: Any


changes = st.lists(
    st.builds(
        Change,
        st.integers(0, 10_000),
        st.sampled_from(How),
        st.one_of(st.sampled_from(TEXTS), st.sampled_from(VALUES), st.sampled_from(TEXTS)),
    ),
    min_size=1,
    max_size=4,
)


def read(text: str) -> Any:
    """JSON with its objects as `Fields`."""
    return json.loads(text, object_pairs_hook=lambda pairs: Fields(list(pair) for pair in pairs))


def written(tree: Any) -> str:
    """The JSON of a tree, whatever stands in it."""
    if isinstance(tree, Raw):
        return tree.text
    if isinstance(tree, Fields):
        return "{" + ",".join(f"{json.dumps(str(name))}:{written(value)}" for name, value in tree) + "}"
    if isinstance(tree, list):
        return "[" + ",".join(map(written, tree)) + "]"
    return json.dumps(tree)


Place = tuple[list[Any], int]
"""A list and an index: where something stands that can be changed."""


def places(tree: Any) -> list[Place]:
    """Every field and item of a tree, the outer ones first."""
    found: list[Place] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop(0)
        if not isinstance(node, list):
            continue
        for index, each in enumerate(node):
            found.append((node, index))
            waiting.append(each[1] if isinstance(node, Fields) else each)
    return found


def apply(change: Change, place: Place) -> None:
    """Do one change in place. What is put there is a copy: a list within itself would have no end."""
    node, index = place
    value = _copied(change.value)
    is_field = isinstance(node, Fields)
    match change.how:
        case How.DROP:
            del node[index]
        case How.DOUBLE:
            node.insert(index, _copied(node[index]))
            if is_field:
                node[index][1] = value
        case How.RENAME if is_field:
            node[index][0] = str(value)
        case How.SWAP:
            other = (index + 1) % len(node)
            node[index], node[other] = node[other], node[index]
        case How.WRAP:
            _set(node, index, [_value(node, index)])
        case _:
            _set(node, index, value)


def _value(node: list[Any], index: int) -> Any:
    return node[index][1] if isinstance(node, Fields) else node[index]


def _set(node: list[Any], index: int, value: Any) -> None:
    if isinstance(node, Fields):
        node[index] = [node[index][0], value]
    else:
        node[index] = value


def _copied(node: Any) -> Any:
    if isinstance(node, list):
        return type(node)(_copied(each) for each in node)
    return node
