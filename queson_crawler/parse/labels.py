"""The words by which Vietnamese portals name the parts of a page, as data, and how a line is cut at them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import zip_longest

PUBLISHED, UPDATED, AUTHOR, POSTER, SOURCE, VIEWS, ATTACHED = (
    "published",
    "updated",
    "author",
    "poster",
    "source",
    "views",
    "attached",
)

FIELDS: dict[str, tuple[str, ...]] = {
    POSTER: ("Người đăng", "Đăng bởi", "Người đưa tin", "Người gửi"),
    AUTHOR: (
        "Tác giả bài viết",
        "Tác giả khác",
        "Tác giả",
        "Người viết",
        "Bài và ảnh",
        "Bài, ảnh",
        "Tin và ảnh",
        "Tin, ảnh",
        "Tin, bài",
        "Tin bài",
        "Thực hiện",
        "Author",
        "BBT",
    ),
    SOURCE: ("Nguồn tin", "Nguồn bài viết", "Theo nguồn", "Nguồn", "Source"),
    PUBLISHED: (
        "Ngày đăng",
        "Đăng ngày",
        "Ngày xuất bản",
        "Thời gian đăng",
        "Đăng lúc",
        "Ngày tạo",
        "Ngày viết",
        "Publish date",
        "Published",
        "Ngày",
    ),
    UPDATED: ("Ngày cập nhật", "Cập nhật lúc", "Cập nhật ngày", "Cập nhật", "Last updated", "Updated"),
    VIEWS: (
        "Số lượt xem",
        "Lượt người xem",
        "Số lần xem",
        "Số lần đọc",
        "Lượt truy cập",
        "Lượt đọc",
        "Lượt xem",
        "Đã xem",
        "View count",
        "Views",
    ),
    ATTACHED: (
        "File đính kèm",
        "Tệp đính kèm",
        "Tập tin đính kèm",
        "Tài liệu đính kèm",
        "Văn bản đính kèm",
        "Đính kèm",
        "Tải về",
    ),
}

RELATED = (
    "Các tin mới",
    "Các tin mới hơn",
    "Các tin khác",
    "Các tin cũ hơn",
    "Các tin đã đưa",
    "Các bài khác",
    "Các bài mới",
    "Các bài viết khác",
    "Các thông tin khác",
    "Các sự kiện khác",
    "Các tin liên quan",
    "Các bài liên quan",
    "Tin khác",
    "Tin mới",
    "Tin mới hơn",
    "Tin cũ hơn",
    "Tin mới nhất",
    "Tin liên quan",
    "Tin cùng chuyên mục",
    "Tin cùng loại",
    "Cùng chuyên mục",
    "Những tin mới hơn",
    "Những tin cũ hơn",
    "Những tin khác",
    "Bài viết khác",
    "Bài viết liên quan",
    "Bài viết mới",
    "Bài liên quan",
    "Bài khác",
    "Theo dòng sự kiện",
    "Xem thêm tin tức",
    "Tin tức gần đây",
    "Tin tức khác",
    "Tin đã đưa",
    "Tin nổi bật",
    "Tin đọc nhiều",
    "Tin xem nhiều",
    "Đọc nhiều nhất",
    "Đọc thêm",
    "Other News",
    "Related News",
    "Related articles",
)
COMMENTS = (
    "Ý kiến bạn đọc",
    "Ý kiến độc giả",
    "Ý kiến của bạn",
    "Viết bình luận",
    "Gửi bình luận",
    "Bình luận",
    "Bình luận của bạn",
    "Chưa có lời bình",
    "Ý kiến đóng góp",
    "Gửi ý kiến",
    "Gửi phản hồi",
    "Comments",
)
TOOLS = (
    "In",
    "In ra",
    "In trang",
    "In trang này",
    "In bài viết",
    "In bài này",
    "Bản in",
    "Print",
    "Gửi mail",
    "Gửi email",
    "Gửi bài viết",
    "Gửi cho bạn bè",
    "Send email",
    "Giới thiệu bài viết cho bạn bè",
    "Lưu bài viết này",
    "A",
    "A+",
    "A-",
    "A+ A A-",
    "Xem cỡ chữ",
    "Cỡ chữ",
    "100%",
    "Tăng tương phản",
    "Giảm tương phản",
    "Chia sẻ",
    "Chia sẻ bài viết",
    "Tweet",
    "Thích",
    "Like",
    "Share",
    "Đọc bài viết",
    "Nghe bài viết",
    "Trở về",
    "Quay lại",
    "Về đầu trang",
    "Về trang trước",
    "Lên đầu trang",
    "Trang trước",
    "Trang sau",
    "Xem thêm",
    "Xem tiếp",
)
FOOTER_STARTS = (
    "Bản quyền thuộc",
    "Cơ quan quản lý",
    "Chịu trách nhiệm",
    "Ghi rõ nguồn",
    "Phát triển bởi",
    "Thiết kế bởi",
    "Tổng số lượt truy cập",
    "Thống kê truy cập",
    "Số người đang online",
    "Đang truy cập",
    "Truy cập tổng",
    "Truy cập hiện tại",
    "Copyright",
    "©",
    "Tổng số điểm của bài viết",
    "Click để đánh giá bài viết",
    "Thích và chia sẻ",
)
NEXT_PAGE = (
    "Tiếp",
    "Tiếp theo",
    "Trang sau",
    "Trang tiếp",
    "Trang kế",
    "Sau",
    "Next",
    "next",
    ">",
    "›",
    "»",
    "→",
    ">>",
)
LAST_PAGE = ("Cuối cùng", "Trang cuối", "Cuối", "Last", ">|", "»|", ">>|")
NOT_FOUND = (
    "không tìm thấy",
    "lỗi 404",
    "404 not found",
    "page not found",
    "không tồn tại",
    "lỗi không có chủ đề",
    "bài viết không tồn tại",
)
REFUSAL = (
    "thông báo từ chối truy cập",
    "từ chối truy cập",
    "bạn không có quyền",
    "không có quyền truy cập",
    "vui lòng đăng nhập để",
    "bạn cần đăng nhập",
    "bạn phải đăng nhập",
    "access denied",
)
CHALLENGE = ("hãy đợi…", "hãy đợi...", "checking your browser", "just a moment", "adfloopbackutils", "_afrloop=")
MAINTENANCE = (
    "hệ thống đang gặp vấn đề khi xử lý yêu cầu của bạn",
    "hệ thống đang bảo trì",
    "đang bảo trì",
    "đang nâng cấp",
    "under maintenance",
)

_FRAME = " \t\n:：.…[](){}<>«»|-–—•*·►▶→←"
_COUNT = re.compile(r"\s*[(\[]\s*\d+\s*[)\]]\s*$")


def bare(text: str) -> str:
    """A heading without its frame: `[Các tin khác (12)]:` is `các tin khác`."""
    return _COUNT.sub("", text).strip(_FRAME).casefold()


def _set(labels: Iterable[str]) -> frozenset[str]:
    return frozenset(label.casefold() for label in labels)


_RELATED, _COMMENTS, _TOOLS = _set(RELATED), _set(COMMENTS), _set(TOOLS) | {""}
_FOOTERS = tuple(label.casefold() for label in FOOTER_STARTS)
_BY_LABEL = {label.casefold(): field for field, labels in FIELDS.items() for label in labels}
# Labels that open a line are labels without a colon too, unless prose may open with the same words.
_BARE_FIELDS = (POSTER, PUBLISHED, UPDATED, VIEWS)


def _alternatives(*fields: str) -> str:
    labels = sorted((label for name in fields for label in FIELDS[name]), key=len, reverse=True)
    return "|".join(re.escape(label) for label in labels)


_ANY, _OPENING = _alternatives(*FIELDS), _alternatives(*_BARE_FIELDS)
_CUT = re.compile(rf"(?:^\W{{0,3}}({_OPENING})(?=\s|$)(?!\s*[:：])|(?<!\w)({_ANY})\s*[:：])\s*", re.IGNORECASE)
_RATING = re.compile(r"^\W*\d+\s*(?:bình chọn|phiếu bầu|đánh giá|lượt bình chọn)\b|^\W*xếp hạng\s*:", re.I)
_NUMBER_VIEWS = re.compile(r"(?<![\d/:.])(\d[\d.,]*)\s*(?:lượt xem|lượt đọc|lượt truy cập|người xem|views?)\b", re.I)
_DIGITS = re.compile(r"\d[\d.,]*")


def ends_article(text: str) -> bool:
    """Whether this block opens what follows an article: related lists, comments, ratings, the footer."""
    if len(text) > 200:
        return False
    name = bare(text)
    return name in _RELATED or name in _COMMENTS or name.startswith(_FOOTERS) or bool(_RATING.match(text))


def is_related(text: str) -> bool:
    """Whether this block is the heading of a list of other articles."""
    return len(text) <= 80 and bare(text) in _RELATED


def is_tool(text: str) -> bool:
    """Whether this block is a button or a way back, not text."""
    return len(text) < 60 and bare(text) in _TOOLS


def cut(line: str) -> dict[str, str]:
    """The values of a line by field name, each ending where the next label begins.

    `Người đăng: A Ngày đăng: 10:19 | 24/07/2020 Lượt xem: 7` gives poster, published and views. Empty where the
    line opens with no label and holds none with a colon. The first value of a field wins.
    """
    found: dict[str, str] = {}
    matches = list(_CUT.finditer(line))
    for match, after in zip_longest(matches, matches[1:]):
        field = _BY_LABEL[(match.group(1) or match.group(2)).casefold()]
        value = line[match.end() : after.start() if after else len(line)].strip(" \t|;,-–—•·")
        found.setdefault(field, value)
    return found


def views(text: str) -> int | None:
    """The number a views value begins with, or that stands before `lượt xem`; dots and commas group thousands."""
    match = _NUMBER_VIEWS.search(text)
    if match:
        return int(re.sub(r"\D", "", match.group(1)))
    return None


def number(text: str) -> int | None:
    """The first whole number of `text`; dots and commas group thousands."""
    match = _DIGITS.search(text)
    return int(re.sub(r"\D", "", match.group())) if match else None
