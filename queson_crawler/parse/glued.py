"""What dresses a date in its line, and where the words of two elements in one line are two facts."""

from __future__ import annotations

import re

DATE_DRESSING = re.compile(
    r"thứ\s{1,9}\w+|th\.?\s?[2-7](?!\w)|chủ nhật|gmt\s{0,9}\+?\s{0,9}7|lúc|ngày|giờ|phút"
    r"|am|pm|sa|ch|sáng|chiều|tối|trưa|xem|lượt|in ra|cỡ chữ|\d+\s{1,9}(?:bình luận|phản hồi|ý kiến)|\d+|\W+"
    r"|(?<![^\W\d_])(?:created|updated|posted|published|modified|edited|views?|on|at|in)(?![^\W\d_])"
    r"|(?<![^\W\d_])(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?(?![^\W\d_])"
    r"|(?:发表|发布|创建|更新|修改)[于於]?|最后更新",
    re.I,
)
"""What may stand beside a date in a line that tells nothing else."""
_DAY_ENDS = re.compile(r"\d[/.-]\d{4}\s{0,9}$")
_CLOCK_ENDS = re.compile(r"\d[:hg]\d\d\s{0,9}$")
_CLOCK_BEGINS = re.compile(r"\s{0,9}\d{1,2}\s?[:hg]\s?\d\d(?!\d)")
_DAY_BEGINS = re.compile(r"\s{0,9}\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?!\d)")
_MOMENT_ENDS = re.compile(rf"{_DAY_ENDS.pattern}|{_CLOCK_ENDS.pattern}")
_COUNT_BEGINS = re.compile(r"\d{1,9} (?:bình luận|phản hồi|ý kiến)")
_NUMBER_ENDS = re.compile(r"\d\s{0,9}$")
_LABEL_BEGINS = re.compile(r"[^\W\d_][^:\d]{1,24}:\s{0,9}$")
_PAIRS = (
    (_DAY_ENDS, _CLOCK_BEGINS),
    (_CLOCK_ENDS, _DAY_BEGINS),
    (_MOMENT_ENDS, _COUNT_BEGINS),
    (_NUMBER_ENDS, _LABEL_BEGINS),
)
"""How one element ends and the next one begins where the two tell two facts. Word processors part words and numbers at
any place (`C</span><span>hủ tịch:`), so that a label counts only behind a number."""


def are_two_facts(before: str, after: str) -> bool:
    """Whether the text of an element that stands glued to the one before it tells another fact: a time of day behind a
    day, a count of comments behind a moment, or the label of whatever follows it."""
    return any(ends.search(before) and begins.match(after) for ends, begins in _PAIRS)
