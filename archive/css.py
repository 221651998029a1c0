"""What a style sheet refers to: the addresses in it, what stands there, and the places where they stand. Pure.

Comments and strings that name nothing are passed over; escapes within addresses are undone.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from archive.records import Use

MAX_REFERENCES = 1000
"""At most this many addresses of one sheet are looked at."""
_QUOTED = r'"(?:[^"\\\n]|\\.)*+"|' + r"'(?:[^'\\\n]|\\.)*+'"
_URL = rf"url\(\s*+(?:(?:{_QUOTED})|(?:[^)\"'(\\\s]|\\.)*+)\s*+\)"
_TOKEN = re.compile(
    rf"""/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/)?+
    |(?P<ignored>@namespace\b[^;{{}}]*+;?+)
    |@import\s*+(?P<imported>{_URL}|{_QUOTED})(?P<condition>[^;{{}}<]{{0,2000}}+);?+
    |(?P<face>@font-face\b)
    |(?P<end>\}})
    |(?P<set>(?:-webkit-)?+image-set\s*+\()
    |(?P<close>\))
    |(?P<url>{_URL})
    |(?P<string>{_QUOTED})
    |\\.""",
    re.I | re.S | re.X,
)
_REFERRING = ("url(", "@import", "image-set")
"""A sheet without any of these words refers to nothing, as most sheets within pages do."""
_OPENING = ("face", "set")
"""Tokens behind which an address is that of a font, or may stand without `url()`."""
_CLOSED_BY = {"end": _OPENING, "close": ("set",)}
"""Tokens that end what others opened."""
_ESCAPED = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|\n|(.))", re.S)
_CHARSET = re.compile(rb'@charset "([\w.:-]{2,30})"')
_BYTE_ORDERS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ENCODING = re.compile(r"utf-?8|us-ascii|(?:windows|cp)-?125\d|iso-?8859-\d{1,2}|latin-?1", re.I)


@dataclass(frozen=True, slots=True)
class Reference:
    """An address as a sheet gives it, where it stands in its text, and of an imported sheet under which `condition` it
    holds. In an `image-set` it may be `bare`: a string without `url()`."""

    start: int
    end: int
    url: str
    use: Use
    condition: str = ""
    is_bare: bool = False


def references(text: str) -> Iterator[Reference]:
    """What a sheet refers to, in its order; at most MAX_REFERENCES."""
    lowered = text.lower()
    if not any(word in lowered for word in _REFERRING):
        return
    yield from islice(_all_references(text), MAX_REFERENCES)


def _all_references(text: str) -> Iterator[Reference]:
    within: set[str] = set()
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup or ""
        within.difference_update(_CLOSED_BY.get(kind, ()))
        if kind in _OPENING:
            within.add(kind)
        found = _reference(token, in_face="face" in within, in_set="set" in within)
        if found is not None and found.url:
            yield found


def _reference(token: re.Match[str], *, in_face: bool, in_set: bool) -> Reference | None:
    """What one token refers to; None where it is nothing of the kind."""
    if token["imported"] is not None:
        return Reference(*token.span(), _address(token["imported"]), Use.SHEET, token["condition"].strip())
    if token["url"] is not None:
        use = Use.FONT if in_face else Use.PICTURE
        return Reference(*token.span(), _address(token["url"]), use)
    if token["string"] is not None and in_set:
        return Reference(*token.span(), _address(token["string"]), Use.PICTURE, is_bare=True)
    return None


def _address(said: str) -> str:
    """The address that is said by `url(…)` or a string."""
    if said[:4].lower() == "url(":
        said = said[4:-1].strip()
    if said[:1] in ("'", '"'):
        said = said[1:-1]
    return _ESCAPED.sub(_meant, said).strip()


def _meant(escaped: re.Match[str]) -> str:
    """What an escape of CSS stands for: `\\75` is u."""
    if escaped[1]:
        number = int(escaped[1], 16)
        return chr(number) if 0 < number < 0xD800 or 0xE000 <= number < 0x110000 else "\ufffd"
    return escaped[2] or ""


def unescaped(text: str) -> str:
    """A text of CSS with its escapes undone."""
    return _ESCAPED.sub(_meant, text)


def replaced(text: str, put: Callable[[Reference], str]) -> str:
    """A sheet with what `put` gives in place of each reference."""
    parts: list[str] = []
    done = 0
    for each in references(text):
        parts += (text[done : each.start], put(each))
        done = each.end
    parts.append(text[done:])
    return "".join(parts)


def decoded(body: bytes, charset: str | None = None) -> str:
    """The text of a sheet: by its byte order mark, else as its header (`charset`) or first line says, else UTF-8."""
    for mark, encoding in _BYTE_ORDERS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    told = charset or ""
    first = _CHARSET.match(body)
    if not told and first:
        told = first[1].decode("ascii")
    if not _ENCODING.fullmatch(told):
        told = "utf-8"
    return body.decode(told, "replace")
