"""Names: which words are those of a person, an office or a paper that may sign an article."""

from __future__ import annotations

import re

from queson_crawler.text.moments import WEEKDAY

MAX_NAME, MAX_NAME_WORDS = 60, 8
MIN_PERSON_WORDS, MAX_PERSON_WORDS = 2, 5
_JOINTS = "-–&,"
_BRACKETED = re.compile(r"\A\((.*)\)\Z", re.S)
LAST_PARENTHESIS = re.compile(r"\(([^()]{3,40})\)\s*\.?$")
AND = re.compile(r"\s[-–&]\s|,\s")
"""What stands between the names of several people."""
_NO_NAME = re.compile(r"\d|\A(?:(?:TM|KT|TL|TUQ|Q)\.|CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG )|[.!?:;…,]\Z", re.I)
"""A number, the stamp of an office, the end of a sentence."""
_NAME_WORD = re.compile(r"[^\W\d_][\w.&]*$")
_NO_PERSON = re.compile(
    r"báo|ttxvn|vov|vtv|tạp chí|cổng|website|\A(?:trang|đài)\b|online|\.vn|\.com|news|express|net\b"
    rf"|\A{WEEKDAY}\Z",
    re.I,
)
"""What names press, or a day of the week."""
# Offices sign with few capitals: "Phòng Tài nguyên và Môi trường", "Văn phòng HĐND-UBND huyện".
_OFFICE = re.compile(
    r"(?:Ban|Văn phòng|VP|Phòng|Trung tâm|TT|Đài|Hội|Đoàn|Huyện đoàn|Công an|Ủy ban|Uỷ ban|UBND|HĐND|UBMTTQ|"
    r"MTTQ|Mặt trận|Liên đoàn|LĐLĐ|Trường|Chi cục|Hạt|Toà|Tòa|Viện|Trạm|Tổ|Nhóm|BBT)\b"
)


_SURNAMES = frozenset(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ ngô dương lý đinh trương trịnh đào lương quách".split()
)
"""Frequent surnames that are no words with which places and categories begin."""


def signs_surely(text: str) -> bool:
    """Whether a name is surely one of those who sign: an office, or a person with a frequent surname."""
    if _OFFICE.match(text):
        return True
    first = text.partition(" ")[0]
    return first.casefold() in _SURNAMES and is_person(text)


def is_name(text: str) -> bool:
    """Whether `text` could be one person or office signing: up to 8 words, the first of them capitalised."""
    if len(text) > MAX_NAME or _NO_NAME.search(text):
        return False
    name = unbracketed(text)
    parts = LAST_PARENTHESIS.sub("", name).split()
    if not 1 <= len(parts) <= MAX_NAME_WORDS:
        return False
    return _OFFICE.match(name) is not None or _has_capitals(parts)


def _has_capitals(parts: list[str]) -> bool:
    """Whether the first word and most of the others are capitalised."""
    capitals = [part for part in parts if _is_capital(part) or part in _JOINTS]
    if len(capitals) * 2 <= len(parts):
        return False
    return _is_capital(parts[0])


def _is_capital(word: str) -> bool:
    return word[0].isupper() and _NAME_WORD.match(word) is not None


def is_person(text: str) -> bool:
    """Whether `text` is two to five capitalised words that name neither press nor weekday: a person, or several."""
    people, _, _ = text.partition("(")
    return all(map(_is_one, AND.split(people.strip())))


def _is_one(name: str) -> bool:
    words = name.split()
    if not MIN_PERSON_WORDS <= len(words) <= MAX_PERSON_WORDS or _NO_PERSON.search(name):
        return False
    return all(map(_is_capital, words))


def unbracketed(text: str) -> str:
    """A line without the brackets around all of it."""
    return _BRACKETED.sub(r"\1", text).strip()
