"""What stands around every page: banner, menu, search box, side boxes, counters, footer, and the one form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from urllib.parse import quote

from queson_crawler.demo.counters import Counters
from queson_crawler.demo.model import Content
from queson_crawler.demo.skin_dnn import address
from queson_crawler.demo.skin_dnn.links import Links
from queson_crawler.demo.skin_dnn.state import SealedState
from queson_crawler.demo.wire import Request

FEATURED = 6
SKINS = {"theme_blue": "Blue", "theme_orange": "Orange", "theme_green": "Green"}


class PageTemplate(Template):
    """A template whose slots begin with a sign that ASP.NET pages, full of dollars, do not use."""

    delimiter = "§"


@cache
def _template(name: str) -> PageTemplate:
    return PageTemplate(files(__package__).joinpath("templates", name).read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Frame:
    """Puts content panes into whole pages."""

    content: Content
    counters: Counters

    def page(self, title: str, main: str, keys: dict[str, str], state: SealedState, request: Request) -> str:
        """A whole page: `main` with everything around it, or alone when `keys` ask for the print view."""
        bare = "dnnprintmode" in keys
        return _template("page.html").substitute(
            language=escape(keys.get("language", "vi-VN")),
            title=escape(f"Cổng thông tin điện tử {self.content.site.district} > {title}"),
            district=self.content.site.district,
            action=escape(request.target),
            viewstate=state.viewstate,
            validation=state.validation,
            skin=main if bare else self._skin(main, keys, request),
        )

    def _skin(self, main: str, keys: dict[str, str], request: Request) -> str:
        links = Links(request.base, request.path)
        site = self.content.site
        own = address.tab_path(keys["tabid"], **_shown(keys))
        english = keys.get("language", "").lower() == "en-us"
        return _template("skin.html").substitute(
            self._counters(),
            **{slot: links.href(f"{own}&SkinSrc=%5bG%5dSkins%2f{name}%2findex") for slot, name in SKINS.items()},
            twin=links.href(f"{own}&language={'vi-VN' if english else 'en-US'}"),
            twin_name="Tiếng Việt" if english else "English",
            register=links.href(address.tab_path(address.HOME, ctl="Register")),
            login=links.href(f"/Login/tabid/{address.LOGIN}/Default.aspx?returnurl={quote(request.target, safe='')}"),
            about=links.href(f"/Gioi-thieu/tabid/{address.ABOUT}/Default.aspx"),
            menu=self._menu(links),
            featured=self._featured(links),
            main=main + self._print_link(own, keys, links),
            district=site.district,
            district_upper=site.district.upper(),
            slogan=site.slogan,
            address=escape(site.address),
            phone=site.phone,
            email=site.email,
            developer=escape(site.developer),
        )

    def _menu(self, links: Links) -> str:
        entries = [
            ("Trang chủ", "/"),
            ("Giới thiệu", address.tab_path(address.ABOUT)),
            *((category.title, address.category_path(category.id)) for category in self.content.categories),
            ("Liên hệ", address.tab_path(address.CONTACT)),
        ]
        return "\n".join(f"<li><a {links.href(path)}><span>{escape(word)}</span></a></li>" for word, path in entries)

    def _featured(self, links: Links) -> str:
        """A side box with the newest articles; the aliased one appears here under each of its further addresses."""
        aliased = self.content.by_id()[self.content.aliased]
        paths = [(aliased, path) for path in address.alias_paths(aliased)[1:]]
        paths += [(story, address.article_path(story)) for story in self.content.stories[:FEATURED]]
        return "\n".join(f"<li><a {links.href(path)}>{escape(one.article.title)}</a></li>" for one, path in paths)

    def _print_link(self, own: str, keys: dict[str, str], links: Links) -> str:
        if "nid" not in keys:
            return ""
        skin = "SkinSrc=%5bG%5dSkins%2f_default%2fNo+Skin&ContainerSrc=%5bG%5dContainers%2f_default%2fNo+Container"
        link = links.href(f"{own}&dnnprintmode=true&{skin}")
        return f"\n<div class='NewsBack'><a {link} target=_blank>In trang</a></div>"

    def _counters(self) -> dict[str, str]:
        visits = self.counters.visits
        return {
            "total_padded": f"{visits:012d}",
            "total": str(visits),
            "today": str(visits % 50_000),
            "yesterday": "20417",
            "last_month": "611902",
            "online": str(100 + visits * 37 % 400),
        }


def _shown(keys: dict[str, str]) -> dict[str, str]:
    return {name: keys[name.lower()] for name in ("Group", "NID") if name.lower() in keys}
