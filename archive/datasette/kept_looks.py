"""What a captured page is shown with and leads to, out of the archive and from nowhere else."""

from __future__ import annotations

import sqlite3
from base64 import b64encode
from dataclasses import dataclass, field

from archive import css
from archive.addresses import canonical, joined
from archive.datasette.captured import content

MAX_SHEETS, MAX_SHEET, MAX_CSS = 40, 500_000, 1_500_000
"""Of one page at most this many style sheets are shown, and at most so many bytes of each and of all together."""
MAX_PASTED = 3_000_000
"""Bytes of fonts and drawings that are put into one page."""
NOTHING = "data:,"
"""The address of what is not kept: nobody is asked for it."""

_RESOURCE = "select capture_id from resources where url = ? and sha256 <> '' and capture_id is not null limit 1"
_IMAGE = "select capture_id from images where url = ? and capture_id is not null limit 1"
_ANSWER = "select id from captures where url = ? and status = 200 and media_type like ? order by id desc limit 1"
_TYPE = "select media_type from captures where id = ?"
_PAGE = """
select id from captures where url = ? and status = 200 and role in ('page', 'list', 'article', 'rendered')
and media_type like '%html%' order by role = 'rendered' desc, abs(id - ?) limit 1
"""
_ARTICLE = """
select a.capture_id from article_urls u join articles a on a.id = u.article_id
join captures c on c.id = a.capture_id where u.url = ? limit 1
"""
_FONTS = {
    b"wOFF": "font/woff",
    b"wOF2": "font/woff2",
    b"OTTO": "font/otf",
    b"\0\1\0\0": "font/ttf",
    b"true": "font/ttf",
}
"""The media types of fonts, by how their bytes begin."""


@dataclass(slots=True)
class KeptLooks:
    """Finds what a page refers to among what is kept. `root` is the path of the room, `number` that of the page's
    capture: a link leads to the capture that is nearest to it in time."""

    connection: sqlite3.Connection
    root: str = ""
    number: int = 0
    _sheets: int = MAX_SHEETS
    _css: int = MAX_CSS
    _pasted: int = MAX_PASTED
    _found: dict[str, str] = field(default_factory=dict)

    def picture(self, base: str, said: str) -> str:
        """Where the room shows a picture that is kept; "" where none is."""
        url = joined(base, said)
        if url and url not in self._found:
            self._found[url] = self._picture(url)
        return self._found.get(url, "")

    def _picture(self, url: str) -> str:
        number = self._first((_IMAGE, (url,)), (_RESOURCE, (url,)), (_ANSWER, (url, "image/%")))
        if number is None:
            return ""
        (kind,) = self.connection.execute(_TYPE, (number,)).fetchone()
        if "svg" in kind:
            return self._paste(number, "image/svg+xml")  # as a picture it runs nothing; as a page it might
        return f"{self.root}/-/file/{number}"

    def font(self, base: str, said: str) -> str:
        """A font that is kept, as an address that holds it: a page that is shut in a sandbox may not fetch one. ""
        where none is."""
        url = joined(base, said)
        number = self._first((_RESOURCE, (url,)))
        if number is None:
            return ""
        return self._paste(number)

    def _paste(self, number: int, kind: str = "") -> str:
        found = content(self.connection, number)
        if found is None:
            return ""
        _, body = found
        kind = kind or _FONTS.get(body[:4], "")
        if not kind or len(body) > self._pasted:
            return ""
        self._pasted -= len(body)
        return f"data:{kind};base64,{b64encode(body).decode('ascii')}"

    def sheet(self, base: str, said: str) -> tuple[str, str] | None:
        """The text of a style sheet that is kept, and the address from which its own are meant; None where none is, or
        the page has too many."""
        url = joined(base, said)
        number = self._first((_RESOURCE, (url,)), (_ANSWER, (url, "text/css%")))
        if number is None or self._sheets <= 0 or self._css <= 0:
            return None
        found = content(self.connection, number)
        if found is None:
            return None
        row, body = found
        self._sheets -= 1
        text = css.decoded(body[: min(MAX_SHEET, self._css)])
        self._css -= len(text)
        return text, row["url"]

    def page(self, base: str, said: str) -> str:
        """Where the room shows the page that a link leads to; "" where it is not kept."""
        url = joined(base, said)
        if not url:
            return ""
        number = self._first((_PAGE, (url, self.number)), (_ARTICLE, (canonical(url),)))
        if number is None:
            return ""
        return f"{self.root}/-/captured/{number}"

    def _first(self, *questions: tuple[str, tuple[object, ...]]) -> int | None:
        """What the first of some questions gives that gives anything."""
        for query, values in questions:
            found = self.connection.execute(query, values).fetchone()
            if found is not None:
                return int(found[0])
        return None
