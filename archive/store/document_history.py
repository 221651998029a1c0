"""What lists and pages said of legal documents over time, and the revisions that follow from it.

A revision is what a portal made of a document by changing a row of a list or the document's own page. What another list
says of it first, or its own page does, completes the revision that stands: it changes nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

from archive.numbers import kind_of, number_in
from archive.records import Capture

OWN = ""
"""The source that is a document's own page; others are lists, by their addresses."""
FIELDS = ("number", "kind", "issuer", "signer", "issued", "effective", "status", "field", "abstract")
Account = dict[str, Any]

_ROWS = """
select h.capture_id, h.last_capture_id, h.content, a.fetched_at, b.fetched_at from document_history h
join captures a on a.id = h.capture_id join captures b on b.id = h.last_capture_id
where h.document_id = ? and h.source = ? order by a.fetched_at, a.id
"""
_ADD = "insert into document_history (document_id, source, capture_id, last_capture_id, content) values (?, ?, ?, ?, ?)"
_DROP = "delete from document_history where document_id = ? and source = ?"
_ALL = """
select h.source, h.content, h.capture_id, c.fetched_at from document_history h join captures c on c.id = h.capture_id
where h.document_id = ? order by c.fetched_at, c.id, h.source
"""
_REVISION = """
insert into document_revisions (document_id, revision, captured_at, url, number, kind, issuer, signer, issued,
    effective, status, field, abstract, files, capture_id)
values (:document, :revision, :captured_at, :url, :number, :kind, :issuer, :signer, :issued, :effective, :status,
    :field, :abstract, :files, :capture)
"""


@dataclass(frozen=True, slots=True)
class _Moment:
    """A capture by its time."""

    at: str
    capture: int

    def is_before(self, other: _Moment) -> bool:
        return (self.at, self.capture) < (other.at, other.capture)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """From when to when a source said the same."""

    first: _Moment
    last: _Moment
    content: str


def observe(connection: Connection, document_id: int, source: str, content: str, capture: Capture) -> bool:
    """Note what a capture of a source says of a document, and number its revisions anew where that is new; whether it
    is."""
    known: list[_Stretch] = []
    for first, last, text, first_at, last_at in connection.execute(_ROWS, (document_id, source)).fetchall():
        known.append(_Stretch(_Moment(first_at, first), _Moment(last_at, last), text))
    seen = _Moment(capture.fetched_at, capture.id)
    told = _joined([*_parted(known, seen), _Stretch(seen, seen, content)])
    if told == known:
        return False
    connection.execute(_DROP, (document_id, source))
    for each in told:
        row = (document_id, source, each.first.capture, each.last.capture, each.content)
        connection.execute(_ADD, row)
    is_new = list(map(_beginning, told)) != list(map(_beginning, known))
    if is_new:
        number_revisions(connection, document_id)
    return is_new


def _parted(known: list[_Stretch], seen: _Moment) -> list[_Stretch]:
    """The stretches, the one in which a moment lies parted in two there."""
    parts: list[_Stretch] = []
    for each in known:
        if each.first.is_before(seen) and seen.is_before(each.last):
            parts.append(_Stretch(each.first, each.first, each.content))
            parts.append(_Stretch(each.last, each.last, each.content))
        else:
            parts.append(each)
    return parts


def _joined(parts: list[_Stretch]) -> list[_Stretch]:
    """Stretches in the order of time, those of one content side by side as one."""
    joined: list[_Stretch] = []
    for each in sorted(parts, key=_begin):
        if joined and joined[-1].content == each.content:
            last = each.last if joined[-1].last.is_before(each.last) else joined[-1].last
            joined[-1] = _Stretch(joined[-1].first, last, each.content)
        else:
            joined.append(each)
    return joined


def _beginning(stretch: _Stretch) -> tuple[_Moment, str]:
    return stretch.first, stretch.content


def _begin(stretch: _Stretch) -> tuple[str, int]:
    return stretch.first.at, stretch.first.capture


def number_revisions(connection: Connection, document_id: int) -> None:
    """Number the revisions of a document anew, from all that was ever said of it."""
    connection.execute("delete from document_revisions where document_id = ?", (document_id,))
    said: dict[str, Account] = {}
    rows: list[dict[str, Any]] = []
    for source, content, capture, at in connection.execute(_ALL, (document_id,)).fetchall():
        is_known = said.pop(source, None) is not None
        said[source] = json.loads(content)
        shown = as_shown(_in_order(said))
        if not rows or (is_known and shown != _shown_in(rows[-1])):
            rows.append({**shown, "capture": capture, "captured_at": at})
        elif not is_known:
            rows[-1].update(shown)
    for revision, row in enumerate(rows, 1):
        connection.execute(_REVISION, {**row, "document": document_id, "revision": revision})


def _shown_in(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("capture", "captured_at")}


def accounts_of(connection: Connection, document_id: int) -> list[Account]:
    """What the sources say of a document now: its own page first, then the lists, that which changed last first."""
    said: dict[str, Account] = {}
    for source, content, _, _ in connection.execute(_ALL, (document_id,)).fetchall():
        said.pop(source, None)
        said[source] = json.loads(content)
    return _in_order(said)


def _in_order(said: dict[str, Account]) -> list[Account]:
    """Accounts by the order in which they are believed; of `said`, the newest stands last."""
    accounts: list[Account] = []
    for source, account in reversed(said.items()):
        if source == OWN:
            accounts.insert(0, account)
        else:
            accounts.append(account)
    return accounts


def once_named(connection: Connection, document_id: int, offered: dict[str, str]) -> dict[str, str]:
    """The files that something named once and nothing does any more, those named last first: address → words of the
    link."""
    accounts: list[Account] = []
    for _, content, _, _ in reversed(connection.execute(_ALL, (document_id,)).fetchall()):
        accounts.append(json.loads(content))
    once = files_of(accounts)
    return {url: label for url, label in once.items() if url not in offered}


def as_shown(accounts: list[Account]) -> dict[str, Any]:
    """What accounts amount to: of each field what the first says that says something; days as ISO 8601."""
    values: dict[str, Any] = {"url": accounts[0]["url"]}
    for name in FIELDS:
        source = first_with(accounts, name)
        values[name] = source.get(name, "")
        if name in ("issued", "effective"):
            values[name] = source.get(f"{name}_on")
    values["number"] = number_in(values["number"])
    values["kind"] = values["kind"] or kind_of(values["number"])
    values["files"] = "\n".join(files_of(accounts))
    return values


def first_with(accounts: list[Account], name: str) -> Account:
    """The first account that says something of a field."""
    for account in accounts:
        if account.get(name):
            return account
    return {}


def files_of(accounts: list[Account]) -> dict[str, str]:
    """The files that accounts name: address → words of the link."""
    labels: dict[str, str] = {}
    for account in accounts:
        for file in account.get("files", ()):
            labels.setdefault(file["url"], file["filename"])
    return labels
