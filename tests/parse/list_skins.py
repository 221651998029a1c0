"""List pages in skins composed at random, with the articles and the pager that a reader sees on each. Pure and seeded.

The content is the demo portal's; markup of the items, boxes beside them, addresses and pagers are drawn anew each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from random import Random

from queson_crawler.demo.compose import slug
from queson_crawler.demo.model import Story
from tests.parse import article_frames as frames
from tests.parse.article_skins import BASE, PORTAL, stories

CATEGORY = "Tin hoạt động"
CHOICES: dict[str, tuple[str, ...]] = {
    "layout": ("table", "div", "div", "html5", "flat"),
    "names": ("random", "none", "misleading", "hinted"),
    "item": ("card", "card", "rows", "striped", "bare", "li", "dl", "wrapped", "article", "media", "nested"),
    "heading": ("h1", "h2", "div", "none", "portal h1"),
    "first": ("alike", "alike", "bigger", "three"),
    "date": ("none", "span", "paren", "before", "views"),
    "lead": ("no", "yes", "yes"),
    "more": ("no", "no", "yes"),
    "size": ("1", "2", "5", "10", "10", "20"),
    "address": ("id", "id", "query", "slug", "node"),
    "side": ("none", "left", "right", "both"),
    "side_size": ("3", "8", "25"),
    "side_dated": ("no", "yes"),
    "ticker": ("no", "no", "yes"),
    "tabs": ("no", "no", "yes"),
    "pager": ("none", "numbers", "window", "select", "steps", "said", "active link"),
    "page": ("1", "2", "7"),
    "crumbs": ("none", "line"),
    "sublists": ("no", "yes"),
    "footer": ("full", "short"),
}
PAGES = 9


MISLEADING = ("other-news", "box-news", "related-content", "right-content", "news-detail", "list-side")


def css(rng: Random, names: str, role: str) -> str:
    """A class for an element of a role."""
    return f" class='{rng.choice(MISLEADING)}'" if names == "misleading" else frames.css(rng, names, role)


@dataclass(frozen=True, slots=True)
class ListSkin:
    """A page, its address, the features of its skin, the addresses of its articles, its number and the next one's."""

    html: str
    url: str
    features: dict[str, str]
    listed: dict[str, str]
    page: int
    following: str


def list_page(number: int, seed: int = 1) -> ListSkin:
    """Page `number` of an endless series, always the same."""
    rng = Random(seed * 1_000_033 + number)
    features = {name: rng.choice(values) for name, values in CHOICES.items()}
    return _Composer(rng, features).page()


class _Composer:
    """The state of one page while it is written."""

    def __init__(self, rng: Random, features: dict[str, str]) -> None:
        self.rng, self.f = rng, features
        drawn = rng.sample(list(stories()), 80)
        seen: dict[str, Story] = {}
        for one in drawn:
            seen.setdefault(one.article.title, one)
        pool = list(seen.values())
        size = int(features["size"])
        self.shown, self.others = pool[:size], pool[size:]
        self.number = int(features["page"]) if features["pager"] != "none" else 1
        # Names are of the page, not of the item: a skin writes each item alike.
        self.names = {role: css(rng, features["names"], role) for role in ("item", "title", "meta", "lead")}
        self.pager_kind = rng.choice(("?page={}", "?p={}", "/trang-{}.html", "/page/{}"))

    def path(self, story: Story) -> str:
        words, native_id = slug(story.article.title).lower()[:80].strip("-"), story.article.native_id
        return {
            "id": f"/tin-hoat-dong/{words}-{native_id}.html",
            "query": f"/Default.aspx?tabid=92&NID={native_id}",
            "slug": f"/tin-hoat-dong/{words}",
            "node": f"/node/{native_id}",
        }[self.f["address"]]

    def _date(self, story: Story) -> str:
        return f"{datetime.fromisoformat(story.article.published):%d/%m/%Y}"

    def _parts(self, story: Story) -> tuple[str, str, str, str, str]:
        """Picture, linked title, date, lead, and the link to read on."""
        path, title, kind = escape(self.path(story)), escape(story.article.title), self.f["date"]
        link = f"<a href='{path}' title='{escape(story.article.title, quote=True)}'>{title}</a>"
        date = {
            "none": "",
            "span": f"<span{self.names['meta']}>{self._date(story)} 08:15</span>",
            "paren": f"<i>({self._date(story)})</i>",
            "before": f"<small>{self._date(story)}</small>",
            "views": f"<div{self.names['meta']}>{self._date(story)} - Đã xem: 31</div>",
        }[kind]
        lead = escape(story.article.lead or "Huyện vừa có thêm một việc làm hay, bà con các thôn đều góp công.")
        lead = f"<p{self.names['lead']}>{lead}</p>" if self.f["lead"] == "yes" else ""
        picture = f"<a href='{path}'><img src='/upload/{story.article.native_id}.jpg' alt=''></a>"
        more = f"<a href='{path}'>Xem chi tiết</a>" if self.f["more"] == "yes" else ""
        return picture, link, date, lead, more

    def _item(self, at: int, story: Story) -> str:
        picture, link, date, lead, more = self._parts(story)
        title, names = f"<h3{self.names['title']}>{link}</h3>", self.names
        if self.f["date"] == "before":
            title = date + title
            date = ""
        match self.f["item"]:
            case "card":
                return f"<div{names['item']}>{picture}<div>{title}{date}{lead}{more}</div></div>"
            case "rows":
                return f"<tr><td>{picture}</td><td><b>{link}</b> {date}{lead}{more}</td></tr>"
            case "striped":
                row = ("odd", "even")[at % 2]
                return f"<tr class='row-{row}'><td>{at + 1}</td><td>{link} {date}{lead}</td><td>{more}</td></tr>"
            case "bare":
                return f"<p>{link} {date}</p>{lead}{more}"
            case "dl":
                return f"<dt>{link} {date}</dt><dd>{lead}{more}</dd>"
            case "li":
                return f"<li{names['item']}>{link} {date}{lead}{more}</li>"
            case "wrapped":
                image = f"<img src='/upload/{at}.jpg'>"
                inner = f"{image}<h4>{escape(story.article.title)}</h4>{date}{lead}"
                return f"<a href='{escape(self.path(story))}'{names['item']}>{inner}</a>"
            case "article":
                return f"<article{names['item']}><header>{title}{date}</header>{lead}<footer>{more}</footer></article>"
            case "media":
                return (
                    f"<li class='media'><div class='media-left'>{picture}</div>"
                    f"<div>{title}{date}{lead}{more}</div></li>"
                )
        return f"<div><div><div{names['item']}><div>{picture}</div><div>{title}{date}{lead}</div></div></div></div>"

    def _big(self, story: Story) -> str:
        picture, link, date, lead, more = self._parts(story)
        return f"<div class='featured'><div>{picture}</div><h2>{link}</h2>{date}{lead}{more}</div>"

    def _list(self) -> str:
        leading = {"alike": 0, "bigger": 1, "three": 3}[self.f["first"]]
        leading = leading if len(self.shown) > leading + 1 else 0
        head = "".join(self._big(story) for story in self.shown[:leading])
        items = "".join(self._item(at, story) for at, story in enumerate(self.shown[leading:]))
        around = {"rows": "table", "striped": "table", "li": "ul", "media": "ul", "dl": "dl"}.get(self.f["item"], "div")
        return f"{head}<{around}>{items}</{around}>"

    def href(self, page: int) -> str:
        """The address of a page of the list as its pager writes it."""
        return f"{BASE}/tin-hoat-dong{self.pager_kind.format(page)}"

    def _pager(self) -> str:
        kind, here = self.f["pager"], self.number
        numbers = range(1, PAGES + 1)
        if kind == "window":
            numbers = range(max(1, here - 2), min(PAGES, here + 2) + 1)
        links = [self._number(number, here, kind) for number in numbers]
        if kind == "none":
            return ""
        if kind == "select":
            options = "".join(
                f"<option value='{self.href(n)}'{' selected' if n == here else ''}>Trang {n}</option>" for n in numbers
            )
            return f"<div>Chuyển đến <select>{options}</select></div>"
        back = f"<a href='{self.href(here - 1)}'>Trang trước</a> " if here > 1 else ""
        on = f" <a href='{self.href(here + 1)}'>Trang sau</a>" if here < PAGES else ""
        if kind == "steps":
            return f"<div>{back}{on}</div>"
        said = f"<span>Trang {here}/{PAGES}</span> " if kind == "said" else ""
        tag = self.rng.choice(("div", "ul", "p"))
        links = [f"<li>{link}</li>" for link in links] if tag == "ul" else links
        return f"<{tag}>{said}{' '.join(links)}{on if kind == 'window' else ''}</{tag}>"

    def _number(self, number: int, here: int, kind: str) -> str:
        if number != here:
            return f"<a href='{self.href(number)}'>{number}</a>"
        return f"<a class='active' href='#'>{number}</a>" if kind == "active link" else f"<b>{number}</b>"

    def _box(self, heading: str, some: Sequence[Story], *, dated: bool) -> str:
        tag, name = self.rng.choice(("h3", "div", "h4", "p")), css(self.rng, self.f["names"], "side")
        rows = "".join(
            f"<li><a href='{escape(self.path(one))}'>{escape(one.article.title)}</a>"
            + (f" ({self._date(one)})" if dated else "")
            + "</li>"
            for one in some
        )
        return f"<div{name}><{tag}>{heading}</{tag}><ul>{rows}</ul></div>"

    def _side(self) -> str:
        some = self.others[: int(self.f["side_size"])]
        heading = self.rng.choice(("Tin mới nhất", "Tin nổi bật", "Đọc nhiều", "Tin xem nhiều", "Thông báo"))
        return self._box(heading, some, dated=self.f["side_dated"] == "yes") + frames.POLL + frames.COUNTER

    def _above(self) -> str:
        out = ""
        if self.f["ticker"] == "yes":
            links = "".join(
                f"<a href='{escape(self.path(one))}'>{escape(one.article.title)}</a> | " for one in self.others[26:31]
            )
            out += f"<marquee>{links}</marquee>"
        if self.f["crumbs"] == "line":
            out += f"<div><a href=/>Trang chủ</a> » <a href=/tin-hoat-dong>{CATEGORY}</a></div>"
        if self.f["sublists"] == "yes":
            names = ("Kinh tế - Nông thôn mới", "Văn hóa - Xã hội", "An ninh - Quốc phòng")
            out += "<div>" + " ".join(f"<a href=/{slug(name).lower()}>{name}</a>" for name in names) + "</div>"
        return out

    def _below(self) -> str:
        if self.f["tabs"] == "no":
            return ""
        some, heads = (
            self.others[31:41],
            "<ul><li><a href='#a'>Mới nhất</a></li><li><a href='#b'>Đọc nhiều</a></li></ul>",
        )
        panes = "".join(
            f"<div id='{name}'><ul>"
            + "".join(
                f"<li><a href='{escape(self.path(one))}'>{escape(one.article.title)}</a></li>"
                for one in some[at : at + 5]
            )
            + "</ul></div>"
            for name, at in (("a", 0), ("b", 5))
        )
        return f"<div>{heads}{panes}</div>"

    def page(self) -> ListSkin:
        heads = {
            "h1": f"<h1>{CATEGORY}</h1>",
            "h2": f"<h2>{CATEGORY}</h2>",
            "div": f"<div><a href='/tin-hoat-dong'>{CATEGORY}</a></div>",
            "none": "",
            "portal h1": f"<h1>{PORTAL}</h1><h3>{CATEGORY}</h3>",
        }
        main = self._above() + heads[self.f["heading"]] + f"<div>{self._list()}{self._pager()}</div>"
        side = self.f["side"]
        left = self._side() if side in ("left", "both") else ""
        right = self._side() if side in ("right", "both") else ""
        body = frames.columns(self.f, left, main, right, lambda role: css(self.rng, self.f["names"], role))
        title = f"{CATEGORY} - {PORTAL}"
        on = self.number < PAGES and self.f["pager"] != "none"
        page = f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>"
        return ListSkin(
            html=page,
            url=self.href(self.number) if self.number > 1 else f"{BASE}/tin-hoat-dong",
            features=self.f,
            listed={BASE + self.path(one): one.article.title for one in self.shown},
            page=self.number,
            following=self.href(self.number + 1) if on else "",
        )
