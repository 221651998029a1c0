"""How a line is known by the words of `box_words`, and cut by the labels of `words`."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from functools import lru_cache
from itertools import chain
from types import MappingProxyType

from queson_crawler.parse.box_words import BOXES, COMMENTS, FOOTER_STARTS, MORE, RELATED, TAGS, TOOLS
from queson_crawler.parse.glued import DATE_DRESSING
from queson_crawler.parse.words import (
    ATTACHED,
    AUTHOR,
    CATEGORY,
    FIELDS,
    POSTER,
    PUBLISHED,
    SOURCE,
    UPDATED,
    VIEWS,
    WRITER,
)

_FRAME = " \t\n:：.…[](){}<>«»|-–—•*·►▶→←"
_COUNT = re.compile(r"\s{0,9}[(\[]\s{0,9}\d{1,9}\s{0,9}[)\]]\s{0,9}$")


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """A heading without its frame: `[Các tin khác (12)]:` is `các tin khác`."""
    if text.endswith((")", "]")):
        text = _COUNT.sub("", text)
    return text.strip(_FRAME).casefold()


def _set(labels: Iterable[str]) -> frozenset[str]:
    return frozenset(label.casefold() for label in labels)


def _any_of(labels: Iterable[str]) -> str:
    """A pattern for any of the labels, the longest first."""
    return "|".join(map(re.escape, sorted(labels, key=len, reverse=True)))


_MORE = _set(RELATED) | _set(MORE)
_RELATED, _TOOLS = _set(RELATED), _set(TOOLS) | {""}
_ENDINGS = _RELATED | _set(COMMENTS)
_BOXES, _FILES = _set(BOXES), _set(FIELDS[ATTACHED])
_TAGS = re.compile(rf"\W*(?:{'|'.join(TAGS)})\s*:", re.I)
_BUTTONS = re.compile(rf"(?<!\w)(?:{_any_of(TOOLS)})(?!\w)", re.I)
_PLAYER = re.compile(
    r"\b\d{1,2}:\d\d\s*/\s*\d{1,2}:\d\d\b|\b0?0:00\b"
    r"|\b\d(?:[.,]\d{1,2})?\s?/\s?(?:5|10)\b(?:\W{1,3}\d{1,9}\s(?:lượt|phiếu|đánh giá|bình chọn|votes?)\b)?"
)
"""What a player or a row of stars shows beside its buttons: `0:00 / 3:12`, `5/5, 2 lượt`."""
_COMMENT_WORDS = re.compile(
    r"bình luận|ý kiến (?:bạn đọc|độc giả|của|người đọc|đóng góp|phản hồi)|phản hồi|thảo luận|comment",
    re.I,
)
MAX_LABELLED = 240
"""A line of labels is at most this long."""
MAX_HEADING, MAX_RELATED, MAX_BOX, MAX_ENDING = 40, 80, 60, 200
"""Characters of the heading of comments, of one of related articles, of a box, and of any line that ends an article."""
MAX_BUTTON, MAX_BUTTONS = 60, 100
"""Characters of a button (below), and of a row of them."""
_FOOTERS = tuple(label.casefold() for label in FOOTER_STARTS)
_BY_LABEL = {label.casefold(): field for field, labels in FIELDS.items() for label in labels}
# Labels that open a line are labels without a colon too, unless prose may open with the same words.
_BARE_FIELDS = (POSTER, PUBLISHED, UPDATED, VIEWS)


_ANY = _any_of(chain.from_iterable(FIELDS.values()))
_OPENING = _any_of(chain.from_iterable(FIELDS[name] for name in (*_BARE_FIELDS, WRITER)))
# `Xem:` and `Đọc:` are labels of a count only; `Đăng bởi` needs no colon behind a date or a mark.
_LOWER = "".join(filter(str.islower, map(chr, chain(range(0x61, 0x250), range(0x1EA0, 0x1EFA)))))
_GLUED = rf"(?-i:(?<=[{_LOWER}])(?=[A-ZĐ]))"
"""Where a label follows the value before it without a space, each in an element of its own: `SơnLượt xem: 7`."""
_NO_LABEL = r"\s+(?:ký|đến|tới|từ|về|theo|số liệu|tình hình|danh sách)\b"
"""Words before which a label without a colon is the beginning of a sentence: `Cập nhật đến 17 giờ`."""
_CUT = re.compile(
    rf"(?:(?:(?<!\w)|{_GLUED})(?<!tổng )(?<!tổng số )({_ANY})\s*[:：]"
    rf"|^\W{{0,3}}({_OPENING})(?=\s|$)(?!\s*[:：])(?!{_NO_LABEL})"
    rf"|(?<!\w)(Xem|Đọc)\s*[:：](?=\s*\d)|(?<=[\d|)AMPHC–-]\s)(Đăng bởi|Người đăng|bởi|by)(?=\s)"
    r"|(?<=\s)(?-i:(Ngày đăng|Đăng ngày|Đăng lúc|Đăng vào|Ngày cập nhật|Cập nhật|Published on|Posted on))"
    r"(?=\s+(?:\d|thứ|chủ|lúc|ngày))|(?<=\s)(?-i:(Số lượt xem|Lượt xem|Đã xem|Lượt đọc|Views))(?=\s+\d)"
    # What Plone writes: `by Lê Thị Hồng — published 08/01/2025, last modified 28/11/2026`.
    r"|(?<=[—–|,]\s)(published|xuất bản|last modified|cập nhật lần cuối|sửa lần cuối)(?=\s\d)"
    r"|^(by|bởi)\s(?=[^—–|]{3,40}\s[—–|]\s(?:published|xuất bản|last modified|cập nhật|\d)))\s*",
    re.IGNORECASE,
)
_BY_GROUP = {3: VIEWS, 4: POSTER, 8: WRITER}
"""The groups of _CUT that stand for one field each."""
_MAY_LABEL = re.compile(
    rf"^\W{{0,3}}(?:{_OPENING})(?=\s|$)(?!{_NO_LABEL})"
    r"|\s(?:ngày đăng|đăng|người đăng|bởi|ngày cập|cập|xuất|last|published|posted|xem|đọc|views)\s",
    re.I,
)
_NOTHING: Mapping[str, str] = MappingProxyType({})
_NAMES = (AUTHOR, WRITER, SOURCE, POSTER, CATEGORY)
_AFTER_NAME = re.compile(
    r"\s(?:[|•·]|//)\s|\s(?:trong|in)\s(?=[^\d|]{2,40}\d)"
    r"|[-–|,;(]?\s{0,9}(?:(?:thứ\s{1,9}(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\s{0,9}[-,]?\s{0,9}"
    r"|(?:vào|lúc|hồi|ngày|on|at)\s{1,9}){0,4}"
    r"\b(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|\d{1,2}\s?[:h]\s?\d\d\b|\d{1,2} giờ\b|\d{1,2} tháng \d"
    r"|\d[\d.,]* (?:lượt|view)"
    r"|\d{1,3}\s(?:(?:giây|phút|ngày|tuần|tháng|năm) trước|(?:second|minute|hour|day|week|month|year)s?\b))"
    r"|(?<=[^\W\d_])\d[\d.,]{0,15} (?:lượt|view)",
    re.IGNORECASE,
)
"""What ends a name: a mark between fields, a date, a time of day or one told from now, a count."""
_RATING = re.compile(
    r"^\W*(?:\d\s{0,9}/\s{0,9}\d{1,9}\W{0,20})?\d{1,9}\s{0,9}"
    r"(?:bình chọn|phiếu bầu|đánh giá|lượt bình chọn)\b|^\W*xếp hạng\s*:",
    re.I,
)
_UNITS = {"k": 1000, "nghìn": 1000, "ngàn": 1000, "n": 1000, "triệu": 1_000_000, "tr": 1_000_000, "m": 1_000_000}
_DIGITS = r"\d{1,3}(?:[  ]\d{3}){1,3}(?!\d)|\d{1,12}(?:[.,]\d{1,12}){0,4}"
_GROUPED, _DECIMAL = re.compile(r"\d{1,3}(?:[., ]\d{3})+"), re.compile(r"\d{1,9}(?:[.,]\d{1,9})?")
_COUNTED = re.compile(rf"({_DIGITS})((?:\s?(?:{'|'.join(_UNITS)})(?!\w))?)", re.I)
_NUMBER_VIEWS = re.compile(
    rf"(?<![\d/:.])((?:{_DIGITS})(?:\s?(?:{'|'.join(_UNITS)})(?!\w))?)\s{{0,9}}"
    rf"(?:lượt xem|lượt đọc|lượt truy cập|người xem|views?)(?:\b|{_GLUED})",
    re.I,
)
_OPENS_FIELD = re.compile(
    rf"(?:{_OPENING})(?=[\s:：])|(?:{_ANY})\s{{0,9}}[:：]|{_NUMBER_VIEWS.pattern}",
    re.I,
)
_WORD, WORDY = re.compile(r"\w+"), re.compile(r"\w{2,}")


def opens_field(text: str) -> bool:
    """Whether a part of a line begins another fact: `Người đăng: Lê Thị Hồng`, `879 lượt xem`."""
    return _OPENS_FIELD.match(text) is not None


def is_label(text: str) -> bool:
    """Whether this is the label of a fact about an article and nothing more: `Ngày đăng:`."""
    return _is_one_of(text, _BY_LABEL, MAX_HEADING)


def _is_one_of(text: str, known: Container[str], most: int) -> bool:
    """Whether a text of so many characters at most is, without its frame, one of those that are known."""
    return len(text) <= most and bare(text) in known


def ends_article(text: str) -> bool:
    """Whether this block opens what follows an article: related lists, comments, ratings, the footer."""
    if len(text) > MAX_ENDING:
        return False
    name = bare(text)
    if name in _ENDINGS or name.startswith(_FOOTERS):
        return True
    return _RATING.match(text) is not None


def is_related(text: str) -> bool:
    """Whether this block is the heading of a list of other articles."""
    return _is_one_of(text, _RELATED, MAX_RELATED)


def heads_links(text: str) -> bool:
    """Whether this block may head links to other articles among the paragraphs of a text."""
    return _is_one_of(text, _MORE, MAX_RELATED)


def is_no_text(text: str) -> bool:
    """Whether this block is no text in itself: buttons, tags, or marks without a word."""
    return is_tool(text) or is_tags(text) or not WORDY.search(text)


def is_tool(text: str) -> bool:
    """Whether this block is a button, a row of buttons or a way back, not text."""
    return len(text) < MAX_BUTTONS and _is_button(text)


@lru_cache(maxsize=4096)
def _is_button(text: str) -> bool:
    if len(text) < MAX_BUTTON and bare(text) in _TOOLS:
        return True
    rest = _PLAYER.sub("", _BUTTONS.sub("", text))
    return _WORD.search(rest) is None


def is_box(text: str) -> bool:
    """Whether this block is the heading of a box that stands beside articles."""
    return _is_one_of(text, _BOXES, MAX_BOX)


def heads_comments(text: str) -> bool:
    """Whether this block may be the heading of readers' comments, in whatever words: `2 bình luận`, `Bạn đọc nói`."""
    if len(text) > MAX_HEADING or text.endswith((".", ";", ",")):
        return False
    return _COMMENT_WORDS.search(text) is not None


def heads_files(text: str) -> bool:
    """Whether this block heads the files of an article: `Tệp đính kèm:`."""
    return bare(text) in _FILES


def is_tags(text: str) -> bool:
    """Whether this block lists the tags of an article."""
    return bool(_TAGS.match(text))


@lru_cache(maxsize=4096)
def cut(line: str) -> Mapping[str, str]:
    """The values of a line by field name, each ending where the next label begins.

    `Người đăng: A Ngày đăng: 10:19 | 24/07/2020 Lượt xem: 7` gives poster, published and views. The first value of a
    field wins. Words that prose uses too (`thực hiện:`, `nguồn:`) are labels only where a label opens the line.
    """
    if not _may_have_labels(line):
        return _NOTHING
    matches = _labels_in(line)
    ends = [match.start() for match in matches[1:]]
    ends.append(len(line))
    found: dict[str, str] = {}
    for match, end in zip(matches, ends, strict=False):
        name, value = _field(match), line[match.end() : end]
        if name in _NAMES:
            value = before_date(value)
        found[name] = found.get(name) or value.strip(" \t|;,-–—•·")
    return MappingProxyType(found)


def before_date(name: str) -> str:
    """A name without the date, the time or the count behind it."""
    return _AFTER_NAME.split(name, maxsplit=1)[0]


def _may_have_labels(line: str) -> bool:
    if ":" in line or "：" in line:
        return True
    return _MAY_LABEL.search(line) is not None


def _labels_in(line: str) -> list[re.Match[str]]:
    """The labels of a line; behind other words than a date, only those that prose does not use."""
    matches = list(_CUT.finditer(line))
    if not matches or not DATE_DRESSING.sub("", line[: matches[0].start()]):
        return matches
    return [match for match in matches if _field(match) in _BARE_FIELDS]


def fields_of(lines: Iterable[str]) -> Mapping[str, str]:
    """The labelled values of several lines by field name; the first of each field that says anything wins."""
    found: dict[str, str] = {}
    for line in lines:
        if len(line) > MAX_LABELLED:
            continue
        for name, value in cut(line).items():
            found[name] = found.get(name) or value
    return found


def _field(match: re.Match[str]) -> str:
    """The field of a label: by the alternative of _CUT that found it, else by its words."""
    group = match.lastindex or 0
    return _BY_GROUP.get(group) or _BY_LABEL[match[group].casefold()]


@lru_cache(maxsize=4096)
def views(text: str) -> int | None:
    """The number that stands before `lượt xem` and the like; None where there is none."""
    match = _NUMBER_VIEWS.search(text)
    if match is None:
        return None
    return number(match.group(1))


def number(text: str) -> int | None:
    """The first number of `text`, a whole one: dots, commas and spaces group thousands, but `1.2K` and `1,2 nghìn` are
    1,200."""
    match = _COUNTED.search(text)
    if match is None:
        return None
    digits, unit = match.group(1), match.group(2).strip().casefold()
    if not unit or _GROUPED.fullmatch(digits):
        return int(re.sub(r"\D", "", digits)) * _UNITS.get(unit, 1)
    if not _DECIMAL.fullmatch(digits):
        return None
    return round(float(digits.replace(",", ".")) * _UNITS[unit])
