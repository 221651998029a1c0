"""UTF-8 that was read as an 8-bit Western encoding (`Tiáº¿ng Viá»‡t`), put right where that is certain.

A general repairer damages correct Vietnamese in capitals: `XÃ–PHƯỜNG` is no mojibake. So nothing is touched without a
strong trigger in the same line, and a line that also holds real Vietnamese letters gets only the certain repairs.
"""

import re


def _bytes_of_characters() -> dict[str, int]:
    """What a byte looks like after the wrong reading -> the byte: Latin-1, Windows-1252 (WHATWG), Windows-1258."""
    table = {chr(byte): byte for byte in range(0x80, 0x100)}
    for byte in range(0x80, 0xA0):
        seen_as = bytes([byte]).decode("cp1252", "ignore")
        if seen_as:
            table[seen_as] = byte
    table["Ă"] = 0xC3  # the one lead byte of Vietnamese UTF-8 that Windows-1258 shows differently
    return table


_BYTE = _bytes_of_characters()
_TAIL = "[" + re.escape("".join(filter(lambda char: _BYTE[char] < 0xC0, _BYTE))) + "]"
_SEQUENCE = re.compile(f"[\xc2-\xdfĂ]{_TAIL}|[\xe0-\xef]{_TAIL}{{2}}|[\xf0-\xf4]{_TAIL}{{3}}")

TRIGGER = re.compile(
    f"á[º»]{_TAIL}"  # ạ … ỹ: the letters of the block 1EA0-1EFF
    "|Ä[‘\x91\x90ƒ\x83]|Æ[°¡]"  # đ Đ ă ư ơ
    "|[ÃĂ](?:[¡¢£¨©ª¬´µº½]|(?<=[a-z].)[²³¹\xad])"  # á â ã è é ê ì ô õ ú ý; ò ó í where no footnote mark can be meant
)
_REAL_LETTER = re.compile("[ăđĩũơưĐƠƯ\u1ea0-\u1ef9]")
_GUILLEMET = re.compile(r"(?:^|[\s(])«")  # a quotation «…đá» looks like a trigger; mojibake never opens a word with «
_CUT_A_GRAVE = re.compile("Ã(?= |$)")  # à is Ã + U+00A0, and a space cleaner has been here before


def _decoded(match: re.Match[str]) -> str:
    try:
        return bytes(map(_BYTE.__getitem__, match[0])).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def _decoded_if_certain(match: re.Match[str]) -> str:
    """Decoded only beyond Latin-1: `Ã–` could be an honest `Ã` before a dash."""
    text = _decoded(match)
    if text > "\xff":
        return text
    return match[0]


def _peel(line: str) -> str:
    """One layer removed from a line that shows a trigger."""
    if _REAL_LETTER.search(line):
        return _SEQUENCE.sub(_decoded_if_certain, line)
    return _CUT_A_GRAVE.sub("à", _SEQUENCE.sub(_decoded, line))


def _repair_line(line: str) -> str:
    while TRIGGER.search(line) and not _GUILLEMET.search(line):
        peeled = _peel(line)
        if peeled == line:
            break
        line = peeled
    return line


def repair_mojibake(text: str) -> str:
    """The text with all layers of mojibake removed, line by line: some was misread twice."""
    return "\n".join(map(_repair_line, text.split("\n")))
