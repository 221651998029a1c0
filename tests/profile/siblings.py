"""Pages of a portal drawn from one template, and what they teach of its fields."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from queson_crawler.parse.article.field_places import Fields
from queson_crawler.parse.article.furniture import Template
from queson_crawler.parse.article.reading import explain_article, sibling_of
from queson_crawler.parse.document import Document
from queson_crawler.parse.results import RawArticle
from queson_crawler.profile.siblings import Siblings

PLACES = "Đông Tây Nam Bắc Thượng Hạ Trung An Bình Phú Lộc Thọ Hòa Lâm Hải Giang".split()
FETCHED = datetime(2026, 11, 28, 4, 26, tzinfo=UTC)
Draw = Callable[[int], str]


def paragraph(number: int, part: int = 0) -> str:
    place = PLACES[number % len(PLACES)]
    length = 40 + number + part
    return f"Sáng nay, nhân dân thôn {place} Sơn dự lễ khánh thành cây cầu mới dài {length} mét qua suối lớn của xã."


def text(number: int) -> str:
    return f"<p>{paragraph(number)}</p><p>{paragraph(number, 100)}</p>"


def page(number: int, draw: Draw) -> Document:
    """The page of an article; pages are fetched one a second."""
    body = f"<html><head><title>Xã Suối Mơ</title></head><body>{draw(number)}</body></html>"
    return Document(f"http://suoimo.example/{number}", body, FETCHED + timedelta(seconds=number))


def title(number: int) -> str:
    return f"<h1>Khánh thành cầu {PLACES[number % len(PLACES)]} Sơn qua suối lớn</h1>"


def taught(draw: Draw, count: int = 16, known: Template | None = None) -> Template:
    """What `count` pages teach beside what is known."""
    siblings = Siblings()
    for number in range(count):
        siblings.take(sibling_of(page(number, draw)))
    return siblings.learned(known or Template()) or Template()


def fields_only(template: Template) -> Template:
    return Template(fields=Fields(template.fields.places))


def read(number: int, draw: Draw, template: Template | None = None) -> RawArticle:
    found = explain_article(page(number, draw), template=template or Template()).result
    assert isinstance(found, RawArticle), found
    return found
