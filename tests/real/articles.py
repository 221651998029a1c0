"""The articles of the real systems: composed here from nothing but a seed, so that every answer is known beforehand."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from archive.text import fold

PLACES = ("Tân An", "Phú Hòa", "Bình Lâm", "Đông Sơn", "Thạch Khê", "Yên Mỹ", "Quảng Điền", "Hương Thọ", "Cẩm Lĩnh")
DEEDS = ("khánh thành", "khởi công", "sửa chữa", "bàn giao", "kiểm tra", "nghiệm thu", "mở rộng", "tiếp nhận")
THINGS = ("trường mầm non", "tuyến đường liên xã", "trạm y tế", "nhà văn hóa", "hồ chứa nước", "cầu dân sinh", "chợ")
PEOPLE = ("Lê Thị Hồng", "Trần Văn Nghĩa", "Nguyễn Đức Ái", "Phạm Quỳnh Như", "Võ Minh Khuê")
OFFICES = ("Ủy ban nhân dân xã", "Hội Nông dân", "Đoàn Thanh niên", "Phòng Giáo dục", "Ban Chỉ huy quân sự")
SENTENCES = (
    "{office} {place} cho biết {thing} phục vụ {count} hộ dân của {hamlet} thôn.",
    "Tổng kinh phí hơn {count} triệu đồng, trong đó ngân sách huyện hỗ trợ {part}%.",
    "Ông {person}, đại diện {office}, đề nghị các thôn giữ gìn và sử dụng {thing} đúng mục đích.",
    "Trước đó, {hamlet} cuộc họp dân được tổ chức để lấy ý kiến về {thing} tại {place}.",
    "Bà con {place} đóng góp {count} ngày công, hiến {count} mét vuông đất vườn.",
    "Dịp này, {office} trao {hamlet} suất quà cho gia đình chính sách ở {place}.",
)
ODD = (
    "THÔNG BÁO",
    "Thời gian: 08h00 ngày 15/3/2025, tại hội trường {place}.",
    "Bình luận của người dân {place} về {thing} đều được ghi nhận trong biên bản.",
    "Nguồn nước sạch của {place} đến từ hồ trên núi, cách trung tâm {hamlet} km.",
)
REMARKS = ("Rất đáng mừng cho bà con quê tôi.", "Đề nghị đăng thêm ảnh của buổi lễ.", "Tôi chúc công trình bền lâu.")
READERS = ("Bạn đọc Minh", "Cô giáo Lan", "Anh Tư")


class State(StrEnum):
    """Who may see an article."""

    PUBLIC = "public"
    STICKY = "sticky"
    SCHEDULED = "scheduled"
    PRIVATE = "private"
    PASSWORD = "password"
    DRAFT = "draft"


@dataclass(frozen=True)
class Category:
    """One list of the portal; `parent` is the slug of the one above it."""

    slug: str
    name: str
    parent: str = ""


@dataclass(frozen=True)
class Remark:
    """What a reader wrote under an article."""

    reader: str
    text: str


@dataclass(frozen=True)
class News:
    """One article as its author means it. `published` is local time; a text with `breaks` stands on several pages,
    cut before those paragraphs."""

    number: int
    title: str
    slug: str
    lead: str
    paragraphs: tuple[str, ...]
    author: str
    published: datetime
    categories: tuple[str, ...]
    tags: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    caption: str = ""
    file: str = ""
    remarks: tuple[Remark, ...] = ()
    breaks: tuple[int, ...] = ()
    state: State = State.PUBLIC

    @property
    def shown(self) -> bool:
        return self.state in (State.PUBLIC, State.STICKY)


CATEGORIES = (
    Category("tin-tuc", "Tin tức"),
    Category("kinh-te-xa-hoi", "Kinh tế - Xã hội", "tin-tuc"),
    Category("van-hoa", "Văn hóa, giáo dục", "tin-tuc"),
    Category("thong-bao", "Thông báo"),
    Category("xay-dung-dang", "Xây dựng Đảng"),
    Category("nong-thon-moi", "Nông thôn mới", "kinh-te-xa-hoi"),
)
FIRST = datetime(2025, 1, 6, 7, 12)
HIDDEN = {17: State.PRIVATE, 43: State.SCHEDULED, 71: State.PASSWORD, 88: State.DRAFT}


def articles(count: int, seed: int = 14, first: int = 1) -> tuple[News, ...]:
    """`count` articles numbered from `first`; each number and seed gives one and the same article."""
    return tuple(_article(number, seed) for number in range(first, first + count))


def edited(news: News) -> News:
    """The article after a sentence was added to its second paragraph."""
    first, second, *others = news.paragraphs
    return replace(news, paragraphs=(first, f"{second} Cập nhật: công việc xong sớm {news.number} ngày.", *others))


def _article(number: int, seed: int) -> News:
    chance = random.Random(seed * 10_000 + number)
    words = {
        "office": chance.choice(OFFICES),
        "place": chance.choice(PLACES),
        "thing": chance.choice(THINGS),
        "person": chance.choice(PEOPLE),
    }
    title = f"{words['place']} {chance.choice(DEEDS)} {words['thing']} số {number}"
    return News(
        number,
        title,
        fold(title).replace(" ", "-"),
        _sentence(chance, words, f"Sáng {number % 28 + 1}/3, tại {words['place']}: {{office}} họp về {{thing}}."),
        _paragraphs(chance, words, number),
        PEOPLE[number % 3],
        _published(chance, number),
        _categories(chance, number),
        tags=tuple(chance.sample(PLACES, number % 3)),
        rows=("Hạng mục | Kinh phí", f"Nền móng | {number} triệu", "Sân | 12 triệu") if number % 11 == 4 else (),
        caption=f"Quang cảnh buổi lễ số {number} tại {words['place']}." if number % 3 else "",
        file=f"bao-cao-{number}.pdf" if number % 10 == 7 else "",
        remarks=_remarks(chance, number),
        breaks=(2, 4) if number % 20 == 9 else (),
        state=HIDDEN.get(number, State.STICKY if number == 30 else State.PUBLIC),
    )


def _published(chance: random.Random, number: int) -> datetime:
    """To the minute; a scheduled article is for a day that no test lives to see."""
    moment = FIRST + timedelta(days=number, minutes=chance.randrange(700))
    return moment.replace(year=2099) if HIDDEN.get(number) is State.SCHEDULED else moment


def _categories(chance: random.Random, number: int) -> tuple[str, ...]:
    """One category for most, two or three for some; the nested ones too."""
    slugs = [category.slug for category in CATEGORIES]
    return tuple(chance.sample(slugs, 1 + (number % 4 == 0) + (number % 12 == 0)))


def _paragraphs(chance: random.Random, words: dict[str, str], number: int) -> tuple[str, ...]:
    """Four to seven paragraphs; one in five articles has a line among them that looks like a label."""
    found = []
    for _ in range(4 + number % 4):
        templates = chance.sample(SENTENCES, 3)
        found.append(" ".join(_sentence(chance, words, template) for template in templates))
    if number % 5 == 0:
        found.insert(2, _sentence(chance, words, ODD[number // 5 % len(ODD)]))
    return tuple(found)


def _sentence(chance: random.Random, words: dict[str, str], template: str) -> str:
    numbers = {"count": chance.randrange(20, 900), "part": chance.randrange(10, 90), "hamlet": chance.randrange(2, 12)}
    return template.format(**words, **numbers)


def _remarks(chance: random.Random, number: int) -> tuple[Remark, ...]:
    """Two remarks of readers under every sixth article."""
    if number % 6:
        return ()
    return tuple(Remark(reader, chance.choice(REMARKS)) for reader in chance.sample(READERS, 2))
