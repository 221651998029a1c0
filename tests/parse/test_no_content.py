"""Pages that hold no article say so in many words and frames; short news about those very words is news."""

from __future__ import annotations

from random import Random

import pytest

from queson_crawler.parse.answer import Answer, Result, understand
from queson_crawler.parse.results import NotContent, RawArticle, Why
from queson_crawler.platforms import GENERIC
from tests.parse import article_frames as frames
from tests.parse.article_skins import BASE, CHOICES, PORTAL, stories

FRAMES = 8
NOTICES = {
    Why.SOFT_NOT_FOUND: (
        "<h2>Không tìm thấy trang</h2><p>Trang bạn yêu cầu không tồn tại hoặc đã bị xóa.</p><a href=/>Trang chủ</a>",
        "<p>Bài viết không tồn tại hoặc đã bị gỡ bỏ!</p>",
        "<h3>Bài viết ngừng xuất bản</h3>",
        "<h3>Thông báo</h3><p>Nội dung bạn tìm không có hoặc đã bị xóa khỏi hệ thống.</p>",
        "<div class=alert>Xin lỗi, tin này không còn tồn tại.</div>",
        "<h1>Page not found</h1><p>The requested page could not be found.</p>",
    ),
    Why.LOGIN: (
        "<div class=alert>Rất tiếc, bạn chưa được cấp quyền xem bài viết này. Vui lòng liên hệ Quản trị site</div>",
        "<h3>Đăng nhập hệ thống</h3><form>Tên đăng nhập <input> Mật khẩu <input type=password></form>",
        "<p>Nội dung chỉ dành cho thành viên. Vui lòng đăng nhập.</p>",
    ),
    Why.MAINTENANCE: (
        "<p>Website đang được nâng cấp, mong quý vị thông cảm.</p>",
        "<p>Cổng thông tin tạm ngừng hoạt động để nâng cấp hệ thống</p>",
    ),
    Why.NO_ARTICLE: ("", "<div><h1></h1><span></span></div>"),
}
NEWS = (
    "Hệ thống đang bảo trì, công dân nộp hồ sơ trực tiếp",
    "Không tìm thấy người mất tích trên sông",
    "Công an huyện: bạn cần đăng nhập để nộp phạt nguội",
    "Từ chối truy cập các đường dẫn lạ để tránh lừa đảo",
)


def framed(main: str, title: str, number: int) -> Result:
    """What a page is that shows `main` in one of the composed frames."""
    rng = Random(number)
    features = {name: rng.choice(values) for name, values in CHOICES.items()}
    others = [story.article for story in rng.sample(list(stories()), 14)]
    body = frames.frame(rng, features, main, "", others, lambda role: frames.css(rng, features["names"], role))
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return understand(Answer(f"{BASE}/tin/1234.html", 200, page.encode()), GENERIC, "article").result


@pytest.mark.parametrize(("why", "notice"), [(why, notice) for why, some in NOTICES.items() for notice in some])
def test_a_page_without_an_article_is_called_by_its_name(why: Why, notice: str) -> None:
    for number in range(FRAMES):
        found = framed(notice, ("Chi tiết tin - " + PORTAL, PORTAL, "Thông báo")[number % 3], number)
        assert isinstance(found, NotContent), found
        assert found.why is why


@pytest.mark.parametrize("title", NEWS)
def test_short_news_about_such_pages_is_news(title: str) -> None:
    text = f"<p>{title} là nội dung được UBND huyện thông tin sáng nay, đề nghị bà con lưu ý.</p>"
    for number in range(FRAMES):
        main = f"<h1>{title}</h1><div>Ngày đăng: {number + 1:02}/03/2022 08:15</div><div>{text}</div>"
        found = framed(main, f"{title} - {PORTAL}", number)
        assert isinstance(found, RawArticle), found
        assert (found.title, found.published_at) == (title, f"2022-03-{number + 1:02}T08:15:00+07:00")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<h1>Kinh tế</h1><div><p>Không có bài viết nào.</p></div>", Why.NO_MORE),
        ("<h2>News</h2><p>No more posts to show.</p>", Why.NO_MORE),
        ("<h1>Kinh tế</h1><p>Lỗi kết nối cơ sở dữ liệu.</p>", Why.NO_LIST),
        ("<h1>Kinh tế</h1><p>Không tải được.</p><div class=ben><p>Không có tin nổi bật</p></div>", Why.NO_LIST),
    ],
)
def test_a_page_behind_the_last_one_of_a_list_may_say_so_below_its_title(body: str, why: Why) -> None:
    frame = "<ul>" + "".join(f"<li><a href=/muc-{number}>Mục {number}</a></li>" for number in range(40)) + "</ul>"
    page = f"<html><body>{frame}<div id=giua>{body}</div></body></html>".encode()
    found = understand(Answer(f"{BASE}/kinh-te?trang=9", 200, page), GENERIC, "list").result
    assert isinstance(found, NotContent)
    assert found.why is why
    standing = understand(Answer(f"{BASE}/kinh-te", 200, page), GENERIC, "page").result
    assert isinstance(standing, NotContent)
    assert standing.why is not Why.NO_MORE, "only a list that is known has a last page"
