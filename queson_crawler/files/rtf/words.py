"""The words of RTF that bear on what is read, as tables. Pure."""

from __future__ import annotations

import re
from enum import Enum, auto

TOKEN = re.compile(
    rb"\\bin(?P<binary>\d{1,9}) ?"
    rb"|\\(?P<word>[a-z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\'(?P<hexadecimal>[0-9a-f]{2})"
    rb"|\\(?P<symbol>[^a-z])"
    rb"|(?P<brace>[{}])"
    rb"|[\r\n]+"
    rb"|(?P<text>[^\\{}\r\n]+)",
    re.I | re.S,
)


class Story(Enum):
    """Texts beside each other; each is read to its end before the next."""

    MAIN = auto()
    NOTES = auto()
    BOXES = auto()
    HEADERS = auto()


class Table(Enum):
    """Tables at the head of a file."""

    FONTS = auto()
    STYLES = auto()


CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 134: "gbk", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
CODEPAGES = frozenset((874, 932, 936, *range(1250, 1259)))
SIGNS = {
    b"tab": "\t", b"line": "\n", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"bullet": "•", b"emspace": " ", b"enspace": " ", b"cell": " | ", b"nestcell": " | ",
    b"nestrow": "\n",
}  # fmt: skip
SYMBOLS = {b"~": b" ", b"_": b"-", b"\\": b"\\", b"{": b"{", b"}": b"}"}
SOFT_HYPHEN, SOFT_HYPHEN_CODE = b"\xad", b"\\'ad"
"""In TCVN3 fonts this is ư. Some programs write in its place the hyphen shown only where a line ends, and then far more
of those than of the letter."""
LINE_ENDS = frozenset((b"par", b"row", b"sect", b"page"))
HIDDEN = frozenset(
    b"colortbl info pict object objdata themedata colorschememapping datastore latentstyles listtable "
    b"listoverridetable revtbl rsidtbl generator xmlnstbl fldinst filetbl pgptbl userprops private bkmkstart bkmkend "
    b"atnid atnauthor annotation nonshppict shprslt sp panose falt".split()
)
"""Groups that begin with one of these words show nothing."""
STORIES = {
    b"footnote": Story.NOTES, b"shptxt": Story.BOXES, b"dptxbxtext": Story.BOXES,
    **dict.fromkeys(b"header headerl headerr headerf footer footerl footerr footerf".split(), Story.HEADERS),
}  # fmt: skip
STARRED_WORD = re.compile(rb"[ \r\n]{0,99}+\\([a-z]{1,32})", re.I)
STARRED = frozenset(b"ud shppict shpinst do dptxbxtext shptxt footnote".split())
"""Groups that show something although a reader may leave out what it does not know (\\*)."""
