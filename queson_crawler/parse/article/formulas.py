"""Lines that many articles of an office share and that are text all the same: formulas of opening and of closing."""

from __future__ import annotations

import re

MIN_SENTENCE = 40
"""Characters below which a line is a heading or a formula rather than a sentence about the portal."""
_SENTENCE_ENDS = (".", "!", "?", "…")
_OFFICIAL_END = re.compile(r"\./\s?\.$")
_OFFICE = r"(?:ủy ban|uỷ ban|ubnd|hđnd|hội đồng|ban |phòng |sở |chi cục |trung tâm |đảng ủy|huyện ủy|thường trực)"
_FORMULA = re.compile(
    r"(?:trân trọng|kính |xin (?:kính|trân trọng|chân thành|cảm ơn)|chân thành cảm ơn|nơi nhận|tm\b|t/m|kt\b|tl\b|"
    r"vậy\b|căn cứ|theo đề nghị|thực hiện|trên đây là|nay |rất mong|yêu cầu|đề nghị (?:các|quý|thủ trưởng|đồng chí)|"
    r"nhận được|trong quá trình|quyết định này|thông báo này|gia đình|"
    rf"{_OFFICE}.{{0,80}}(?:thông báo|đề nghị|yêu cầu|kính|mời|tổ chức|ban hành|quyết định))",
    re.I,
)


def reads_as_text(line: str) -> bool:
    """Whether a line, though many articles share it, reads as one of their text: it is no whole sentence, or such as
    offices open and close their announcements with."""
    text = line.strip(' "“”()*-–')
    if len(text) < MIN_SENTENCE or not line.rstrip(' "”)').endswith(_SENTENCE_ENDS):
        return True
    return is_formula(line)


def is_formula(line: str) -> bool:
    """Whether offices open or close their announcements with such a line."""
    text = line.strip(' "“”()*-–')
    return _OFFICIAL_END.search(text) is not None or _FORMULA.match(text) is not None
