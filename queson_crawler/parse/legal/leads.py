"""The number of a legal document with which a text begins: `Quyết định số 12/2019/QĐ-UBND về việc …`. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from archive.number_codes import KINDS
from archive.numbers import Mention, mentions_in
from queson_crawler.parse.legal.words import words_of

MAX_LEAD = 160
"""Characters in which the number ends with which a text begins."""
_MAY_BEGIN = re.compile(r"^\W{0,3}(?:[^\W\d_]{1,9}\s{1,3}){0,6}(?:số\s{0,2}:?\s{0,2})?\d{1,5}", re.I)
"""How a text begins that may begin with a number: a few words at most, then digits."""
_DAY = re.compile(
    r"^[\s,(]{0,3}(?P<word>(?:ban hành |ký )?ngày\s{1,2})?"
    r"(?P<day>\d{1,2}(?:\s?[/.-]\s?\d{1,2}\s?[/.-]\s?|\s{1,2}tháng\s{1,2}\d{1,2}\s{1,2}năm\s{1,2})\d{4})(?!\d)\)?",
    re.I,
)
_ISSUER = re.compile(r"^của\s{1,2}(?P<name>.{3,80}?)[\s,]{1,3}(?=về |v/v |quy định |ban hành )", re.I)
_GOES_ON = re.compile(
    r"^(?:ve |v v |quy dinh|ban hanh|phe duyet|sua doi|huong dan|cong bo|cong nhan|thanh lap|kien toan|bai bo"
    r"|thu hoi|giao |cho phep|dieu chinh|bo sung|trien khai|thuc hien|tang cuong|to chuc)"
)
"""What documents are called, folded: news about one goes on otherwise."""
_KINDS = frozenset(
    words_of(kind) for kind in (*filter(None, KINDS.values()), "Luật", "Bộ luật", "Quy định", "Văn bản", "Thông tri")
)
_GLUED_DAY = re.compile(r"(?<=[A-ZĐƯ])(\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d)(?!\d)")
"""A day that stands behind a number in an element of its own, as labels without words do."""
_AROUND = " \t\u00a0:;,.–—-|()"


@dataclass(frozen=True, slots=True)
class Lead:
    """The number with which a text begins, and what the text says of its document besides: each "" where it says
    nothing. `day` stands behind the number without a word: of what, only labels can tell. `title` is what is left."""

    number: str = ""
    kind: str = ""
    issued: str = ""
    day: str = ""
    issuer: str = ""
    title: str = ""

    @property
    def goes_on(self) -> bool:
        """Whether what follows the number is what documents are called, or who issued them when."""
        if any((self.issued, self.day, self.issuer)):
            return True
        return _GOES_ON.match(f"{words_of(self.title)} ") is not None


def lead_of(text: str) -> Lead | None:
    """The number with which a text begins; None where it begins otherwise."""
    text = _GLUED_DAY.sub(r" \1 ", unicodedata.normalize("NFC", text))
    if _MAY_BEGIN.match(text) is None:
        return None
    found = next(mentions_in(text[:MAX_LEAD]), None)
    if found is None:
        return None
    kind = _kind_before(text[: found.start])
    if kind is None:
        return None
    return _read(text, found, kind)


def _kind_before(before: str) -> str | None:
    """The kind of document that stands before its number, "" where none does; None where other words do."""
    kind = re.sub(r"\W{0,3}\bsố\W{0,3}$", "", before, flags=re.I).strip(_AROUND)
    if kind and words_of(kind) not in _KINDS:
        return None
    return kind


def _read(text: str, found: Mention, kind: str) -> Lead:
    rest = text[found.start + len(found.printed) :]
    issued, bare, issuer = "", "", ""
    day = _DAY.match(rest)
    if day is not None:
        if day["word"]:
            issued = day["day"]
        else:
            bare = day["day"]
        rest = rest[day.end() :]
    rest = rest.lstrip(_AROUND)
    office = _ISSUER.match(rest)
    if office is not None:
        issuer = office["name"]
        rest = rest[office.end() :]
    return Lead(found.printed, kind, issued, bare, issuer, rest.strip())
