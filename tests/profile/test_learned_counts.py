"""Which number of views is the article's is told by sibling pages."""

from queson_crawler.parse.article.field_places import FieldRole
from tests.profile.siblings import read, taught, text, title

VISITS = 22_947_000


def counter(number: int) -> str:
    visits = f"<p>Lượt truy cập: {VISITS + 2 * number}</p>"
    return f"{title(number)}<p>Ngày đăng: 14/05/2021</p>{visits}<div>{text(number)}</div>"


def test_the_counter_of_a_portal_is_no_articles() -> None:
    assert read(20, counter).view_count == VISITS + 40
    assert read(20, counter, taught(counter)).view_count is None


def test_the_number_stands_where_sibling_pages_have_theirs() -> None:
    def draw(number: int) -> str:
        views = f"<span class=xem>{37 * (number % 11) + 5} lượt xem</span>"
        return f"{counter(number)}<div>{views}</div>"

    assert read(20, draw).view_count != 37 * 9 + 5
    assert read(20, draw, taught(draw)).view_count == 37 * 9 + 5


def test_few_views_are_no_counter() -> None:
    def draw(number: int) -> str:
        return f"{title(number)}<p>Ngày đăng: 14/05/2021 Lượt xem: {number % 3 + 1}</p><div>{text(number)}</div>"

    template = taught(draw)
    assert not template.fields.of(FieldRole.NO_VIEWS)
    assert read(20, draw, template).view_count == 3
