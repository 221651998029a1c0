"""The codes in numbers of legal documents, as data: of kinds, of offices, and of what looks like one. Pure."""

from __future__ import annotations

import re

KINDS = {
    "QĐ": "Quyết định", "NQ": "Nghị quyết", "NĐ": "Nghị định", "CT": "Chỉ thị", "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch", "NQLT": "Nghị quyết liên tịch", "TTLB": "Thông tư liên bộ", "TB": "Thông báo",
    "KH": "Kế hoạch", "HD": "Hướng dẫn", "BC": "Báo cáo", "CV": "Công văn", "TTR": "Tờ trình", "CTR": "Chương trình",
    "KL": "Kết luận", "CĐ": "Công điện", "QC": "Quy chế", "QYC": "Quy chế", "QCPH": "Quy chế phối hợp", "ĐA": "Đề án",
    "PA": "Phương án", "BB": "Biên bản", "GM": "Giấy mời", "GP": "Giấy phép", "PL": "Pháp lệnh", "L": "Lệnh",
    "LCT": "Lệnh", "SL": "Sắc lệnh", "VBHN": "Văn bản hợp nhất", "QCVN": "Quy chuẩn", "QĐHC": "Quyết định",
    "KHLT": "Kế hoạch liên tịch", "HDLT": "Hướng dẫn liên tịch", "ĐL": "Điều lệ", "TTG": "", "CP": "",
    "KHPH": "Kế hoạch phối hợp", "CTPH": "Chương trình phối hợp", "CTRPH": "Chương trình phối hợp", "TL": "Thông lệnh",
}  # fmt: skip
"""Codes of kinds, in capitals, and the kinds that they stand for."""
OFFICES = frozenset(
    "UBND UB HĐND CP TTG TW TƯ HU TU ĐU QU BTGTU BTG HĐBT UBTVQH CTN VPCP UBDT UBMT MTTQ CAX CAH CATP".split()
)
"""Codes of offices that may stand alone behind digits."""
KIND_WORDS = tuple(
    sorted(
        {
            *filter(None, KINDS.values()),
            "Luật",
            "Bộ luật",
            "Hiến pháp",
            "Quy định",
            "Thông tri",
            "Nghị quyết liên tịch",
        },
        key=len,
    )
)[::-1]
SHORT_KINDS = frozenset(("CP", "UB", "NQ", "QĐ", "NĐ"))
"""Codes of two letters that may stand alone behind digits and a slash; other such codes may be units."""
ASSEMBLY = re.compile(r"(?:UBTV)?QH\d{1,2}")
PLACES = frozenset(("TP", "TX", "KP"))
"""What stands behind the number of a street or a quarter, and a place behind it."""
