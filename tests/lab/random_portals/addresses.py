"""How a portal's addresses are formed: articles, lists, and the pages of lists."""

from __future__ import annotations

import unicodedata
import uuid
from dataclasses import dataclass
from random import Random
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from tests.lab.random_portals.skins.addresses import KINDS, unique
from tests.lab.random_portals.truth import Article, Category
from tests.lab.random_portals.words import slug, token

Key = tuple[str, frozenset[tuple[str, str]]]
PARAMETERS = "mabt SerialNo docid ItemID tinid idtin nid maso bv sobai ID_Tin vid newsitem m_id key record".split()
PAGE_PARAMETERS = "page Page p trang pg pageindex currentpage PageNo".split()
IGNORED = frozenset({"lang", "SkinSrc"})


def key_of(address: str) -> Key:
    """Path without case of a trailing slash, and the set of parameters, valueless ones too."""
    parts = urlsplit(address.replace("\\", "/"))
    path = unicodedata.normalize("NFC", unquote(parts.path)).rstrip("/") or "/"
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = {(unicodedata.normalize("NFC", name), value) for name, value in pairs if name not in IGNORED}
    return path.lower(), frozenset((name.lower(), value.lower()) for name, value in kept)


@dataclass(frozen=True)
class Grammar:
    """Names drawn once for a portal: parameters, extensions, prefixes."""

    kind: str
    parameter: str
    category_parameter: str
    script: str
    extension: str
    page_parameter: str
    cut: int

    def article(self, article: Article, category: Category) -> str:
        """Path and query of an article as a list of that category prints it."""
        if self.kind in KINDS:
            return KINDS[self.kind].article(self, article, category)
        return ARTICLE_FORMS[self.kind](self, article, category)

    def category(self, category: Category) -> str:
        """Path and query of a list."""
        kind = self.kind
        if kind in KINDS:
            return KINDS[kind].category(self, category)
        if kind in ("query-id", "unknown-param", "guid-param") or (kind == "valueless-cut" and self.cut % 2):
            return f"/danhsach{self.extension}?{self.category_parameter}={category.number + 11}"
        if kind == "q-node":
            return f"/?q={category.slug}"
        if kind == "front":
            return f"/index.php/{category.slug}"
        if kind == "vi-segment":
            return f"/vi/{category.slug}"
        if kind == "lang-param":
            return f"/{category.slug}.aspx?lang=vn"
        if kind in ("cat-slug-id.html", "slug-id.htm", "per-category", "backslash", "case", "spaces"):
            return f"/{category.slug}.html" if self.cut % 3 == 0 else f"/{category.slug}"
        return f"/{category.slug}/" if self.cut % 4 == 0 else f"/{category.slug}"


def _spaced(article: Article) -> str:
    kept = [letter if letter.isalnum() else " " for letter in article.title]
    return " ".join("".join(kept).split())[:60].strip()


ARTICLE_FORMS = {
    "cat-slug-id.html": lambda g, a, c: f"/{c.slug}/{a.slug}-{a.ident}.html",
    "cat-slug-id": lambda g, a, c: f"/{c.slug}/{a.slug}-{a.ident}",
    "cat-slug-short": lambda g, a, c: f"/{c.slug}/{a.slug}-{a.ident}",
    "cat-slug-id7": lambda g, a, c: f"/{c.slug}/{a.slug}-{a.ident}",
    "slug-id.htm": lambda g, a, c: f"/{a.slug}-{a.ident}.htm",
    "query-id": lambda g, a, c: f"/{g.script}?id={a.ident}",
    "id-slug": lambda g, a, c: f"/{c.slug}/{a.ident}-{a.slug}",
    "valueless-cut": lambda g, a, c: f"/{c.slug}/{a.slug[: g.cut].strip('-')}?{a.ident}",
    "unknown-param": lambda g, a, c: f"/{g.script}?{g.parameter}={a.ident}",
    "guid-param": lambda g, a, c: f"/{g.script}?ItemID={a.ident}",
    "guid-path": lambda g, a, c: f"/tin/{a.ident}",
    "q-node": lambda g, a, c: f"/?q=node/{a.ident}",
    "slug-only": lambda g, a, c: f"/{a.slug}",
    "cut-id": lambda g, a, c: f"/{c.slug}/{a.ident}/{a.slug[: g.cut].strip('-')}{g.extension}",
    "date-path": lambda g, a, c: (
        f"/{c.slug}/{a.published.year}-{a.published.month}-{a.published.day}/"
        f"{a.slug[: g.cut + 25].strip('-')}-{token(Random(a.number), 3)}.aspx"
    ),
    "lang-param": lambda g, a, c: f"/{g.script}?lang=vn&{g.parameter}={a.ident}",
    "vi-segment": lambda g, a, c: f"/vi/{c.slug}/{a.slug}-{a.ident}.html",
    "case": lambda g, a, c: f"/{c.slug}/{a.slug}-{a.ident}.aspx",
    "backslash": lambda g, a, c: f"\\{c.slug}\\{a.slug}-{a.ident}.html",
    "spaces": lambda g, a, c: f"/{c.slug}/{_spaced(a)} {a.ident}.html",
    "glued": lambda g, a, c: f"/{c.slug}/{a.slug}{a.ident}",
    "front": lambda g, a, c: f"/index.php/{c.slug}/{a.ident}-{a.slug}",
    "per-category": lambda g, a, c: f"/{c.slug}/{a.ident}.html",
    "parens": lambda g, a, c: f"/{c.slug}/{a.slug}({a.ident}).html",
    "two-numbers": lambda g, a, c: f"/1/3034/{17 + a.categories[0]}/{a.ident}/tintuc/{a.slug}.aspx",
    "slug-first-param": lambda g, a, c: f"/{g.script}?ten={a.slug[: g.cut].strip('-')}&{g.parameter}={a.ident}",
}


def grammar(random: Random, kind: str) -> Grammar:
    """Draws the names."""
    unknown = random.choice([*PARAMETERS, token(random, 2), token(random, 3)])
    script = random.choice(("chitiet", "xem", "tin", "ChiTietTin", "bai-viet", "Pages/view"))
    extension = random.choice((".aspx", ".html", ".php", ""))
    return Grammar(
        kind=kind,
        parameter=unknown,
        category_parameter=random.choice(("cid", "cate", "chuyenmuc", "gr", token(random, 2) + "c")),
        script=script + extension,
        extension=extension,
        page_parameter=random.choice(PAGE_PARAMETERS),
        cut=random.randint(26, 44),
    )


def identify(random: Random, kind: str, articles: list[Article]) -> None:
    """Gives each article its id and slug, in order of publication where ids are numbers."""
    start = {"cat-slug-short": 3, "cat-slug-id7": 1_204_000, "glued": 61_000, "valueless-cut": 1_050, "front": 40}.get(
        kind, random.choice((410, 5_300, 71_000, 260_400))
    )
    number = start
    seen: dict[int, int] = {}
    slugs: set[str] = set()
    for article in sorted(articles, key=lambda each: each.published):
        number += 1 if kind in ("cat-slug-short", "front") else random.randint(1, 7)
        article.ident = str(number)
        if kind in ("guid-param", "guid-path", "tabid-path"):
            article.ident = str(uuid.UUID(int=random.getrandbits(128), version=4))
        if kind == "per-category":
            main = article.categories[0]
            seen[main] = seen.get(main, 0) + 1
            article.ident = str(seen[main])
        words = slug(article.title)[:110].strip("-")
        article.slug = words
        if kind == "slug-fifty":
            article.slug = unique(words, slugs)
        if kind == "slug-only":
            again = 2
            while article.slug in slugs:
                article.slug = f"{words}-{again}"
                again += 1
        slugs.add(article.slug)


def href(address: str, encoded: bool) -> str:
    """As it stands in the attribute: percent-encoded, or raw as careless portals print it."""
    if not encoded:
        return address
    return quote(address, safe="/?=&%()\\:#")
