"""Numbers of legal documents in Vietnamese text, such as `1117/QĐ-UBND`: pure, standard library only.

A number is digits, often a year, and a code that says what kind of document it is and who issued it. The Party writes
`05-NQ/TW`, the State `1117/QĐ-UBND`, the National Assembly `31/2024/QH15`, older offices `26/CP` or `99-HĐBT`. A code
that is not known is believed where it is written as codes are, in capitals with a hyphen, or stands behind `số`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from archive.number_codes import ASSEMBLY, KIND_WORDS, KINDS, OFFICES, PLACES, SHORT_KINDS

_FIRST_SHORT_YEAR = 40
"""Years of two digits are those of the last century from here on."""
MAX_NUMBER = 60
"""Characters of a number as it is printed."""

_DASH = "[-_‐‑‒–—−]"
_GAP = r"\s{0,3}"
_CODE = r"[^\W\d_]{1,12}\d{0,3}"
_FURTHER = rf"(?:{_GAP}(?:[/&]|{_DASH}){_GAP}|\.){_CODE}"
_DIGITS = r"(?:\d{1,2}\.\d{3}|\d{1,5})(?:[a-zA-Z](?![^\W\d_]))?"
_NUMBER = re.compile(
    rf"(?=\d)(?:(?<![\w/])|(?<=số))(?<!\d[.,:])(?P<digits>{_DIGITS}){_GAP}"
    rf"(?:/{_GAP}(?P<year>(?:19|20)\d\d|[4-9]\d|0\d){_GAP}/{_GAP}|(?P<joint>/|{_DASH}){_GAP}|(?P<space>[ \u00a0]))"
    rf"(?P<code>{_CODE}(?:{_FURTHER}){{0,4}}(?:\s(?:UBND|HĐND|TTg|CP|TW|TU|HU)\b)?)"
    r"(?![\w])"
)
_PROSE = re.compile(
    rf"(?:\s{_GAP}(?:[/&]|{_DASH}){_GAP}|(?:[/&]|{_DASH})\s{_GAP}|\.)[^\W\d_]?(?P<small>[^\W\d_]{{0,12}})"
)
"""A further part of a code that stands apart from it: it is none where it is written in small letters."""
_GLUED = re.compile(r"(?<=[A-ZĐƯ])(?:ngày|về|của|v(?:/v)?)$")
_JOINT = re.compile(rf"\s{{0,3}}([/.&]|{_DASH}|\s){_GAP}")
_BEHIND_WORD = re.compile(r"(?:(?<!\w)số|(?<!\w)số/ký hiệu)\s{0,3}:?\s{0,3}$", re.I)
_KIND_BEFORE = re.compile(
    rf"(?<!\w)({'|'.join(KIND_WORDS)})(?:\s{{1,3}}(?:số|liên bộ|liên tịch)){{0,2}}\s{{0,3}}:?\s{{0,3}}$", re.I
)
_IN_SERIES = re.compile(rf"{_DIGITS}(?P<year>/(?:19|20)\d\d)?")
_FIRST_DIGITS = re.compile(rf"^{_DIGITS}")
_FIRST_YEAR = re.compile(rf"^{_GAP}/{_GAP}(?:19|20)\d\d(?=/|\s)")
_SERIES = re.compile(
    rf"(?<!\w)(?:{'|'.join(KIND_WORDS)})(?:\s{{1,3}}số)?\s{{0,3}}:?\s{{1,3}}"
    rf"(?P<numbers>(?:{_DIGITS}(?:/(?:19|20)\d\d)?{_GAP}(?:[,;]|(?:[,;]\s)?và\s){_GAP}){{1,9}})$",
    re.I,
)
_MAX_BEFORE, _MAX_AFTER = 60, 40
MAX_SERIES = 120
"""Characters before a number in which others are sought that share its code."""
_DATED = re.compile(
    r"^[\s,(]{0,4}(?:được ban hành\s|ban hành\s|ký\s)?(?:ngày|,)\s{1,3}"
    r"(?P<day>\d{1,2})(?:\s{0,2}[/.-]\s{0,2}|\s{1,3}tháng\s{1,3})(?P<month>\d{1,2})"
    r"(?:\s{0,2}[/.-]\s{0,2}|\s{1,3}năm\s{1,3})(?P<year>(?:19|20)\d\d)(?!\d)",
    re.I,
)
_LOOKALIKE = str.maketrans("ÐƉðɖ", "ĐĐđđ")
_NAMED = re.compile(r"^\s{0,3}(?:số(?:\s{0,3}/?\s{0,3}ký hiệu)?|ký hiệu)\b[\s:.]{0,9}", re.I)
_HEAD = re.compile(r"^(\d{1,5})(?!\d)")
_GROUPED = re.compile(r"^(\d{1,2})\.(\d{3})(?!\d)")
_APART = re.compile(r"^(\d{1,5}[A-Z]?) (?=[A-ZĐ])")
_YEAR = re.compile(r"^\d{1,6}[A-Z]?/(\d{4}|\d\d)/")
_CODE_OF = re.compile(r"\d{1,6}[A-Z]?(?:/\d{2,4})?([/-][^\W\d_]+)")
_DIGIT = re.compile(r"\d")
_SPACED = re.compile(rf" ?([/.&]|{_DASH}) ?")


@dataclass(frozen=True, slots=True)
class Mention:
    """A document number in a text: as it is printed there and where (`start`, in characters), its normal form, the
    kind of document ("" where neither the code nor the words before it tell), the year, and the day that the text names
    behind it (ISO 8601, "" where it names none)."""

    start: int
    printed: str
    number: str
    kind: str
    year: int | None
    dated: str


def mentions_in(text: str) -> Iterator[Mention]:
    """The document numbers that a text names, in their order; places are those of the text in NFC."""
    text = unicodedata.normalize("NFC", text)
    for match in _NUMBER.finditer(text):
        found = _mention(text, match)
        if found is not None:
            yield from _sharing_code(text, found)
            yield found


def _sharing_code(text: str, last: Mention) -> Iterator[Mention]:
    """The numbers before another that share its code: `các Quyết định số 1, 2 và 3/QĐ-UBND`."""
    begin = max(0, last.start - MAX_SERIES)
    series = _SERIES.search(_plain(text[begin : last.start]))
    if series is None:
        return
    year_and_code = _FIRST_DIGITS.sub("", last.printed)
    code = _FIRST_YEAR.sub("", year_and_code)
    for one in _IN_SERIES.finditer(series["numbers"]):
        behind = code if one["year"] else year_and_code
        number = normal_number(f"{one[0]}{behind}")
        start = begin + series.start("numbers") + one.start()
        yield Mention(start, one[0], number, kind_of(number) or last.kind, year_of(number), "")


def normal_number(text: str) -> str:
    """The one form of a number, however it is spaced, joined and capitalised: `Số: 5 / qđ – ubnd` is `05/QĐ-UBND`.

    NFC, capitals, no spaces, hyphens for all dashes, at least two digits.
    """
    plain = _NAMED.sub("", " ".join(_plain(text).split()))
    plain = _GROUPED.sub(r"\1\2", plain)
    plain = _SPACED.sub(_joined, plain).upper().strip(" ./:;,-")
    plain = _APART.sub(r"\1-" if "/" in plain else r"\1/", plain, count=1)
    return _HEAD.sub(_padded, plain.replace(" ", "-"))[:MAX_NUMBER]


def number_in(text: str) -> str:
    """The normal number in what a portal prints as one: `Thông tư số: 26 /2012/TT-BGDĐT ngày 10/7` is
    `26/2012/TT-BGDĐT`."""
    digit = _DIGIT.search(text)
    if digit is not None:
        for found in mentions_in(text[digit.start() :]):
            return found.number
    return normal_number(text)


def year_of(number: str) -> int | None:
    """The year that a normal number holds; None where it holds none."""
    match = _YEAR.match(number)
    if match is None:
        return None
    year = int(match[1])
    if year < _FIRST_SHORT_YEAR:
        year += 2000
    elif year < 100:
        year += 1900
    if not 1900 <= year < 2100:
        return None
    return year


def kind_of(number: str) -> str:
    """The kind of document that a normal number's code stands for; "" where it stands for none."""
    code = _CODE_OF.match(number)
    if code is None:
        return ""
    if code[1] == "-TT":
        return "Thông tri"
    return KINDS.get(code[1].lstrip("/-"), "")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_LOOKALIKE)


def _joined(match: re.Match[str]) -> str:
    mark = match[1]
    return mark if mark in "/&" else "-"


def _padded(match: re.Match[str]) -> str:
    return match[1].lstrip("0").zfill(2)


def _mention(text: str, match: re.Match[str]) -> Mention | None:
    before = _plain(text[max(0, match.start() - _MAX_BEFORE) : match.start()])
    said = _KIND_BEFORE.search(before)
    is_named = said is not None or _BEHIND_WORD.search(before) is not None
    printed = _trimmed(match)
    if not _is_number(_standing(match, printed, is_named=is_named)):
        return None
    number = normal_number(printed)
    dated = _date_behind(text, match.start() + len(printed))
    year = year_of(number)
    if year is None and dated:
        year = int(dated[:4])
    kind = kind_of(number)
    if not kind and said is not None:
        kind = said[1].capitalize()
    return Mention(match.start(), printed, number, kind, year, dated)


def _trimmed(match: re.Match[str]) -> str:
    """A number as it is printed, without the words that stand behind it."""
    start = match.start("code") - match.start()
    printed = match[0]
    for further in _PROSE.finditer(printed, start):
        small = further["small"]
        is_office = further[0].strip(" \n\t/&.-–").upper() in OFFICES
        if small.islower() and small != "g" and not is_office:
            printed = printed[: further.start()]
            break
    return _GLUED.sub("", printed).strip()


@dataclass(frozen=True, slots=True)
class _Standing:
    """What tells whether digits and a code are a document's number: how they are written, and the words before them.

    `first` and `last` are parts of the code, in capitals; `joint` is what stands between digits and code, "" where a
    year or only a space does.
    """

    first: str
    last: str
    is_several: bool
    year: str
    joint: str
    is_spaced: bool
    is_named: bool
    is_capital: bool

    @property
    def is_known(self) -> bool:
        """Whether the code begins as codes do."""
        if self.first in KINDS or self.first in OFFICES:
            return True
        return ASSEMBLY.fullmatch(self.first) is not None

    @property
    def ends_in_office(self) -> bool:
        """Whether an office's code ends it."""
        return self.last in OFFICES


def _standing(match: re.Match[str], printed: str, *, is_named: bool) -> _Standing:
    code = _plain(printed[match.start("code") - match.start() :])
    parts = [part for part in _JOINT.split(code) if len(part) > 1 or part.isalpha()]
    capitals, letters = sum(map(str.isupper, code)), sum(map(str.isalpha, code))
    return _Standing(
        first=parts[0].upper(),
        last=parts[-1].upper(),
        is_several=len(parts) > 1,
        year=match["year"] or "",
        joint=match["joint"] or "",
        is_spaced=match["space"] is not None,
        is_named=is_named,
        is_capital=parts[0][:1].isupper() and capitals * 2 >= letters,
    )


def _is_number(one: _Standing) -> bool:
    """Whether digits and a code are a document's number: by the code, by how it is written, by the words before."""
    if one.is_spaced:
        return one.is_named and one.is_known and one.is_capital
    if one.is_known:
        return _is_known_number(one)
    return _is_unknown_number(one)


def _is_known_number(one: _Standing) -> bool:
    """The same of a code that begins as codes do; in small letters, or alone, it may be a unit or a word."""
    if one.is_named or one.year:
        return True
    if not one.is_capital:
        return one.is_several and one.ends_in_office
    if one.is_several:
        return True
    return one.joint == "/" and (len(one.first) > 2 or one.first in SHORT_KINDS)


def _is_unknown_number(one: _Standing) -> bool:
    """The same of any other code: it is believed in capitals, or where it is named and an office ends it."""
    is_vouched = one.is_named and one.ends_in_office
    if not one.is_capital:
        return is_vouched and not one.year
    if is_vouched:
        return True
    if len(one.first) < 2 or one.first in PLACES:
        return False
    if len(one.year) > 2:
        return True
    if one.joint in ("", "/"):
        return one.is_named or (one.is_several and len(one.last) > 1)
    return one.is_named and one.is_several


def _date_behind(text: str, end: int) -> str:
    """The day that stands right behind a number, as ISO 8601; "" where none does."""
    match = _DATED.match(_plain(text[end : end + _MAX_AFTER]))
    if match is None:
        return ""
    year, month, day = map(int, match.group("year", "month", "day"))
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return ""
    return f"{year:04d}-{month:02d}-{day:02d}"
