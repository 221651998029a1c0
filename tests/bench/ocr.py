"""How much of scans is read by machine, and how long a page takes: pages of known text at 200 points per inch."""

from __future__ import annotations

import difflib
import re
import unicodedata
from time import perf_counter

from queson_crawler.files.ocr.machine import recognise
from queson_crawler.files.ocr.tesseract import engine
from tests.files import scans

LINES = (
    "ỦY BAN NHÂN DÂN HUYỆN QUẾ SƠN                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Số: 1117/QĐ-UBND                                        Độc lập - Tự do - Hạnh phúc",
    "QUYẾT ĐỊNH",
    "Về việc phê duyệt kế hoạch sử dụng đất và đền bù giải phóng mặt bằng năm 2009",
    "Căn cứ Luật Tổ chức Hội đồng nhân dân và Ủy ban nhân dân ngày 26 tháng 11 năm 2003;",
    "Xét đề nghị của Trưởng phòng Tài nguyên và Môi trường tại Tờ trình số 45/TTr-TNMT,",
    "Điều 1. Phê duyệt kế hoạch sử dụng đất của các xã, thị trấn trên địa bàn huyện, gồm:",
    "a) Đất trồng lúa nước, đất nuôi trồng thủy sản, đất rừng phòng hộ và đất ở nông thôn;",
    "b) Mở rộng đường liên xã, nâng cấp trường học, trạm y tế, chợ và hệ thống thủy lợi nhỏ.",
    "Điều 2. Chủ tịch Ủy ban nhân dân các xã chịu trách nhiệm thi hành Quyết định này;",
    "những hộ bị thu hồi đất được bồi thường, hỗ trợ và bố trí tái định cư theo quy định.",
    "Nơi nhận: Thường trực Huyện ủy; Hội đồng nhân dân; các phòng, ban; lưu Văn thư.",
)
MORE = (
    "PHỤ LỤC: DANH MỤC CÔNG TRÌNH",
    "1. Nâng cấp tuyến đường từ thôn Phước Chánh đến hồ chứa nước Giang, dài 3,2 km;",
    "2. Kiên cố hóa kênh mương nội đồng, sửa chữa đập dâng và trạm bơm ở vùng cuối kênh;",
    "3. Xây mới phòng học bộ môn, nhà vệ sinh, tường rào cổng ngõ cho sáu điểm trường lẻ;",
    "4. Hỗ trợ giống bò lai, gà thả vườn và cây ăn quả cho những hộ mới thoát nghèo;",
    "5. Lắp đặt đèn chiếu sáng dọc quốc lộ, trồng cây xanh và chỉnh trang vỉa hè thị trấn.",
    "Nguồn vốn: ngân sách tỉnh bổ sung, kết dư năm trước và đóng góp tự nguyện của dân.",
    "Thời gian khởi công trong quý II; nghiệm thu, bàn giao và quyết toán trước tháng chạp.",
)
KINDS = {
    "clean": {"noise": 0.0, "skew": 0.0, "stamps": 0},
    "noise": {"noise": 30.0, "skew": 0.0, "stamps": 0},
    "skew": {"noise": 5.0, "skew": 1.5, "stamps": 0},
    "noise, skew, stamps": {"noise": 20.0, "skew": 1.0, "stamps": 2},
}


def marked_share(got: str, truth: str) -> float:
    """Of the letters of a text that bear a mark, the share that came back in its place."""
    have, want = _plain(got), _plain(truth)
    pairs = difflib.SequenceMatcher(None, have, want, autojunk=False)
    hit = 0
    for block in pairs.get_matching_blocks():
        hit += sum(map(_is_marked, want[block.b : block.b + block.size]))
    return hit / sum(map(_is_marked, want))


def _plain(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", unicodedata.normalize("NFC", text)))


def _is_marked(letter: str) -> bool:
    return letter in "đĐ" or len(unicodedata.normalize("NFD", letter)) > 1


def run() -> list[tuple[str, float, str]]:
    """The share of marked letters by kind of page, and seconds a page."""
    if not engine():
        return [("Tesseract is missing", 0, "pages")]
    rows = []
    for kind, how in KINDS.items():
        scan = scans.scan([scans.page([*LINES, "", *MORE], **how)])
        start = perf_counter()
        found = recognise(scan)
        seconds = perf_counter() - start
        rows.append((f"{kind}: marked letters", 100 * marked_share(found.text, "\n".join((*LINES, *MORE))), "%"))
        rows.append((f"{kind}: a page", seconds, "s"))
    return rows
