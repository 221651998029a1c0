"""What sets the leads of a portal apart is told by sibling pages, where one page alone does not show it for sure."""

import pytest

from queson_crawler.parse.article.field_places import FieldRole
from queson_crawler.parse.article.furniture import Template
from tests.profile.siblings import Draw, fields_only, page, paragraph, read, taught, text, title

DATE = "<p>Ngày đăng: 14/05/2021</p>"
LONG = "Sau lễ, lãnh đạo xã thăm hỏi các hộ đã góp đất, góp công cho công trình trong hai năm qua. " * 11


def lead(number: int) -> str:
    return f"Công trình số {number} do nhân dân đóng góp đã hoàn thành trước mùa mưa lũ năm nay."


def italic(number: int) -> str:
    return f"{title(number)}{DATE}<div class=nd><p><i>{lead(number)}</i></p>{text(number)}</div>"


def smaller_heading(number: int) -> str:
    return f"{title(number)}{DATE}<div class=nd><h5>{lead(number)[:-1]}</h5>{text(number)}</div>"


def very_long(number: int) -> str:
    said = lead(number) if number < 16 else LONG
    return f"{title(number)}{DATE}<div class=nd><p class=x1>{said}</p>{text(number)}</div>"


def leading_on(number: int) -> str:
    said = lead(number) if number < 16 else f"{lead(number)[:-1]}, cụ thể như sau:"
    return f"{title(number)}{DATE}<div class=nd><p class=x1>{said}</p>{text(number)}</div>"


def two_paragraphs(number: int) -> str:
    second = f"<p class=x1>{lead(number + 100)}</p>" if number > 15 else ""
    return f"{title(number)}{DATE}<div class=nd><p class=x1>{lead(number)}</p>{second}{text(number)}</div>"


def short_above_text(number: int) -> str:
    said = lead(number) if number < 16 else "Cầu đã xong."
    return f"{title(number)}{DATE}<p class=x1>{said}</p><div class=nd>{text(number)}</div>"


LEADS = {
    italic: lead(20),
    smaller_heading: lead(20)[:-1],
    very_long: LONG.strip(),
    leading_on: f"{lead(20)[:-1]}, cụ thể như sau:",
    two_paragraphs: f"{lead(20)}\n\n{lead(120)}",
    short_above_text: "Cầu đã xong.",
}


@pytest.mark.parametrize("draw", LEADS)
def test_a_lead_looks_as_those_of_sibling_pages(draw: Draw) -> None:
    assert read(20, draw).lead != LEADS[draw], "one page alone tells it"
    found = read(20, draw, taught(draw))
    assert found.lead == LEADS[draw]
    assert found.body == f"{paragraph(20)}\n\n{paragraph(20, 100)}"


def test_what_is_not_set_apart_is_text() -> None:
    def without_lead(number: int) -> str:
        return f"{title(number)}{DATE}<div class=nd>{text(number)}</div>"

    for draw in LEADS:
        assert read(21, without_lead, taught(draw)) == read(21, without_lead)


def test_a_heading_in_the_type_of_leads_is_none() -> None:
    def headed(number: int) -> str:
        return f"{title(number)}{DATE}<div class=nd><p><b>I. Mục đích</b></p>{text(number)}</div>"

    def bold(number: int) -> str:
        return f"{title(number)}{DATE}<div class=nd><p><b>{lead(number)}</b></p>{text(number)}</div>"

    assert taught(bold).fields.of(FieldRole.LEAD)
    assert read(20, headed, taught(bold)).lead == ""


@pytest.mark.parametrize(
    "opening",
    [
        "<p>{0}</p>",
        "{0}",
        "<div>{0}</div>",
        "<p><b>I. Mục đích, yêu cầu</b></p><p>{0}</p>",
        "<p><b>Xã Suối Mơ</b> {0}</p>",
    ],
)
def test_an_opening_that_is_no_lead_teaches_none(opening: str) -> None:
    def draw(number: int) -> str:
        return f"{title(number)}{DATE}<div class=nd>{opening.format(lead(number))}{text(number)}</div>"

    template = taught(draw)
    assert not template.fields.of(FieldRole.LEAD)
    assert read(20, draw, fields_only(template)) == read(20, draw)


def test_a_few_leads_teach_none() -> None:
    def draw(number: int) -> str:
        return italic(number) if number % 4 else f"{title(number)}{DATE}<div class=nd>{text(number)}</div>"

    assert not taught(draw).fields.of(FieldRole.LEAD)
    assert taught(italic) != Template()
    assert page(0, italic).text
