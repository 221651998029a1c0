"""What the reading room says, in Vietnamese and in English; and which of them a reader wants."""

from __future__ import annotations

import re

LANGUAGES = ("vi", "en")

_WORDS = {
    "archive": ("Kho lưu trữ", "Archive"),
    "tagline": ("Tin tức các cổng thông tin cấp huyện, giữ lại nguyên vẹn", "The news of district portals, kept whole"),
    "skip": ("Đến nội dung", "Skip to content"),
    "home": ("Trang chủ", "Home"),
    "search": ("Tìm kiếm", "Search"),
    "tables": ("Bảng dữ liệu", "Tables and SQL"),
    "language": ("English", "Tiếng Việt"),
    "search_for": ("Tìm trong kho lưu trữ", "Search the archive"),
    "search_hint": (
        "Có dấu hay không dấu đều được: que son, “nông thôn mới”, 1117/QĐ-UBND",
        "With or without diacritics: que son, “nông thôn mới”, 1117/QĐ-UBND",
    ),
    "articles": ("bài viết", "articles"),
    "portals": ("cổng thông tin", "portals"),
    "portal": ("Cổng thông tin", "Portal"),
    "years": ("năm xuất bản", "years of publication"),
    "last_crawl": ("lần thu thập gần nhất", "last crawl"),
    "health": ("Tình trạng", "Health"),
    "complete": ("đầy đủ", "complete"),
    "incomplete": ("chưa đầy đủ", "incomplete"),
    "failed": ("thất bại", "failed"),
    "stopped": ("dừng giữa chừng", "stopped"),
    "cut off": ("bị ngắt", "cut off"),
    "running": ("đang chạy", "running"),
    "per_month": ("Số bài theo tháng", "Articles per month"),
    "per_year": ("Số bài theo năm", "Articles per year"),
    "month": ("Tháng", "Month"),
    "year": ("Năm", "Year"),
    "count": ("Số bài", "Articles"),
    "as_table": ("Xem dạng bảng", "Show as a table"),
    "newest": ("Bài mới nhất", "Newest articles"),
    "the_portals": ("Các cổng thông tin", "The portals"),
    "alarms": ("Cảnh báo", "Alarms"),
    "no_articles": (
        "Kho lưu trữ chưa có bài nào. Hãy chạy: queson crawl ĐỊA-CHỈ --archive THƯ-MỤC",
        "This archive holds no articles yet. Run: queson crawl ADDRESS --archive FOLDER",
    ),
    "nothing_found": ("Không tìm thấy bài nào.", "Nothing was found."),
    "try": (
        "Thử bớt từ, bỏ dấu ngoặc kép hoặc bỏ bộ lọc.",
        "Try fewer words, no quotation marks, or no filters.",
    ),
    "did_you_mean": ("Có phải bạn muốn tìm", "Did you mean"),
    "results": ("kết quả", "results"),
    "more_than": ("hơn", "more than"),
    "filters": ("Bộ lọc", "Filters"),
    "all_portals": ("Mọi cổng", "All portals"),
    "category": ("Chuyên mục", "Category"),
    "categories": ("Chuyên mục", "Categories"),
    "all_categories": ("Mọi chuyên mục", "All categories"),
    "since": ("Từ", "From"),
    "until": ("Đến", "To"),
    "author": ("Tác giả", "Author"),
    "poster": ("Người đăng", "Posted by"),
    "source": ("Nguồn", "Source"),
    "sort": ("Sắp xếp", "Sort by"),
    "by_rank": ("Độ phù hợp", "Relevance"),
    "by_date": ("Mới nhất trước", "Newest first"),
    "fold": ("Gộp các bản sao", "Fold copies"),
    "apply": ("Áp dụng", "Apply"),
    "copies_more": ("bài nữa có cùng nội dung", "more with this text"),
    "export": ("Tải kết quả này", "Export this result"),
    "feed": ("Atom", "Atom feed"),
    "hits_per_year": ("Kết quả theo năm", "Hits per year"),
    "compare": ("So sánh với", "Compare with"),
    "previous": ("Trang trước", "Previous"),
    "next": ("Trang sau", "Next"),
    "published": ("Xuất bản", "Published"),
    "as_published": ("ghi trên trang", "as printed"),
    "day_only": ("chỉ biết ngày", "day only"),
    "no_date": ("không rõ ngày", "no date"),
    "views": ("Lượt xem", "Views"),
    "images": ("Hình ảnh", "Pictures"),
    "attachments": ("Tệp đính kèm", "Attachments"),
    "its_text": ("Văn bản trong tệp", "Text of the file"),
    "copies": ("Bản sao", "Copies"),
    "copy_of": ("Bài này lặp lại", "This article repeats"),
    "revisions": ("Các phiên bản", "Revisions"),
    "revision": ("Phiên bản", "Revision"),
    "differences": ("Khác với phiên bản trước", "What changed since the one before"),
    "addresses": ("Mọi địa chỉ", "All addresses"),
    "original": ("Trang gốc", "Original page"),
    "as_captured": ("Trang như khi lưu", "As captured"),
    "captured": ("Lưu lúc", "Captured"),
    "cite": ("Trích dẫn", "Cite this"),
    "cite_verify": (
        "Mỗi trích dẫn mang một dấu để kho này chứng minh đúng nội dung đã trích: queson verify --citation",
        "Each citation bears a mark by which this archive proves what was cited: queson verify --citation",
    ),
    "gone": ("Bài này không còn trên cổng từ", "The portal no longer shows this article since"),
    "record": ("Bản ghi", "Record"),
    "digest": ("Mã băm SHA-256", "SHA-256 digest"),
    "status": ("Mã trả lời", "Status"),
    "place": ("Vị trí trong WARC", "Place in WARC"),
    "captured_note": (
        "Trang được hiển thị như khi lưu, không chạy mã và không tải gì từ mạng.",
        "The page is shown as it was kept, without scripts and without anything from the network.",
    ),
    "no_capture": ("Không đọc được bản lưu này.", "This capture cannot be read."),
    "heat": ("Số bài theo chuyên mục và năm", "Articles by category and year"),
    "runs": ("Các lần thu thập", "Runs"),
    "started": ("Bắt đầu", "Started"),
    "outcome": ("Kết quả", "Outcome"),
    "new": ("Mới", "New"),
    "revised": ("Sửa", "Revised"),
    "missing": ("Thiếu", "Missing"),
    "requests": ("Yêu cầu", "Requests"),
    "problems": ("Vấn đề", "Problems"),
    "no_problems": ("Lần thu thập gần nhất không có vấn đề nào.", "The last run met no problems."),
    "example": ("Ví dụ", "Example"),
    "declared": ("Cổng công bố", "Declared"),
    "listed": ("Có trong danh sách", "Listed"),
    "stored": ("Đã lưu", "Stored"),
    "owner": ("Cơ quan quản lý", "Owner"),
    "address": ("Địa chỉ", "Address"),
    "phone": ("Điện thoại", "Phone"),
    "email": ("Thư điện tử", "Email"),
    "platform": ("Nền tảng", "Platform"),
    "unknown": ("Không tìm thấy", "Not found"),
    "unknown_page": (
        "Kho lưu trữ không có trang này. Hãy tìm bài bằng ô tìm kiếm.",
        "The archive has no such page. Try the search box.",
    ),
    "busy": ("Kho đang bận", "The archive is busy"),
    "busy_page": ("Hãy thử lại sau ít giây.", "Try again in a few seconds."),
    "also": ("Dữ liệu của trang này", "This page as data"),
    "no_title": ("(không có tiêu đề)", "(no title)"),
}  # fmt: skip
_ASKED = re.compile(r"\s*([A-Za-z]{1,8})(?:-[A-Za-z0-9-]{1,20})?\s*(?:;\s*q=([01](?:\.\d{1,3})?))?\s*")


def language(asked: str | None, accepted: str) -> str:
    """`vi` or `en`: as the address asks (``?lang=``), else as the browser prefers, else Vietnamese."""
    if asked in LANGUAGES:
        return str(asked)
    wanted = [
        (float(match[2] or 1), match[1].lower()) for part in accepted.split(",") if (match := _ASKED.fullmatch(part))
    ]
    known = [(weight, name) for weight, name in wanted if name in LANGUAGES and weight > 0]
    return max(known, key=lambda each: each[0])[1] if known else "vi"


def words(name: str) -> dict[str, str]:
    """Everything the room says in one language, by key."""
    place = LANGUAGES.index(name)
    return {key: several[place] for key, several in _WORDS.items()}
