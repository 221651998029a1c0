"""Who wrote an article and where it was taken from: labelled lines, and names that stand alone at its end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from lxml import html

from queson_crawler.parse import labels, words
from queson_crawler.parse.flow import Block
from queson_crawler.platforms.selectors import ancestors

MAX_BYLINE = 90
"""A byline is at most this long; what is longer is text, whatever its first word."""
MAX_PASSED = 160
_TAKEN_FROM = re.compile(r"^(theo|nguồn)\s*:?\s+(.+)$", re.I)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+$")
_OFFICIAL = re.compile(r"(?:TM|KT|TL|TUQ|Q)\.|CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG ", re.I)
_LAST_PARENTHESIS = re.compile(r"\(([^()]{3,40})\)\s*\.?$")
_URL = re.compile(r"https?://\S+$")
_RIGHT = re.compile(r"text-align\s*:\s*right", re.I)
_AUTHOR_HINT = re.compile(r"author|tac-?_?gia|byline|but-?_?danh", re.I)
_SOURCE_HINT = re.compile(r"source|nguon", re.I)
_NAME_WORD = re.compile(r"[^\W\d_][\w.&]*$")
_PRESS = re.compile(r"báo|ttxvn|vov|vtv|tạp chí|cổng|website|trang|đài|online|\.vn|\.com|news|express|net\b", re.I)
_ACCOUNT = re.compile(r"[\w.@-]{2,30}(?: [\w.@-]{2,30}){0,3}")
_AND = re.compile(r"\s[-–&]\s|,\s")
# Offices sign with few capitals: "Phòng Tài nguyên và Môi trường", "Văn phòng HĐND-UBND huyện".
_OFFICE = re.compile(
    r"(?:Ban|Văn phòng|VP|Phòng|Trung tâm|TT|Đài|Hội|Đoàn|Huyện đoàn|Công an|Ủy ban|Uỷ ban|UBND|HĐND|UBMTTQ|"
    r"MTTQ|Mặt trận|Liên đoàn|LĐLĐ|Trường|Chi cục|Hạt|Toà|Tòa|Viện|Trạm|Tổ|Nhóm|BBT)\b"
)
_ENDS_PROSE = (".", "!", "?", ":", ";", "…", ",")


@dataclass(slots=True)
class Byline:
    """What the last lines of an article say of its author and source, and which blocks said it. `account` is a second
    name below the author's: the CMS user who posted."""

    author: str | None = None
    source: str | None = None
    account: str | None = None
    blocks: tuple[int, ...] = ()


def is_name(text: str) -> bool:
    """Whether `text` could be one person or office signing: up to 8 words, the first of them capitalised."""
    words = _LAST_PARENTHESIS.sub("", unbracketed(text)).split()
    if not 1 <= len(words) <= 8 or len(text) > 60 or text.endswith(_ENDS_PROSE) or re.search(r"\d", text):
        return False
    if _OFFICIAL.match(text):
        return False
    if _OFFICE.match(unbracketed(text)):
        return True
    capitals = sum(1 for word in words if _is_capital(word) or word in "-–&,")
    return _is_capital(words[0]) and capitals * 2 > len(words)


def _is_capital(word: str) -> bool:
    return word[0].isupper() and bool(_NAME_WORD.match(word))


def is_person(text: str) -> bool:
    """Whether `text` is two to five capitalised words that name no press: a person rather than a paper; or several."""
    return all(_is_one(name) for name in _AND.split(text.split("(")[0].strip()))


def _is_one(name: str) -> bool:
    words = name.split()
    return 2 <= len(words) <= 5 and all(_is_capital(word) for word in words) and not _PRESS.search(name)


def _stands_right(element: html.HtmlElement) -> bool:
    for near in islice(ancestors(element, element.getroottree().getroot()), 3):
        if (near.get("align") or "").lower() == "right" or _RIGHT.search(near.get("style") or ""):
            return True
    return False


def _hint(element: html.HtmlElement) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"


def _labelled(block: Block, found: Byline) -> bool:
    text = unbracketed(block.text)
    fields = labels.cut(text)
    author, source = fields.get(words.AUTHOR, fields.get(words.WRITER)), fields.get(words.SOURCE)
    if (author is not None or source is not None) and words.PUBLISHED not in fields:
        if (
            len(author or "") > MAX_BYLINE
            or ";" in (author or "")
            or (len(source or "") > MAX_BYLINE and not _URL.match(source or ""))
        ):
            return False
        found.author, found.source = found.author or author or None, found.source or source or None
        return True
    taken = _TAKEN_FROM.match(text)
    if (
        taken
        and (taken.group(2)[0].isupper() or _HOST.match(taken.group(2)))
        and len(text) <= MAX_BYLINE
        and not text.endswith((",", ";", ":", "./."))
    ):
        credit(found, text)
        return True
    return False


def unbracketed(text: str) -> str:
    """A line without the brackets around all of it."""
    return text[1:-1].strip() if text.startswith("(") and text.endswith(")") else text


def credit(found: Byline, text: str) -> None:
    """Put a line such as `Theo Báo A`, `Nguồn Cổng B` or a bare name where it belongs."""
    taken = _TAKEN_FROM.match(text)
    value = (taken.group(2) if taken else text).strip()
    if taken and (taken.group(1).lower() == "nguồn" or not is_person(value)):
        found.source = found.source or value
    else:
        found.author = found.author or value


def _bare(block: Block, found: Byline) -> bool:
    """A name alone on its line that is set apart: to the right, in brackets, or by the page's own class."""
    name, hint = unbracketed(block.text), _hint(block.element)
    if labels.is_tool(name):
        return False
    if not is_name(block.text):
        if (_AUTHOR_HINT.search(hint) or _stands_right(block.element)) and _ACCOUNT.fullmatch(name):
            found.account = found.account or name
            return True
        return False
    if _SOURCE_HINT.search(hint):
        found.source = found.source or name
    elif _AUTHOR_HINT.search(hint) or _stands_right(block.element) or _is_signature(block):
        # Read upwards: of two names the upper one wrote, the lower one posted.
        found.author, found.account = name, found.account or found.author
    else:
        return False
    return True


def _is_signature(block: Block) -> bool:
    """Whether a name is set apart by brackets, or by bold type if it is a person's."""
    return block.text[0] == "(" or (block.is_strong and is_person(block.text))


def read_byline(blocks: list[Block], *, depth: int = 6) -> Byline:
    """The author and source that the last `depth` blocks name, read from the end.

    Reading goes on past a little text (`MAX_PASSED` characters: a call to readers, tags), but not past prose.
    """
    found, used, passed = Byline(), [], 0
    for block in reversed(blocks[-depth:]):
        if _URL.match(block.text):
            found.source = found.source or block.text
            continue
        short = len(block.text) <= MAX_BYLINE
        if _labelled(block, found) or (short and _bare(block, found)):
            # A long line, such as `Nguồn: <address>`, is read but stays text.
            used += [block.index] if short else []
            continue
        closing = _LAST_PARENTHESIS.search(block.text)
        if closing and is_person(closing.group(1)) and not found.author and not passed:
            found.author = closing.group(1)
        passed += len(block.text)
        if passed > MAX_PASSED:
            break
    found.blocks = tuple(used)
    return found
