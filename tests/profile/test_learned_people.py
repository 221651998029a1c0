"""Who wrote an article is told by the place where sibling pages name their authors or sign; nobody is invented."""

import pytest

from queson_crawler.parse.article.field_places import FieldRole
from tests.profile.siblings import Draw, fields_only, paragraph, read, taught, text, title

DATE = "<p>Ngày đăng: 14/05/2021</p>"
NAMES = ("Lê Thị Hồng", "Trần Văn Nam", "Thu Hiền", "Phòng Văn hóa xã", "Nguyễn Minh Đức")
PEOPLE = ("Lê Thị Hồng", "Trần Văn Nam", "Thu Hiền", "Phạm Thanh", "Nguyễn Minh Đức")
PLACES = ("Hội An", "Điện Bàn", "Duy Xuyên", "Tam Kỳ", "Núi Thành")


def name(number: int) -> str:
    return NAMES[number % len(NAMES)]


def lead_of(number: int) -> str:
    return f"Công trình tại {PLACES[number % 5]} đã hoàn thành trước mùa mưa lũ năm nay."


def above_the_lead(number: int) -> str:
    person = PEOPLE[number % len(PEOPLE)]
    lead = f"<div class=x2>{lead_of(number)}</div>"
    return f"{title(number)}{DATE}<div class=x1>{person}</div>{lead}<div class=nd>{text(number)}</div>"


def in_the_text(number: int) -> str:
    person = PEOPLE[number % len(PEOPLE)]
    return f"{title(number)}{DATE}<div class=nd><p class=x1>{person}</p>{text(number)}</div>"


def right_by_class(number: int) -> str:
    listed = "<ul><li>Cầu Đông Sơn</li><li>Cầu Tây Sơn</li></ul>" if number % 2 else ""
    return f"{title(number)}{DATE}<div class=nd>{text(number)}{listed}<p class=k7>{name(number)}</p></div>"


def italic(number: int) -> str:
    return f"{title(number)}{DATE}<div class=nd>{text(number)}<p><em>{name(number)}</em></p></div>"


def office_in_bold(number: int) -> str:
    return f"{title(number)}{DATE}<div class=nd>{text(number)}<p><b>{name(number)}</b></p></div>"


BELOW = (right_by_class, italic, office_in_bold)
OFFICE, PERSON = 23, 20


@pytest.mark.parametrize("draw", BELOW)
def test_a_signature_looks_as_those_of_sibling_pages(draw: Draw) -> None:
    assert read(OFFICE, draw).author is None, "one page alone tells it"
    found = read(OFFICE, draw, taught(draw))
    assert found.author == name(OFFICE)
    assert name(OFFICE) not in found.body
    assert paragraph(OFFICE, 100) in found.body


@pytest.mark.parametrize("draw", [above_the_lead, in_the_text])
def test_a_byline_above_the_text_stands_where_sibling_pages_have_theirs(draw: Draw) -> None:
    assert read(PERSON, draw).author is None, "one page alone tells it"
    found = read(PERSON, draw, taught(draw))
    assert found.author == PEOPLE[0]
    assert found.body == f"{paragraph(PERSON)}\n\n{paragraph(PERSON, 100)}"
    assert found.lead == ("" if draw is in_the_text else lead_of(PERSON))


def test_a_label_names_the_author_before_any_signature() -> None:
    def labelled(number: int) -> str:
        return right_by_class(number).replace(DATE, f"{DATE}<p>Tác giả: Đỗ Quyên</p>")

    assert read(OFFICE, labelled, taught(labelled)).author == "Đỗ Quyên"


LINES = {
    "places": lambda number: PLACES[number % 5],
    "categories": lambda number: ("Văn Hóa", "Nông Thôn Mới", "Kinh Tế")[number % 3],
    "one name": lambda _: "Lê Thị Hồng",
    "sentences": lambda number: f"Cầu số {number} đã xong.",
    "headings": lambda number: f"Mục {number}",
}


@pytest.mark.parametrize("kind", LINES)
def test_nobody_is_invented(kind: str) -> None:
    line = LINES[kind]

    def draw(number: int) -> str:
        said = line(number)
        return (
            f"{title(number)}{DATE}<div class=x1>{said}</div><div class=nd>{text(number)}<p class=k7>{said}</p></div>"
        )

    template = taught(draw)
    assert not template.fields.of(FieldRole.AUTHOR)
    assert not template.fields.of(FieldRole.SIGNATURE)
    assert read(20, draw, fields_only(template)).author == read(20, draw).author


def test_a_line_of_other_words_at_the_place_stays_text() -> None:
    def other(number: int) -> str:
        return f"{title(number)}{DATE}<div class=nd>{text(number)}<p class=k7>Mời bà con đón xem.</p></div>"

    found = read(20, other, taught(right_by_class))
    assert found.author is None
    assert found.body.endswith("Mời bà con đón xem.")
