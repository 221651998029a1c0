"""The words by which a page says that it is something else than content, as data."""

from __future__ import annotations

NOT_FOUND = (
    "không tìm thấy",
    "lỗi 404",
    "404 not found",
    "page not found",
    "không tồn tại",
    "không còn tồn tại",
    "đã bị xóa khỏi",
    "đã bị xoá khỏi",
    "đã bị gỡ",
    "nội dung đang được cập nhật",
    "dữ liệu đang được cập nhật",
    "chưa có nội dung",
    "could not be found",
    "lỗi không có chủ đề",
    "bài viết không tồn tại",
    "bài viết ngừng xuất bản",
    "bài viết đã ngừng xuất bản",
)
NO_MORE = (
    "không có bài viết",
    "không có bài nào",
    "không có tin",
    "không có dữ liệu",
    "không còn bài viết",
    "không còn tin",
    "không tìm thấy bài viết",
    "chưa có bài viết",
    "chưa có bài nào",
    "chưa có tin",
    "hết tin",
    "no posts",
    "no more posts",
    "no articles",
    "nothing found",
    "no items to display",
)
"""What stands below the title of a list on the page behind its last one."""
EMPTY_LIST = (
    "đang được cập nhật",
    "đang cập nhật",
    "chưa có bài viết",
    "chưa có bài nào",
    "chưa có tin",
    "chưa có nội dung",
    "chưa có dữ liệu",
    "không có bài viết",
    "không có tin",
    "không có dữ liệu",
    "không có nội dung",
    "no posts",
    "no articles",
    "nothing found",
    "no items to display",
)
"""What a list says that holds nothing."""
REFUSAL = (
    "thông báo từ chối truy cập",
    "từ chối truy cập",
    "bạn không có quyền",
    "không có quyền truy cập",
    "chưa được cấp quyền",
    "chưa đủ quyền",
    "không đủ quyền",
    "vui lòng đăng nhập",
    "xin vui lòng đăng nhập",
    "dành cho thành viên",
    "đăng nhập hệ thống",
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
    "đang được nâng cấp",
    "tạm ngừng hoạt động",
    "bảo trì hệ thống",
    "under maintenance",
)
