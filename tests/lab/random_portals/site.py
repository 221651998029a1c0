"""A portal drawn from a seed: what it holds, what it answers, and the truth about it."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from random import Random
from urllib.parse import quote

from tests.lab.random_portals import addresses, build, pages
from tests.lab.random_portals.addresses import Key, key_of
from tests.lab.random_portals.chrome import Chrome
from tests.lab.random_portals.pagers import PATH_FORMS, POSTED, Pager
from tests.lab.random_portals.skins import FIRST_SKIN, Real, Skin, drawn_traits
from tests.lab.random_portals.skins.addresses import WITHOUT_CATEGORY
from tests.lab.random_portals.template import Template, class_name
from tests.lab.random_portals.traits import NO_CATEGORY_IN_ADDRESS, draw
from tests.lab.random_portals.truth import Article, Category, State, Truth
from tests.lab.random_portals.wide import Wide


@dataclass(frozen=True)
class Answer:
    """What is sent: text is a page, bytes a file. `kind` is what the log says was asked for."""

    status: int
    kind: str
    text: str = ""
    data: bytes = b""
    media: str = "text/html"
    headers: dict[str, str] = field(default_factory=dict)


class Portal:
    """Everything is a pure function of the seed, but for the clock in the header and the counters."""

    def __init__(self, seed: int) -> None:
        random = Random(f"portal {seed}")
        self.seed, self.base = seed, "http://127.0.0.1"
        self.skin, self.real = Skin(seed), Real(seed)
        self.traits = traits = drawn_traits(seed, draw(random, 4 if seed < FIRST_SKIN else 2))
        self.categories = build.categories(random, traits)
        self.articles = build.articles(random, traits, self.categories)
        addresses.identify(random, traits["address"], self.articles)
        self.grammar = addresses.grammar(random, traits["address"])
        build.lock(random, traits, self.articles)
        self._sitemap_only(random)
        build.members(self.categories, self.articles)
        if random.random() < 0.4:
            build.one_entry_on_the_last_page(random, self.categories)
        self.pager = Pager(traits, self.grammar, random)
        self._skin(random)
        self._contents(random)
        self._addresses()
        self.chrome = Chrome(traits, random, self.categories, self.skin)
        self.routes = self.routes_by_key()

    def _sitemap_only(self, random: Random) -> None:
        """Some articles are in no list: the sitemap names them, and their own page names their list."""
        if self.traits["finding"] != "sitemap-only":
            return
        free = [article for article in self.articles if article.state is State.OPEN]
        for article in random.sample(free, len(free) // 10):
            article.in_lists = False
            article.categories = article.categories[:1]

    def _skin(self, random: Random) -> None:
        """Choices of the list pages."""
        self.item_class, self.list_class, self.outer_class, self.side_class = (class_name(random) for _ in range(4))
        self.list_dates = self.traits["dates_in_list"] == "yes"
        self.list_leads = random.random() < 0.5
        self.list_pictures = random.random() < 0.4
        self.more_words = random.choice(("", "", "Xem chi tiết", "Chi tiết »"))
        self.hot_title = random.choice(pages.HOT)
        self.home_blocks = random.random() < 0.7
        self.linked = random.random() < 0.5
        self.encoded = random.random() < 0.5
        self.shouts = random.random() < 0.3
        self.second_parameter = random.choice(("trang", "p", "showpage", "phan"))
        self.beyond = self.traits["beyond"]
        if self.beyond == "always-next":
            self.beyond = random.choice(("empty", "first", "last-repeated"))
        self.template = Template(self.traits, random)
        self.wide = Wide(self.seed, self.traits)
        days = sorted(article.published for article in self.articles)
        self.middle = days[len(days) // 2]

    def _contents(self, random: Random) -> None:
        for article in self.articles:
            build.fill(random, self.traits, article)
            self.real.fill(article)
            self.form(article).settle(random, article)
            self.wide.sign(random, article)

    def form(self, article: Article) -> Template:
        """The template of an article's page."""
        return self.wide.form(article, self.template, self.middle)

    def _addresses(self) -> None:
        for category in self.categories:
            category.address = self.grammar.category(category)
        for article in self.articles:
            own = article.categories if self.traits["membership"] != "one" else article.categories[:1]
            for number in own:
                address = self.address(article, self.categories[number])
                if address not in article.addresses:
                    article.addresses.append(address)

    @property
    def listed(self) -> list[Article]:
        return [article for article in self.articles if article.in_lists]

    def list_date(self, when: datetime) -> str:
        return f"{when:%d/%m/%Y}"

    def address(self, article: Article, category: Category) -> str:
        """Where a list links to for an article: an address of its own per list only where articles stand in several."""
        everything = self.traits["tree"] in ("parent-all", "nested-all") and category.number == 0
        alone = (
            self.traits["membership"] == "one" or self.traits["address"] in NO_CATEGORY_IN_ADDRESS | WITHOUT_CATEGORY
        )
        home = self.categories[article.categories[0]] if everything or alone else category
        return self.grammar.article(article, home)

    def second_address(self, article: Article) -> str:
        joint = "&" if "?" in article.addresses[0] else "?"
        return f"{article.addresses[0]}{joint}{self.second_parameter}=2"

    def truth(self) -> Truth:
        """What a person reading the whole portal would write down."""
        return Truth(self.articles, self.categories)

    # routes

    def routes_by_key(self) -> dict[Key, tuple[str, int, int]]:
        """Key of an address → kind, number, and page."""
        routes: dict[Key, tuple[str, int, int]] = {}
        for category in self.categories:
            last = 1 if self.pager.kind in POSTED else category.pages + 3
            for page in range(last, 0, -1):
                routes[key_of(self.pager.address(category, page))] = ("list", category.number, page)
            if self.pager.form not in PATH_FORMS:
                joint = "&" if "?" in category.address else "?"
                explicit = f"{category.address}{joint}{self.pager.parameter}={self.pager.value(category, 1)}"
                routes[key_of(explicit)] = ("list", category.number, 1)
        for article in self.articles:
            for place, address in enumerate(article.addresses):
                moved = place > 0 and self.traits["membership"] == "redirect"
                key = key_of(address)
                assert key not in routes, (self.seed, address)
                routes[key] = ("moved" if moved else "article", article.number, 1)
            if article.second_page:
                routes[key_of(self.second_address(article))] = ("article", article.number, 2)
        return routes

    def article_at(self, url: str) -> int | None:
        """The number of the article an address shows, whichever page of it."""
        path = "/" + url.split("://", 1)[-1].partition("/")[2]
        kind, number, _ = self.routes.get(key_of(path), ("", -1, 1))
        return number if kind in ("article", "moved") else None

    # answers

    def answer(self, method: str, target: str, form: dict[str, str]) -> Answer:
        """What the portal says to one request."""
        kind, number, page = self.routes.get(key_of(target), ("", -1, 1))
        if kind == "list":
            return self._list(self.categories[number], page, method, form)
        if kind == "moved":
            return self._moved(self.articles[number].addresses[0], "article")
        if kind == "article":
            return self._article(self.articles[number], page)
        return self._other(target)

    def _moved(self, address: str, kind: str) -> Answer:
        place = quote(address.replace("\\", "/"), safe="/?=&%():")
        return Answer(301 if self.seed % 2 else 302, kind, headers={"Location": place})

    def _list(self, category: Category, page: int, method: str, form: dict[str, str]) -> Answer:
        if method == "POST":
            asked = self.pager.posted(category, form)
            if asked is None:
                return Answer(500, "list", "<h1>Server Error</h1><p>Invalid postback or callback argument.</p>")
            page = asked
        if page > category.pages:
            if self.beyond == "404":
                return Answer(404, "list", pages.missing(self))
            if self.beyond == "redirect":
                return self._moved(category.address, "list")
            page = {"first": 1, "last-repeated": category.pages}.get(self.beyond, page)
        return Answer(200, "list", pages.listing(self, category, page))

    def _article(self, article: Article, page: int) -> Answer:
        kind = self.traits["locked"]
        if article.state is State.OPEN:
            return Answer(200, "article", pages.article_page(self, article, page == 2))
        if article.state is State.PASSWORD or kind == "members":
            return Answer(200, "article", pages.refusal(self, article, kind))
        if kind == "login":
            return Answer(302, "article", headers={"Location": "/dang-nhap?returnurl=%2F"})
        status = {State.MISSING: 404, State.GONE: 410, State.FORBIDDEN: 403}[article.state]
        return Answer(status, "article", pages.missing(self))

    def _other(self, target: str) -> Answer:
        path = target.split("?")[0]
        fixed = self._fixed().get(path)
        if fixed is not None and (path != "/" or "?" not in target):
            return fixed()
        if path.startswith(("/upload/", "/anh/")):
            return self._file(path)
        if path.startswith("/in-bai/"):
            return Answer(200, "other", pages.print_view(self, self.articles[int(path.rsplit("/", 1)[1])]))
        if path == "/en/":
            return Answer(200, "other", self.chrome.page("English", "<h1>Welcome</h1><p>Under construction.</p>"))
        if path.startswith(("/luu-tru/", "/tu-khoa/")):
            return Answer(200, "other", pages.archive(self, path.rsplit("/", 1)[1]))
        return Answer(404, "unknown", pages.missing(self))

    def _fixed(self) -> dict[str, Callable[[], Answer]]:
        """Pages with an address of their own."""
        framed = self.traits["menu"] == "frameset"
        found: dict[str, Callable[[], Answer]] = {
            "/": lambda: Answer(200, "home", pages.frames(self) if framed else pages.home(self)),
            "/robots.txt": lambda: Answer(200, "robots", data=self._robots().encode(), media="text/plain"),
            "/dang-nhap": lambda: Answer(200, "other", pages.login(self)),
            "/tim-kiem": lambda: Answer(
                200, "other", self.chrome.page("Tìm kiếm", "<h1>Tìm kiếm</h1><p>Không có kết quả.</p>")
            ),
        }
        if framed:
            found["/khung/chinh.html"] = lambda: Answer(200, "home", pages.home(self))
        if self.traits["menu"] in ("frameset", "iframe"):
            found["/khung/menu.html"] = lambda: Answer(200, "home", pages.menu_frame(self))
        for name, address in self.chrome.standing:
            found[address] = lambda name=name: Answer(200, "standing", pages.standing(self, name))
        for path, data, media in self._discovery():
            found[path] = lambda data=data, media=media: Answer(200, "sitemap", data=data, media=media)
        return found

    def _file(self, path: str) -> Answer:
        if path.endswith(".pdf"):
            return Answer(200, "file", data=b"%PDF-1.4\n%" + path.encode() + b"\n%%EOF\n", media="application/pdf")
        if path.endswith((".png", ".gif")):
            return Answer(200, "file", data=_png(zlib.crc32(path.encode())), media="image/png")
        return Answer(404, "file", pages.missing(self))

    # what names articles beside the lists

    @property
    def discovery_link(self) -> str:
        if self.traits["finding"].startswith("rss"):
            return '<link rel="alternate" type="application/rss+xml" title="RSS" href="/rss.xml">'
        return ""

    def _robots(self) -> str:
        said = "User-agent: *\nDisallow: /quan-tri/\nDisallow: /tim-kiem\n"
        if self.traits["wire"] == "robots":
            said += "Disallow: /in-bai/\nAllow: /\n"
        place = {
            "sitemap-gz": "/sitemap.xml.gz",
            "sitemap-txt": "/sitemap.txt",
            "sitemap-only": "/sitemap.xml",
            "sitemap-index": "/sitemap.xml",
        }.get(self.traits["finding"])
        return said + (f"Sitemap: {self.base}{place}\n" if place else "")

    def _absolute(self, address: str) -> str:
        return self.base + quote(address.replace("\\", "/"), safe="/?=&%():")

    def _discovery(self) -> list[tuple[str, bytes, str]]:
        """Sitemaps and feeds: path, bytes, media type."""
        kind = self.traits["finding"]
        if kind == "none":
            return []
        if kind.startswith("rss"):
            return [("/rss.xml", self._rss(kind == "rss-guid").encode(), "application/rss+xml")]
        named = [self._absolute(article.addresses[0]) for article in self.articles]
        own = [self._absolute(category.address) for category in self.categories]
        if kind == "sitemap-txt":
            return [("/sitemap.txt", "\n".join([*own, *named]).encode(), "text/plain")]
        if kind == "sitemap-gz":
            return [("/sitemap.xml.gz", gzip.compress(_urlset([*own, *named]).encode(), mtime=0), "application/x-gzip")]
        if kind == "sitemap-index":
            parts = [f"<sitemap><loc>{self.base}/sitemap-{name}.xml</loc></sitemap>" for name in ("bai", "muc")]
            index = f'<?xml version="1.0"?><sitemapindex xmlns="{NAMESPACE}">{"".join(parts)}</sitemapindex>'
            children = [("/sitemap-bai.xml", _urlset(named)), ("/sitemap-muc.xml", _urlset(own))]
            return [(path, text.encode(), "text/xml") for path, text in [("/sitemap.xml", index), *children]]
        return [("/sitemap.xml", _urlset([*own, self.base + "/gioi-thieu.html", *named]).encode(), "text/xml")]

    def _rss(self, guid_only: bool) -> str:
        newest = sorted(self.listed, key=lambda each: each.published, reverse=True)[:15]
        items = []
        for article in newest:
            place = escape(quote(article.addresses[0].replace("\\", "/"), safe="/?=&%():"))
            where = f'<guid isPermaLink="true">{self.base}{place}</guid>' if guid_only else f"<link>{place}</link>"
            items.append(f"<item><title>{escape(article.title)}</title>{where}</item>")
        channel = f"<channel><title>RSS</title>{''.join(items)}</channel>"
        return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0">{channel}</rss>'


NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _urlset(locations: list[str]) -> str:
    parts = [f"<url><loc>{escape(each)}</loc></url>" for each in locations]
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{NAMESPACE}">{"".join(parts)}</urlset>'


def _png(number: int) -> bytes:
    """A picture of one pixel whose colour depends on a number."""
    pixel = b"\0" + number.to_bytes(4, "big")[:3]

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\x02\0\0\0")
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(pixel)) + chunk(b"IEND", b"")
