"""What makes a name alone on its line, at the end of a text, a signature: named evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from queson_crawler.parse.article.field_places import NO_FIELDS, FieldRole, Fields
from queson_crawler.parse.article.looks import looks_as, stands_right
from queson_crawler.parse.article.names import AND, is_person, unbracketed
from queson_crawler.parse.document import names_of
from queson_crawler.parse.evidence import Evidence
from queson_crawler.parse.flow import Block
from queson_crawler.parse.lines import SENTENCE

MAX_BYLINE = 90
"""A byline is at most this long; what is longer is text, whatever its first word."""
_AUTHOR_HINT = re.compile(r"author|tac-?_?gia|byline|but-?_?danh", re.I)
_SOURCE_HINT = re.compile(r"source|nguon", re.I)
_SIGNED = re.compile(
    r"\W{0,9}đã ký\W{0,9}"
    r"|\W{0,9}(?:(?:kt|tm|tl|q|tuq)\.\s?.{0,60}|(?:phó )?(?:chủ tịch|bí thư|giám đốc|trưởng (?:phòng|ban))"
    r"|chánh văn phòng|thủ trưởng|hiệu trưởng|chỉ huy trưởng)\W{0,9}",
    re.I,
)
"""What stands above the name of whoever signed an official document: that it is signed, or the office."""
_LABEL = re.compile(r"^(?:tác giả|người viết)\s+", re.I)
_FINISHED = re.compile(r"[.!…][”\"' ]*\Z")


@dataclass(frozen=True, slots=True)
class Line:
    """A line near the end of a text that may say who wrote it, the words of the one `above` it, how many characters of
    other text stand below, and what is `known` of sibling pages."""

    block: Block
    above: str
    passed: int
    known: Fields = NO_FIELDS

    @property
    def text(self) -> str:
        return self.block.text

    @property
    def name(self) -> str:
        """Its words without brackets around them, nor the label before the name of a person: `Tác giả Lê Thị Hồng`."""
        said = unbracketed(self.text)
        rest = _LABEL.sub("", said)
        return rest if is_person(rest) else said

    @property
    def is_short(self) -> bool:
        return len(self.text) <= MAX_BYLINE

    @property
    def is_heading(self) -> bool:
        """Whether it heads what follows: `QUYẾT ĐỊNH`."""
        return self.passed > 0 and self.text.isupper()


def names_author(line: Line) -> bool:
    """Whether the page's own names say that a line tells the author."""
    return _AUTHOR_HINT.search(names_of(line.block.element)) is not None


def names_source(line: Line) -> bool:
    """Whether the page's own names say that a line tells the source."""
    return _SOURCE_HINT.search(names_of(line.block.element)) is not None


def is_right(line: Line) -> bool:
    """Whether a line stands at the right edge of the text."""
    return stands_right(line.block)


def _is_as_on_siblings(line: Line) -> bool:
    return looks_as(line.block, line.known.of(FieldRole.SIGNATURE))


def _is_bracketed(line: Line) -> bool:
    return line.text.startswith("(")


def _is_bold_person(line: Line) -> bool:
    return line.block.is_strong and is_person(line.text)


def _signs_prose(line: Line) -> bool:
    """Whether one person's name alone follows a finished paragraph and ends the text."""
    if line.passed or line.text.isupper():
        return False
    if len(line.above) < SENTENCE or not _FINISHED.search(line.above):
        return False
    return AND.search(line.text) is None and is_person(line.text)


def signs_document(line: Line) -> bool:
    """Whether a line names who signed an official document that is the text, which is a part of it."""
    return _SIGNED.fullmatch(line.above) is not None


SIGNATURE: tuple[Evidence[Line], ...] = (
    Evidence("its class names an author", 2, names_author),
    Evidence("stands to the right", 2, is_right),
    Evidence("stands in brackets", 2, _is_bracketed),
    Evidence("is a person's name in bold type", 2, _is_bold_person),
    Evidence("is a person's name below a finished paragraph", 2, _signs_prose),
    Evidence("stands and looks as the signatures of sibling pages", 2, _is_as_on_siblings),
)
"""What makes a name alone on its line, at the end of a text, a signature; one of these is enough."""
