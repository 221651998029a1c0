"""Citations: what a researcher writes below a quotation, and the proof that the archive holds exactly that.

Each names one revision of an article by `Citation.mark`: key, number of the revision, SHA-256 of the answer it was read
from; or a legal document or another page, which have no revisions, as one answer shows them. `check` finds the marks in
any text, reads those bytes from WARC once more, and holds the stored text against its digest.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import Any
from urllib.parse import quote, unquote

from archive.dedup import content_sha256
from archive.errors import ArchiveError, NoArticle, NoRevision
from archive.store import Archive
from archive.warc import Place, read_at

MONTHS = ("January February March April May June July August September October November December").split()
_MARK = re.compile(
    r"[Qq]ueson:([^\s;{}<>\"\\]{1,600})\\?;(?:revision=(\d{1,9})|document)\\?;sha256=([0-9a-f]{64})(?![0-9a-f])"
)
"""Styles of citation managers begin a field with a capital letter."""
_HOLDS = "the archive holds exactly these bytes"
_TEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
})  # fmt: skip
_FOUND = """
select a.key, v.number, v.title, a.author, coalesce(nullif(p.title, ''), a.portal), p.owner, a.published_at,
    v.captured_at, a.url, c.sha256
from revisions v join articles a on a.id = v.article_id join portals p on p.slug = a.portal
join captures c on c.id = v.capture_id
where a.id = ? and v.number = coalesce(?, (select max(number) from revisions where article_id = a.id))
"""
_DOCUMENT = """
select d.key, 0, trim(d.kind || ' ' || d.number) || iif(d.abstract = '', '', ': ' || d.abstract),
    nullif(d.issuer, ''), coalesce(nullif(p.title, ''), d.portal), p.owner, d.issued, c.fetched_at, d.url, c.sha256
from documents d join portals p on p.slug = d.portal join document_accounts o on o.document_id = d.id
join captures c on c.id = o.capture_id where d.key = ? or d.url = ? order by o.is_own desc limit 1
"""
_PAGE = """
select g.key, 0, g.title, null, coalesce(nullif(p.title, ''), g.portal), p.owner, null, c.fetched_at, c.url, c.sha256
from pages g join portals p on p.slug = g.portal join captures c on c.id = g.capture_id
where g.key = ? or g.url = ? or g.id = (select page_id from page_urls where url = ? and page_id is not null limit 1)
limit 1
"""
_PROOF_OF_DOCUMENT = """
select c.warc_file, c.warc_offset, c.warc_length from captures c
where c.sha256 = ? and exists (select 1 from documents where key = ? union all select 1 from pages where key = ?)
order by c.id limit 1
"""
_PROOF = """
select c.warc_file, c.warc_offset, c.warc_length, c.sha256, v.content_sha256, v.title, v.lead, v.body
from revisions v join articles a on a.id = v.article_id join captures c on c.id = v.capture_id
where a.key = ? and v.number = ?
"""


@dataclass(frozen=True, slots=True)
class Citation:
    """One revision of an article. `published_at` is ISO 8601 or None, `captured_at` UTC, `sha256` the hex digest of the
    page as it was sent (content encoding removed). Of a legal document the author is who issued it, `published_at` the
    day of issue, and `revision` 0."""

    key: str
    revision: int
    title: str
    author: str | None
    portal: str
    owner: str
    published_at: str | None
    captured_at: str
    url: str
    sha256: str

    @property
    def mark(self) -> str:
        """What identifies the text beyond doubt, within any citation."""
        if not self.revision:
            return f"queson:{_quoted(self.key)};document;sha256={self.sha256}"
        return f"queson:{_quoted(self.key)};revision={self.revision};sha256={self.sha256}"

    @property
    def published(self) -> date | None:
        """The day of publication."""
        if not self.published_at:
            return None
        return date.fromisoformat(self.published_at[:10])


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether the archive holds what a mark cites, and what is amiss where it does not."""

    mark: str
    holds: bool
    detail: str


def citation(source: Archive | Connection, name: str, revision: int | None = None) -> Citation:
    """The citation of an article, by its key or any address under which it was met; of its latest revision by default.

    Raises:
        NoArticle, NoRevision: there is no such article, or it has no such revision.
    """
    connection = source.db.conn if isinstance(source, Archive) else source
    row = connection.execute(
        "select id from articles where key = ? union all select article_id from article_urls where url = ? limit 1",
        [name, name],
    ).fetchone()
    if row is None and revision is None:
        document = connection.execute(_DOCUMENT, [name, name]).fetchone()
        if document is None:
            document = connection.execute(_PAGE, [name, name, name]).fetchone()
        if document is not None:
            return Citation(*document)
    if row is None:
        raise NoArticle(f"No article has the key or address {name!r}: queson search finds keys.")
    found = connection.execute(_FOUND, [row[0], revision]).fetchone()
    if found is None:
        raise NoRevision(f"{name} has no revision {revision}: queson diff lists the revisions there are.")
    return Citation(*found)


def apa(cited: Citation) -> str:
    """A line in the manner of the APA: `Author. (2020, July 24). Title. Portal. Address [Captured …; mark]`."""
    day = cited.published
    when = f"({day.year}, {MONTHS[day.month - 1]} {day.day})" if day else "(n.d.)"
    title = _line(cited.title).rstrip(".")
    opening = f"{title}. {when}."
    if cited.author:
        opening = f"{_line(cited.author).rstrip('.')}. {when}. {title}."
    return f"{opening} {_line(cited.portal)}. {cited.url} [Captured {cited.captured_at}; {cited.mark}]"


def bibtex(cited: Citation) -> str:
    """An entry for BibLaTeX and BibTeX, in UTF-8."""
    fields = {
        "title": f"{{{_tex(cited.title)}}}",
        "author": f"{{{_tex(cited.author)}}}" if cited.author else "",
        "organization": f"{{{_tex(cited.portal)}}}",
        "date": str(cited.published or ""),
        "year": _year(cited),
        "url": cited.url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
        "urldate": cited.captured_at[:10],
        "note": _tex(cited.mark),
        "language": "vietnamese",
    }
    label = re.sub(r"[^A-Za-z0-9]+", "-", cited.key).strip("-")
    lines = [f"@online{{{label}-{cited.revision},"]
    for name, value in fields.items():
        if value:
            lines.append(f"  {name} = {{{value}}},")
    return "\n".join([*lines, "}"])


def _year(cited: Citation) -> str:
    day = cited.published
    return str(day.year) if day else ""


def csl(cited: Citation) -> dict[str, Any]:
    """An item of CSL-JSON, as citation managers exchange it."""
    captured = date.fromisoformat(cited.captured_at[:10])
    item: dict[str, Any] = {
        "id": f"{cited.key}@{cited.revision}",
        "type": "webpage",
        "title": _line(cited.title),
        "container-title": _line(cited.portal),
        "URL": cited.url,
        "accessed": {"date-parts": [[captured.year, captured.month, captured.day]]},
        "archive": "queson",
        "archive_location": cited.mark,
        "language": "vi",
    }
    if cited.author:
        item["author"] = [{"literal": _line(cited.author)}]
    if cited.owner:
        item["publisher"] = _line(cited.owner)
    day = cited.published
    if day:
        item["issued"] = {"date-parts": [[day.year, day.month, day.day]]}
    return item


def ris(cited: Citation) -> str:
    """A record in RIS, for EndNote, Zotero and their kin."""
    day = cited.published
    fields = (
        ("TY", "ELEC"), ("TI", cited.title), ("AU", cited.author), ("T2", cited.portal), ("PB", cited.owner),
        ("PY", _year(cited)), ("DA", f"{day:%Y/%m/%d}/" if day else ""), ("UR", cited.url),
        ("Y2", f"{cited.captured_at[:10].replace('-', '/')}/"), ("LA", "vi"), ("DP", "queson"), ("AN", cited.mark),
    )  # fmt: skip
    lines = [f"{tag}  - {_line(value)}" for tag, value in fields if value]
    return "\n".join([*lines, "ER  - "])


def csl_json(cited: Citation) -> str:
    """`csl` as a file that holds one item."""
    return json.dumps([csl(cited)], ensure_ascii=False, indent=2)


FORMATS = {"apa": apa, "bibtex": bibtex, "csl-json": csl_json, "ris": ris}


def check(archive: Archive, text: str) -> Iterator[Proof]:
    """For each mark in a text, whether the bytes it cites are in the archive. Offline: they are read from WARC."""
    without_tex = text.replace("\\_", "_").replace("\\%", "%")
    for quoted, revision, sha256 in dict.fromkeys(_MARK.findall(without_tex)):
        if not revision:
            yield _proof_of_document(archive, quoted, sha256)
            continue
        number = int(revision)
        mark = f"queson:{quoted};revision={number};sha256={sha256}"
        detail = _amiss(archive, unquote(quoted), number, sha256)
        yield Proof(mark, not detail, detail or _HOLDS)


def _proof_of_document(archive: Archive, quoted: str, sha256: str) -> Proof:
    mark = f"queson:{quoted};document;sha256={sha256}"
    row = archive.db.execute(_PROOF_OF_DOCUMENT, [sha256, unquote(quoted), unquote(quoted)]).fetchone()
    detail = f"the archive holds no such answer, or no document or page {unquote(quoted)}"
    if row is not None:
        detail = _differs(archive, Place(*row), sha256)
    return Proof(mark, not detail, detail or _HOLDS)


def _amiss(archive: Archive, key: str, number: int, sha256: str) -> str:
    """What does not agree with a mark; "" where the archive holds what it cites."""
    row = archive.db.execute(_PROOF, [key, number]).fetchone()
    if row is None:
        return f"the archive holds no revision {number} of {key}"
    file, offset, length, answer, stored, *texts = row
    if content_sha256(*texts) != stored:
        return "the text in the database is not the one that was stored"
    if answer != sha256:
        return f"the archive holds another answer under that revision: {answer}"
    return _differs(archive, Place(file, offset, length), sha256)


def _differs(archive: Archive, place: Place, sha256: str) -> str:
    """What is amiss with the bytes at a place; "" where they are those that were cited."""
    try:
        content = read_at(archive.warc, place).exchange.content
    except (ArchiveError, OSError) as error:
        return f"its bytes cannot be read: {error}"
    if hashlib.sha256(content).hexdigest() != sha256:
        return "the bytes in WARC are not those that were cited"
    return ""


def _quoted(key: str) -> str:
    return quote(key, safe="/").replace("~", "%7E")


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _tex(text: str) -> str:
    return _line(text).translate(_TEX)
