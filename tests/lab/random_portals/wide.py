"""Traits beyond those of the first portals: drawn apart, and only from a seed on, so that the portals below stay."""

from __future__ import annotations

from datetime import datetime
from html import escape
from random import Random

from tests.lab.random_portals import dates, words
from tests.lab.random_portals.template import Template, class_name
from tests.lab.random_portals.traits import Traits
from tests.lab.random_portals.truth import Article

FIRST_WIDE = 2000
"""The first seed whose portal has such traits."""
CHOICES = {
    "templates": ("two",),
    "box": ("weather", "most-read", "prices", "weather-top"),
    "clock": ("crumbs", "above-title", "below-text"),
    "signature": ("centre", "float", "class", "italic"),
}
WEATHER = ("Hôm nay trời nắng, nhiệt độ từ 24 đến 33 độ.", "Chiều tối có mưa rào và dông vài nơi.")
READ = ("Lịch tiếp công dân tháng này", "Bảng giá đất mới nhất", "Thông tin tiêm phòng dại", "Tuyển dụng viên chức")
PRICES = ("Lúa tẻ thường: 7.900 đồng/kg", "Cà phê nhân: 98.500 đồng/kg", "Vàng miếng: 84,2 triệu đồng/lượng")


def draw(seed: int) -> dict[str, str]:
    """One to three of the traits with their values; none of a seed before the first wide one."""
    if seed < FIRST_WIDE:
        return {}
    random = Random(f"wide {seed}")
    names = random.sample(sorted(CHOICES), random.randint(1, 3))
    return {name: random.choice(CHOICES[name]) for name in names}


class Wide:
    """What a portal's wide traits put on the pages of its articles."""

    def __init__(self, seed: int, traits: Traits) -> None:
        self.values = draw(seed)
        random = Random(f"wide skin {seed}")
        self.older = Template(traits, random)
        self.box_class = class_name(random)
        self.signature_class = random.choice(("tac-gia", "author", "nguoi-viet", "ten-tg"))
        self.names = [words.person(random) for _ in range(4)]

    def form(self, article: Article, newer: Template, middle: datetime) -> Template:
        """The template of an article's page: of two the older ones keep the first."""
        if "templates" in self.values and article.published < middle:
            return self.older
        return newer

    def sign(self, random: Random, article: Article) -> None:
        """Give an article the name under its text, where it has none."""
        has_end = bool(article.paragraphs) and len(article.blocks) > 1 and article.blocks[-1].kind == "p"
        if "signature" in self.values and has_end and article.author is None:
            article.author = random.choice(self.names)

    def signature(self, article: Article) -> str:
        if "signature" not in self.values or article.author not in self.names:
            return ""
        name = escape(article.author)
        return {
            "centre": f"<center><b>{name}</b></center>",
            "float": f'<div style="float:right"><strong>{name}</strong></div>',
            "class": f'<p class="{self.signature_class}">{name}</p>',
            "italic": f'<p style="text-align:right"><em><strong>{name}</strong></em></p>',
        }[self.values["signature"]]

    def in_text(self, text: str) -> str:
        """The text with the box that stands in its element on every page."""
        kind = self.values.get("box", "")
        lines = {"most-read": READ, "prices": PRICES}.get(kind, WEATHER)
        titles = {"most-read": "Đọc nhiều", "prices": "Giá cả thị trường"}
        inner = f"<h4>{titles.get(kind, 'Thời tiết')}</h4>" + "".join(f"<p>{line}</p>" for line in lines)
        shown = f'<div class="{self.box_class}">{inner}</div>'
        if not kind:
            return text
        return shown + text if kind == "weather-top" else text + shown

    def clock(self, place: str) -> str:
        if self.values.get("clock") != place:
            return ""
        now = datetime.now()
        said = f"{dates.WEEKDAYS[now.weekday()]}, {now:%d/%m/%Y %H:%M}"
        return f"<div>{said}</div>"

    @property
    def told(self) -> str:
        """The traits, for a report."""
        return " ".join(f"{name}={value}" for name, value in sorted(self.values.items()))
