"""Who wrote an article and where it was taken from: labelled lines, and names that stand alone at its end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType

from lxml import html

from queson_crawler.parse import labels, words
from queson_crawler.parse.document import names_of
from queson_crawler.parse.dress import stands_alike
from queson_crawler.parse.evidence import Evidence, Sign, Verdict, signs
from queson_crawler.parse.flow import Block
from queson_crawler.platforms.selectors import ancestors

SENTENCE = 50

MAX_BYLINE = 90
"""A byline is at most this long; what is longer is text, whatever its first word."""
MAX_PASSED, MAX_AFTER_SIGNATURE = 160, 200
"""Characters of other text behind which a byline is still sought, and of the little that may stand after it."""
MAX_NAME, MAX_NAME_WORDS = 60, 8
_DIGIT = re.compile(r"\d")
_JOINTS = "-–&,"
NO_FIELDS: Mapping[str, str] = MappingProxyType({})
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
    """What the lines about an article say of its author and source, and which blocks said it. `account` is a second
    name below the author's: the CMS user who posted; `repeated` are lines that only say a known name once more."""

    author: str | None = None
    source: str | None = None
    account: str | None = None
    blocks: tuple[int, ...] = ()
    repeated: tuple[int, ...] = ()
    by_label: bool = False
    by_selector: bool = False
    verdict: Verdict | None = None

    def name(self, author: str | None, reason: str) -> None:
        """Take an author, and why; nothing where there is none."""
        if author:
            self.author = author
            self.verdict = Verdict("byline", author, (Sign(reason, 1),))

    def filled_by(self, other: Byline) -> Byline:
        """This byline with what another, read further below, says more; its blocks stay its own."""
        author = self.author or other.author
        verdict = self.verdict if self.author else other.verdict
        return Byline(
            author=author,
            source=self.source or other.source,
            account=self.account or other.account,
            blocks=self.blocks,
            repeated=self.repeated,
            by_label=self.by_label or other.by_label,
            verdict=verdict,
        )


def is_name(text: str) -> bool:
    """Whether `text` could be one person or office signing: up to 8 words, the first of them capitalised."""
    parts = _LAST_PARENTHESIS.sub("", unbracketed(text)).split()
    if not 1 <= len(parts) <= MAX_NAME_WORDS or len(text) > MAX_NAME or text.endswith(_ENDS_PROSE):
        return False
    if _DIGIT.search(text) or _OFFICIAL.match(text):
        return False
    if _OFFICE.match(unbracketed(text)):
        return True
    capitals = 0
    for part in parts:
        if _is_capital(part) or part in _JOINTS:
            capitals += 1
    return _is_capital(parts[0]) and capitals * 2 > len(parts)


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


@dataclass(frozen=True, slots=True)
class _Line:
    """A line near the end of a text that may say who wrote it, the one before it, and how many characters of other text
    stand below."""

    block: Block
    before: Block | None
    passed: int

    @property
    def hints(self) -> str:
        return names_of(self.block.element)


def _is_bracketed(line: _Line) -> bool:
    return line.block.text[0] == "("


def _is_bold_person(line: _Line) -> bool:
    return line.block.is_strong and is_person(line.block.text)


def _signs_prose(line: _Line) -> bool:
    """Whether one person's name alone follows a finished paragraph and ends the text."""
    before, text = line.before, line.block.text
    if line.passed or text.isupper() or before is None or len(before.text) < SENTENCE:
        return False
    finished = before.text.rstrip("”\"' ").endswith((".", "!", "…"))
    return finished and is_person(text) and not _AND.search(text)


SIGNATURE: tuple[Evidence[_Line], ...] = (
    Evidence("its class names an author", 2, lambda line: _AUTHOR_HINT.search(line.hints) is not None),
    Evidence("stands to the right", 2, lambda line: _stands_right(line.block.element)),
    Evidence("stands in brackets", 2, _is_bracketed),
    Evidence("is a person's name in bold type", 2, _is_bold_person),
    Evidence("is a person's name below a finished paragraph", 2, _signs_prose),
)
"""What makes a name alone on its line, at the end of a text, a signature; one of these is enough."""


def _labelled(block: Block, found: Byline) -> bool:
    """Take what a line says by label, or as `Theo Báo A`; False where it is no such line."""
    text = unbracketed(block.text)
    fields = labels.cut(text)
    author, source = fields.get(words.AUTHOR, fields.get(words.WRITER)), fields.get(words.SOURCE)
    if (author is not None or source is not None) and words.PUBLISHED not in fields:
        if _is_no_credit(author or "", source or ""):
            return False
        if author and not found.by_label:
            found.name(author, "the line of its label names the author")
            found.by_label = True
        found.source = found.source or source or None
        return True
    taken = _TAKEN_FROM.match(text)
    if taken is None or len(text) > MAX_BYLINE or text.endswith((",", ";", ":", "./.")):
        return False
    if not taken.group(2)[0].isupper() and not _HOST.match(taken.group(2)):
        return False
    credit(found, text)
    return True


def _is_no_credit(author: str, source: str) -> bool:
    """Whether the values of labels are prose: `Thực hiện: …` opens sentences too."""
    if len(author) > MAX_BYLINE or ";" in author:
        return True
    return len(source) > MAX_BYLINE and not _URL.match(source)


def unbracketed(text: str) -> str:
    """A line without the brackets around all of it."""
    return text[1:-1].strip() if text.startswith("(") and text.endswith(")") else text


def credit(found: Byline, text: str, *, anew: bool = False) -> None:
    """Put a line such as `Theo Báo A`, `Nguồn Cổng B` or a bare name where it belongs; `anew` replaces what a guess
    has put there."""
    taken = _TAKEN_FROM.match(text)
    value = (taken.group(2) if taken else text).strip()
    if anew:
        found.author, found.by_selector = None, True
    if taken and (taken.group(1).lower() == "nguồn" or not is_person(value)):
        found.source = found.source or value
    elif found.author is None:
        found.name(value, "a line of the page names the author")


def _bare(line: _Line, found: Byline) -> bool:
    """A name alone on its line that is set apart: to the right, in brackets, or by the page's own class."""
    block = line.block
    name = unbracketed(block.text)
    if labels.is_tool(name) or (line.passed and block.text.isupper()):
        return False  # `QUYẾT ĐỊNH` heads what follows
    held = signs(SIGNATURE, line)
    if not is_name(block.text):
        set_apart = _AUTHOR_HINT.search(line.hints) is not None or _stands_right(block.element)
        if set_apart and _ACCOUNT.fullmatch(name):
            found.account = found.account or name
            return True
        return False
    if _SOURCE_HINT.search(line.hints):
        found.source = found.source or name
        return True
    if not held:
        return False
    if found.by_label:
        return True
    # Read upwards: of two names the upper one wrote, the lower one posted.
    found.account = found.account or found.author
    found.author = name
    found.verdict = Verdict("byline", name, held)
    return True


def read_byline(blocks: list[Block], *, depth: int = 6, known: Mapping[str, str] = NO_FIELDS) -> Byline:
    """The author and source that the last `depth` blocks name, read from the end.

    Reading goes on past a little text (`MAX_PASSED` characters: a call to readers, tags), but not past prose. `known`
    are the fields that labels of the page name: a line that only repeats one of these names is none of the text.
    """
    found = Byline()
    used: list[int] = []
    repeated: list[int] = []
    names = {
        unbracketed(known[field]).casefold() for field in (words.AUTHOR, words.POSTER, words.WRITER) if field in known
    }
    passed = 0
    for place in range(len(blocks) - 1, max(len(blocks) - depth, 0) - 1, -1):
        block = blocks[place]
        line = _Line(block, blocks[place - 1] if place else None, passed)
        if _URL.match(block.text):
            found.source = found.source or block.text
            continue
        short = len(block.text) <= MAX_BYLINE
        if unbracketed(block.text).casefold() in names and not passed:
            # Who posted an article and signs it wrote it.
            if not _bare(line, found):
                repeated.append(block.index)
            used.append(block.index)
            continue
        if _labelled(block, found) or (short and _bare(line, found)):
            if short:  # a long line, such as `Nguồn: <address>`, is read but stays text
                used.append(block.index)
            continue
        closing = _LAST_PARENTHESIS.search(block.text)
        if closing and is_person(closing.group(1)) and not found.author and not passed:
            found.name(closing.group(1), "a person's name in brackets ends the text")
        passed += len(block.text)
        if passed > MAX_PASSED:
            break
    found.blocks, found.repeated = tuple(used), tuple(repeated)
    return found


def without_signature(body: list[Block], byline: Byline) -> list[Block]:
    """The text without its byline, and without the little (a call to readers, tags) that stands after it."""
    own = [block for block in body if block.index not in byline.blocks]
    if not byline.blocks:
        return own
    first = min(byline.blocks)
    above = [block for block in own if block.index < first]
    below = [block for block in own if block.index >= first]
    prose = [block for block in above if len(block.text) >= SENTENCE]
    for block in below:
        if prose and len(block.text) >= SENTENCE and stands_alike(block, prose[-1]):
            return own
    return above if sum(len(block.text) for block in below) <= MAX_AFTER_SIGNATURE else own
