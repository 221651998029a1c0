"""Text of RTF, with the font of each run: what no library at hand tells, and what old Vietnamese files need. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from archive.records import FileState
from queson_crawler.files.readings import MAX_CHARACTERS, Extract, Run, Unreadable

MAX_DEPTH = 1000
"""Groups within groups: office programs write some ten."""
_TOKEN = re.compile(
    rb"\\bin(?P<binary>\d{1,9}) ?"
    rb"|\\(?P<word>[a-z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\'(?P<hexadecimal>[0-9a-f]{2})"
    rb"|\\(?P<symbol>[^a-z])"
    rb"|(?P<brace>[{}])"
    rb"|[\r\n]+"
    rb"|(?P<text>[^\\{}\r\n]+)",
    re.I | re.S,
)
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 134: "gbk", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_CODEPAGES = frozenset((874, 932, 936, *range(1250, 1259)))
_SIGNS = {
    b"tab": "\t", b"line": "\n", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"bullet": "•", b"emspace": " ", b"enspace": " ", b"cell": " | ", b"nestcell": " | ",
}  # fmt: skip
_SYMBOLS = {b"~": b" ", b"_": b"-"}
_ENDS = frozenset((b"par", b"row", b"nestrow", b"sect", b"page"))
_HIDDEN = frozenset(
    b"stylesheet colortbl info pict object objdata themedata colorschememapping datastore latentstyles listtable "
    b"listoverridetable revtbl rsidtbl generator xmlnstbl fldinst header footer headerl headerr footerl footerr "
    b"headerf footerf filetbl pgptbl userprops private bkmkstart bkmkend atnid atnauthor annotation listtext "
    b"nonshppict shppict shpinst".split()
)


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds within a pair of braces. `skip` is how many fallback characters follow a \\u."""

    hidden: bool = False
    fonts: bool = False
    font: int = 0
    skip: int = 1


@dataclass(slots=True)
class _Reader:
    state: _Group = field(default_factory=_Group)
    outer: list[_Group] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    charsets: dict[int, str] = field(default_factory=dict)
    usual: int = 0
    codepage: str = "cp1252"
    runs: list[Run] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)
    to_skip: int = 0
    size: int = 0

    def paragraphs(self, data: bytes) -> Iterator[list[Run]]:
        at = 0
        while at < len(data) and self.size <= MAX_CHARACTERS:
            match = _TOKEN.match(data, at)
            if match is None:  # a lone backslash at the end
                break
            at = match.end() + int(match["binary"] or 0)
            self._token(match)
            if (match["word"] or b"").lower() in _ENDS and not self.state.hidden:
                yield self._finished()
        yield self._finished()

    def _token(self, match: re.Match[bytes]) -> None:
        """One piece of the file, by its kind."""
        value = match[match.lastgroup] if match.lastgroup else b""
        match match.lastgroup:
            case "brace":
                self._brace(value)
            case "word" | "number":
                self._word(match["word"].lower(), _number(match["number"]))
            case "hexadecimal":
                self._bytes(bytes([int(value, 16)]))
            case "text":
                self._bytes(value)
            case "symbol":
                self._symbol(value)

    def _finished(self) -> list[Run]:
        self._flush()
        done, self.runs = self.runs, []
        while done and done[-1].text == " | ":
            done.pop()
        return done

    def _brace(self, brace: bytes) -> None:
        self._flush()
        if brace == b"{":
            if len(self.outer) >= MAX_DEPTH:
                raise Unreadable(FileState.BROKEN, f"nests groups more than {MAX_DEPTH} deep")
            self.outer.append(self.state)
        elif self.outer:
            self.state = self.outer.pop()

    def _word(self, word: bytes, number: int | None) -> None:
        self._flush()
        if word in _HIDDEN:
            self.state = replace(self.state, hidden=True)
        elif word in _SIGNS:
            self._text(_SIGNS[word])
        elif word == b"fonttbl":
            self.state = replace(self.state, hidden=True, fonts=True)
        elif word == b"plain":
            self.state = replace(self.state, font=self.usual)
        elif number is not None:
            self._numbered(word, number)

    def _numbered(self, word: bytes, number: int) -> None:
        """A control word that means something only with its number."""
        match word:
            case b"f":
                self.state = replace(self.state, font=number)
            case b"deff":
                self.usual = number
                self.state = replace(self.state, font=number)
            case b"fcharset":
                if self.state.fonts and number in _CHARSETS:
                    self.charsets[self.state.font] = _CHARSETS[number]
            case b"ansicpg":
                if number in _CODEPAGES:
                    self.codepage = f"cp{number}"
            case b"uc":
                self.state = replace(self.state, skip=min(abs(number), 10))
            case b"u":
                self._text(chr(number & 0xFFFF))
                self.to_skip = self.state.skip

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.state = replace(self.state, hidden=True)
        elif symbol in b"\r\n":
            self._text("\n")
        elif symbol in b"~_\\{}":
            self._bytes(_SYMBOLS.get(symbol, symbol))

    def _bytes(self, data: bytes) -> None:
        if self.to_skip:
            data, self.to_skip = data[self.to_skip :], max(self.to_skip - len(data), 0)
        self.raw += data

    def _flush(self) -> None:
        """Bytes gathered so far become text: a letter may have two of them."""
        if not self.raw:
            return
        raw, self.raw = bytes(self.raw), bytearray()
        if self.state.fonts:
            known = self.names.get(self.state.font, "")
            if len(self.names) < MAX_DEPTH or known:
                self.names[self.state.font] = (known + raw.decode("latin-1")).partition(";")[0].strip()[:100]
            return
        self._text(raw.decode(self.charsets.get(self.state.font, self.codepage), "replace"))

    def _text(self, text: str) -> None:
        if not self.state.hidden:
            self.size += len(text)
            self.runs.append(Run(text, self.names.get(self.state.font, "")))


def read_rtf(data: bytes) -> Extract:
    """The paragraphs of an RTF file, each run with the name of its font.

    Raises:
        Unreadable: groups nested without end.
    """
    paragraphs = []
    for runs in _Reader().paragraphs(data):
        if any(run.text.strip() for run in runs):
            paragraphs.append(runs)
    return Extract(paragraphs)


def _number(digits: bytes | None) -> int | None:
    return int(digits) if digits else None
