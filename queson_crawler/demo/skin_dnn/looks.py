"""What the pages of the DNN site are shown with: style sheets that import each other, a font, a script, pictures."""

from __future__ import annotations

import struct
from functools import cache
from importlib.resources import files

from queson_crawler.demo.media import Colour, drawn

SKIN = "/Portals/_default/Skins/District"
SHEET, SCRIPT, ICON, SEARCH = f"{SKIN}/skin.css", "/js/skin.js", "/favicon.ico", "/images/search.png"
_TEXTS = {
    SHEET: ("skin.css", "text/css"),
    f"{SKIN}/base.css": ("base.css", "text/css"),
    f"{SKIN}/print.css": ("print.css", "text/css"),
    f"{SKIN}/fonts/signs.ttf": ("signs.ttf", "font/ttf"),
    SCRIPT: ("skin.js", "application/javascript"),
}
"""The files of the skin, by path: where each is kept, and its media type."""
_RED, _BLUE, _GREY, _PALE = (181, 18, 27), (11, 79, 156), (215, 224, 232), (223, 231, 238)


@cache
def look_of(path: str) -> tuple[bytes, str] | None:
    """The file of the skin at `path` and its media type; None where there is none."""
    if path in _TEXTS:
        name, kind = _TEXTS[path]
        return files(__package__).joinpath("look_files", name).read_bytes(), kind
    if path in _PICTURES:
        return drawn(_PICTURES[path]), "image/png"
    if path == ICON:
        return _icon(drawn([[_RED] * 16] * 16)), "image/x-icon"
    return None


def _fading(height: int) -> list[list[Colour]]:
    """A column that grows lighter downwards."""
    return [[(181 + row // 2, 18 + row // 2, 27 + row // 3)] * 4 for row in range(height)]


def _ring(size: int) -> list[list[Colour]]:
    """A square ring with a grey middle."""
    edge: list[Colour] = [_BLUE] * size
    within: list[Colour] = [_BLUE, *[_GREY] * (size - 2), _BLUE]
    return [edge, *[within] * (size - 2), edge]


_PICTURES: dict[str, list[list[Colour]]] = {
    f"{SKIN}/images/banner.png": _fading(80),
    f"{SKIN}/images/paper.png": [[_PALE] * 8, *[[_GREY] * 8] * 3, *[[_PALE] * 8] * 4],
    f"{SKIN}/images/dot.png": [[_RED] * 6] * 6,
    SEARCH: _ring(16),
}


def _icon(png: bytes) -> bytes:
    """A picture of 16 by 16 points as an ICO file."""
    entry = struct.pack("<BBBBHHII", 16, 16, 0, 0, 1, 32, len(png), 22)
    return struct.pack("<HHH", 0, 1, 1) + entry + png
