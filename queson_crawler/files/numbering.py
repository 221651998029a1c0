"""Numbers and signs before the paragraphs of lists, which office programs count themselves: "Điều 3." Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

LEVELS = 9
BULLET, NO_NUMBER = 23, 255
"""Two of the forms of numbers, as Word numbers these: a sign, and none."""
MAX_START = 1 << 20
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its first number, how numbers are written, the text round them. A letter of the text below
    nine stands for the number of that level. `changes` are those that a DOC file makes to its letters; `font` is what
    other files name for them."""

    start: int
    form: int
    text: str
    changes: bytes = b""
    font: str = ""


@dataclass(slots=True)
class Counts:
    """How far each list of a document was counted, by what tells it from others."""

    counts: dict[Hashable, list[int | None]] = field(default_factory=dict)

    def start_anew(self, key: Hashable, starts: dict[int, int]) -> None:
        """Let levels of a list go on with other numbers."""
        counts = self._of(key)
        for level, start in starts.items():
            counts[level] = start - 1

    def next(self, key: Hashable, levels: list[Level], level: int) -> str:
        """What stands before the next paragraph of a list, on one of its levels (from 0)."""
        counts = self._of(key)
        before = counts[level]
        counts[level] = levels[level].start if before is None else before + 1
        for upper in range(level):
            if counts[upper] is None:
                counts[upper] = levels[upper].start
        for lower in range(level + 1, LEVELS):
            counts[lower] = None
        return _written(levels, counts, level)

    def _of(self, key: Hashable) -> list[int | None]:
        return self.counts.setdefault(key, [None] * LEVELS)


def _written(levels: list[Level], counts: list[int | None], level: int) -> str:
    written: list[str] = []
    for letter in levels[level].text:
        index = ord(letter)
        if index >= LEVELS:
            written.append(letter)
        elif index < len(levels):
            written.append(_number(counts[index] or 0, levels[index].form))
    return "".join(written)


def _number(value: int, form: int) -> str:
    write = _FORMS.get(form, str)
    return write(value)


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    written = ""
    for size, sign in _ROMAN:
        written += sign * (value // size)
        value %= size
    return written


def _letter(value: int) -> str:
    if value < 1:
        return str(value)
    return chr(ord("a") + (value - 1) % 26) * min(1 + (value - 1) // 26, 5)


def _nothing(value: int) -> str:
    return ""


def _capital_roman(value: int) -> str:
    return _roman(value).upper()


def _capital_letter(value: int) -> str:
    return _letter(value).upper()


def _two_digits(value: int) -> str:
    return f"{value:02}"


_FORMS: dict[int, Callable[[int], str]] = {
    1: _capital_roman, 2: _roman, 3: _capital_letter, 4: _letter, 22: _two_digits, BULLET: _nothing,
    NO_NUMBER: _nothing,
}  # fmt: skip
