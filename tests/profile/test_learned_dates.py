"""Which date of a page is its article's is told by sibling pages: clocks, banners, the place of dates, minutes."""

from datetime import timedelta

import pytest

from queson_crawler.parse.article.field_places import FieldPlace, FieldRole, Fields
from queson_crawler.parse.article.furniture import Template
from queson_crawler.parse.article.reading import explain_article
from queson_crawler.text import HANOI
from tests.profile.siblings import FETCHED, Draw, page, read, taught, text, title


def day(number: int) -> str:
    return f"{number % 28 + 1:02d}/0{number % 9 + 1}/2021"


def iso(number: int) -> str:
    return f"2021-0{number % 9 + 1}-{number % 28 + 1:02d}"


def clock(number: int, wrong: timedelta = timedelta()) -> str:
    return f"{(FETCHED + timedelta(seconds=number) + wrong).astimezone(HANOI):%d/%m/%Y %H:%M}"


DATE = "<div class=ngay>{}</div>"


def labelled_clock(number: int) -> str:
    return f"{title(number)}<p>Cập nhật lúc: {clock(number)}</p>{DATE.format(day(number))}<div>{text(number)}</div>"


def wrong_clock(number: int) -> str:
    said = clock(number, timedelta(hours=-3))
    return f"{title(number)}<p>Cập nhật lúc: {said}</p>{DATE.format(day(number))}<div>{text(number)}</div>"


def footer(number: int) -> str:
    foot = "<div class=chan>Ngày đăng: 01/01/2020</div>"
    return f"{title(number)}{DATE.format(day(number))}<div>{text(number)}</div>{foot}"


def banner(number: int) -> str:
    return f"{title(number)}<p>Cập nhật: 02/09/2020</p>{DATE.format(day(number))}<div>{text(number)}</div>"


def far_below(number: int) -> str:
    boxes = "".join(f"<p><a href='/b{each}'>Mục {each}</a></p>" for each in range(12))
    return f"{title(number)}<div>{text(number)}</div>{boxes}<p class=x>Ngày đăng: {day(number)}</p>"


TEMPLATES = (labelled_clock, wrong_clock, footer, banner, far_below)


@pytest.mark.parametrize("draw", TEMPLATES)
def test_the_date_stands_where_sibling_pages_have_theirs(draw: Draw) -> None:
    alone = read(20, draw).published_at or ""
    assert not alone.startswith(iso(20)), "one page alone tells it"
    template = taught(draw)
    for number in range(24):
        assert (read(number, draw, template).published_at or "")[:10] == iso(number)


def test_it_is_told_why_a_date_was_chosen() -> None:
    """`queson probe --why` shows it."""
    doc = page(20, footer)
    assert not [each for each in explain_article(doc).verdicts if each.part == "date"]
    (verdict,) = (each for each in explain_article(doc, template=taught(footer)).verdicts if each.part == "date")
    assert verdict.chosen == day(20)
    assert [sign.name for sign in verdict.signs] == ["stands where sibling pages have theirs"]


def test_a_clock_is_no_date_where_nothing_else_is() -> None:
    def draw(number: int) -> str:
        return f"{title(number)}<p>Cập nhật lúc: {clock(number)}</p><div>{text(number)}</div>"

    assert read(20, draw).published_at
    assert read(20, draw, taught(draw)).published_at is None


@pytest.mark.parametrize("is_clock_first", [True, False])
def test_a_date_may_stand_just_as_the_clock_below_the_text(is_clock_first: bool) -> None:
    def draw(number: int) -> str:
        lines = [f"<div>{clock(number)}</div>", "<div>Tác giả: Lê Thị Hồng</div>", f"<div>{day(number)}</div>"]
        below = lines if is_clock_first else lines[::-1]
        return f"{title(number)}<div class=nd>{text(number)}</div>{''.join(below)}"

    template = taught(draw)
    for number in range(24):
        assert (read(number, draw, template).published_at or "")[:10] == iso(number)


def test_few_pages_teach_nothing() -> None:
    assert taught(labelled_clock, 7) == Template()


def test_articles_of_one_day_keep_it() -> None:
    """Nothing tells the day of a busy portal from a banner's, so it stays."""

    def draw(number: int) -> str:
        return f"{title(number)}<p>Ngày đăng: 27/11/2026</p><div>{text(number)}</div>"

    template = taught(draw)
    assert not template.fields.of(FieldRole.NO_DATE)
    assert (read(20, draw, template).published_at or "").startswith("2026-11-27")


def test_a_place_that_is_known_as_that_of_dates_never_becomes_a_clock() -> None:
    known = Template(fields=Fields((FieldPlace(FieldRole.DATE, "p", "updated"),)))
    assert not taught(labelled_clock, known=known).fields.has(FieldRole.NO_DATE, "p", "updated")


def test_of_several_dates_the_one_at_the_place_counts() -> None:
    """Some articles tell the day of an event below their title, where one page alone takes it for its date."""

    def draw(number: int) -> str:
        event = "<p>Ngày 30/04/2022</p>" if number > 15 or number % 8 == 1 else ""
        return f"{title(number)}{event}{DATE.format(day(number))}<div>{text(number)}</div>"

    assert (read(20, draw).published_at or "").startswith("2022-04-30")
    template = taught(draw)
    assert template.fields.of(FieldRole.DATE) == (FieldPlace(FieldRole.DATE, "div.ngay"),)
    assert (read(20, draw, template).published_at or "").startswith(iso(20))


def test_a_page_without_the_place_is_read_as_without_a_profile() -> None:
    def other(number: int) -> str:
        return f"{title(number)}<p>Ngày đăng: {day(number)}</p><div>{text(number)}</div>"

    assert read(20, other, taught(labelled_clock)) == read(20, other)


def test_minutes_stand_where_sibling_pages_have_them() -> None:
    def draw(number: int) -> str:
        time = f"<p class=gio>{day(number)} 1{number % 9}:20</p>"
        boxes = "<p><a href='/'>Mục</a></p>" * 9
        return f"{title(number)}<p>Ngày đăng: {day(number)}</p><div>{text(number)}</div>{boxes}{time}"

    assert read(20, draw).published_precision == "day"
    found = read(20, draw, taught(draw))
    assert found.published_at == f"{iso(20)}T12:20:00+07:00"


def test_what_all_pages_tell_machines_is_no_date() -> None:
    def draw(number: int) -> str:
        stamp = "<span itemprop=datePublished content='2019-01-01T08:00:00+07:00'></span>"
        shown = f"<p>Ngày đăng: {day(number)}</p>" if number < 16 else ""
        return f"{stamp}{title(number)}{shown}<div>{text(number)}</div>"

    assert (read(20, draw).published_at or "").startswith("2019")
    assert read(20, draw, taught(draw)).published_at is None


def american(number: int) -> str:
    said = f"{number % 9 + 1}/{number % 28 + 1}/2021 {number % 11 + 1}:05:00 PM"
    return f"{title(number)}<p>Cập nhật: {said}</p><div>{text(number)}</div>"


def vietnamese(number: int) -> str:
    said = f"{number % 28 + 1:02d}/{number % 9 + 1:02d}/2021 0{number % 9 + 1}:05:00 PM"
    return f"{title(number)}<p>Cập nhật: {said}</p><div>{text(number)}</div>"


@pytest.mark.parametrize("draw", [american, vietnamese])
def test_days_that_can_be_no_months_tell_which_number_is_the_month(draw: Draw) -> None:
    template = taught(draw)
    is_known = any(place.role is FieldRole.MONTH_FIRST for place in template.fields.places)
    assert is_known is (draw is american)
    for number in range(24):
        assert (read(number, draw, template).published_at or "")[:10] == iso(number)


def test_one_page_alone_is_read_day_first() -> None:
    assert (read(2, american).published_at or "")[:10] == "2021-03-03"
    assert (read(4, american).published_at or "")[:10] == "2021-05-05"
    assert (read(1, american).published_at or "")[:10] == "2021-02-02"
    assert (read(10, american).published_at or "")[:10] == "2021-11-02"
    assert (read(20, american).published_at or "")[:10] == "2021-03-21", "it can only be March"
