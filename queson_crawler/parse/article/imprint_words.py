"""The words with which a portal speaks of itself at the foot of its pages."""

from __future__ import annotations

import re

PORTAL_NAME = re.compile(
    r"(?:cổng|trang|website)\s+(?:thông tin|ttđt|tin điện tử)(?:\s+(?:điện tử|tổng hợp|của))*\s*"
    r"(?:$|[-–|:(,.]|(?:huyện|quận|thị xã|thành phố|tp|tỉnh|xã|phường|thị trấn|sở|ban|phòng|ubnd|uỷ ban|ủy ban|hđnd|"
    r"bộ|cục|chi cục|đảng|hội|đoàn|trung tâm|công an|chính phủ|mặt trận|liên đoàn|viện|tòa)\b)",
    re.I,
)
"""What a portal calls itself; `Cổng thông tin điện tử là kênh …` opens a title."""
_OF_PORTAL = re.compile(
    PORTAL_NAME.pattern + r"|(?:địa chỉ|trụ sở|điện thoại|đt|tel|fax|e-?mail|website|hotline|giấy phép(?: số)?|"
    r"cơ quan chủ quản|đơn vị chủ quản|chịu trách nhiệm(?: nội dung)?)\s*[:.]"
    r"|bản quyền|copyright|©|thiết kế(?: và phát triển)? bởi|phát triển bởi",
    re.I,
)


MAX_LINE = 300


def speaks_of_portal(text: str) -> bool:
    """Whether a line gives the portal's name or says how to reach it."""
    if len(text) > MAX_LINE:
        return False
    return _OF_PORTAL.match(text) is not None
