"""Files of Word 6 and 95, made from nothing: text in bytes, pages of properties, a style sheet, fonts.

LibreOffice reads what this writes as the tests expect it.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from tests.files.make import ole

PAGE, TEXT_AT = 512, 2048
FONT, HIDDEN, CHARACTER_STYLE, IN_TABLE, ROW_END, NUMBERING, LEVEL = 93, 92, 80, 24, 25, 12, 13
Changes = tuple[tuple[int, bytes], ...]


@dataclass(frozen=True)
class Run:
    """Western letters with changes to how they look."""

    text: str
    changes: Changes = ()


@dataclass(frozen=True)
class Paragraph:
    """Runs, the sign that ends them, a style and changes to it."""

    runs: tuple[Run, ...]
    style: int = 0
    changes: Changes = ()
    end: str = "\r"


@dataclass(frozen=True)
class Style:
    """A style: of paragraphs (1) or letters (2), the one it builds on, its changes to letters."""

    name: str
    base: int = 0xFFF
    changes: Changes = ()
    kind: int = 1


def font(number: int) -> Changes:
    return ((FONT, struct.pack("<H", number)),)


def numbered(form: int, before: str, after: str, start: int = 1) -> Changes:
    """The changes of a paragraph that is numbered."""
    head = struct.pack("<BBB7xH8x", form, len(before), len(after), start)
    texts = (before + after).encode("cp1252").ljust(32, b"\0")
    return ((LEVEL, b"\x0a"), (NUMBERING, bytes([len(head) + len(texts)]) + head + texts))


def _packed(changes: Changes) -> bytes:
    return b"".join(bytes([code]) + operand for code, operand in changes)


def _page(bounds: Sequence[int], blocks: Sequence[bytes], width: int) -> bytes:
    """A page of properties: where stretches begin, where in the page their properties stand, these from its end."""
    page = bytearray(PAGE)
    places, end = b"", PAGE - 1
    for block in blocks:
        place = 0
        if block:
            end = (end - len(block)) // 2 * 2
            page[end : end + len(block)] = block
            place = end // 2
        places += bytes([place]) + bytes(width - 1)
    head = struct.pack(f"<{len(bounds)}I", *bounds) + places
    assert len(head) < end, "too much for one page"
    page[: len(head)] = head
    page[PAGE - 1] = len(blocks)
    return bytes(page)


def _style(style: Style) -> bytes:
    name = bytes([len(style.name)]) + style.name.encode() + b"\0"
    base = struct.pack("<HHHH", 0xFFE, style.base << 4 | style.kind, 2 if style.kind == 1 else 1, 0)
    block = base + name
    changes = _packed(style.changes)
    for part in [b"\0\0", changes] if style.kind == 1 else [changes]:
        block += bytes(len(block) % 2) + struct.pack("<H", len(part)) + part
    block += bytes(len(block) % 2)
    return struct.pack("<H", len(block)) + block


def _sheet(styles: Sequence[Style]) -> bytes:
    head = struct.pack("<HHHHHHH", len(styles), 8, 1, 20, 15, 0, 0)
    return struct.pack("<H", len(head)) + head + b"".join(map(_style, styles))


def _fonts(names: Sequence[str]) -> bytes:
    block = b""
    for name in names:
        entry = struct.pack("<BHBB", 0x10, 400, 0, 0) + name.encode("cp1252") + b"\0"
        block += bytes([len(entry)]) + entry
    return struct.pack("<H", len(block) + 2) + block


def doc(
    stories: dict[int, Sequence[Paragraph]],
    styles: Sequence[Style],
    fonts: Sequence[str],
    *,
    pieces: int = 1,
    tables: bool = True,
) -> bytes:
    """A file with paragraphs by story (0 text, 1 notes, 2 headers). In several `pieces` these stand in the file in
    reverse order; without `tables` only the first of the pages of properties is told."""
    letters: list[bytes] = []
    paragraphs: list[bytes] = []
    text, runs, ends = "", [0], [0]
    lengths = [0] * 8
    for story, told in stories.items():
        for each in told:
            for run in (*each.runs, Run(each.end, each.runs[-1].changes if each.runs else ())):
                text += run.text
                runs.append(len(text))
                changes = _packed(run.changes)
                letters.append(bytes([len(changes)]) + changes if changes else b"")
            ends.append(len(text))
            look = struct.pack("<H", each.style) + _packed(each.changes)
            look += bytes(len(look) % 2)
            paragraphs.append(bytes([len(look) // 2]) + look)
        lengths[story] = len(text) - sum(lengths)
    raw = text.encode("cp1252")
    assert pieces == 1 or len(stories) == 1
    blocks = {
        0x60: _sheet(styles), 0xD0: _fonts(fonts), 0xB8: struct.pack("<IIH", TEXT_AT, TEXT_AT + len(raw), 2),
        0xC0: struct.pack("<IIH", TEXT_AT, TEXT_AT + len(raw), 3),
    }  # fmt: skip
    flags = 0
    if pieces > 1:
        flags = 0x04
        blocks[0x160] = _in_two_pieces(ends[len(ends) // 2], len(raw))
    if not tables:
        blocks[0xB8] = blocks[0xC0] = b""
    letters_page = _page([TEXT_AT + place for place in runs], letters, 1)
    paragraphs_page = _page([TEXT_AT + place for place in ends], paragraphs, 7)
    pages = letters_page + paragraphs_page
    return _with_head(_head(flags, len(raw), lengths), pages, raw, blocks)


def _in_two_pieces(half: int, length: int) -> bytes:
    """The table of two pieces, of which the second stands first in the file."""
    bounds = struct.pack("<III", 0, length - half, length)
    table = struct.pack("<HIHHIH", 0, TEXT_AT + half, 0, 0, TEXT_AT, 0)
    return b"\x02" + struct.pack("<I", len(bounds + table)) + bounds + table


def _head(flags: int, length: int, lengths: Sequence[int]) -> bytearray:
    """What a file begins with."""
    fib = bytearray(1024)
    struct.pack_into("<HHHH", fib, 0, 0xA5DC, 0x68, 0x4068, 0x042A)
    struct.pack_into("<HH", fib, 0x0A, flags, 0x68)
    struct.pack_into("<II", fib, 0x18, TEXT_AT, TEXT_AT + length)
    struct.pack_into("<8I", fib, 0x34, *lengths)
    struct.pack_into("<HHHH", fib, 0x18A, 2, 3, 1, 1)
    return fib


def _with_head(fib: bytearray, pages: bytes, raw: bytes, blocks: dict[int, bytes]) -> bytes:
    """The file: its head, which tells where each block stands, the pages of properties, the text, the blocks."""
    main = (bytes(fib) + pages).ljust(TEXT_AT, b"\0") + raw
    for place, block in blocks.items():
        if block:
            main = main.ljust(-(-len(main) // 2) * 2, b"\0")
            struct.pack_into("<II", fib, place, len(main), len(block))
            main += block
    struct.pack_into("<I", fib, 0x20, len(main))
    return ole({"WordDocument": bytes(fib) + main[len(fib) :]})
