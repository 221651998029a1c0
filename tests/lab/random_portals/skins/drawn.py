"""Which skin a portal has: drawn apart from its other traits, and only from a seed on."""

from __future__ import annotations

from html import escape
from random import Random

from tests.lab.random_portals import words
from tests.lab.random_portals.skins import beside, heads, markup, rows
from tests.lab.random_portals.skins.addresses import KINDS, WITHOUT_CATEGORY
from tests.lab.random_portals.skins.pagers import SHAPES
from tests.lab.random_portals.traits import Traits
from tests.lab.random_portals.truth import Article, Block, Category

FIRST_SKIN = 3000
"""The first seed whose portal has a skin."""
CHOICES = {
    "head": tuple(heads.FORMS),
    "rows": tuple(rows.FORMS),
    "markup": tuple(markup.FORMS),
    "beside": tuple(beside.FORMS),
    "frame": ("table", "html5", "grid", "three", "form"),
    "banner": ("h1", "category-h1", "h2"),
    "way": tuple(KINDS),
    "turn": tuple(SHAPES),
    "turn_address": ("page-dash", "segment", "trang-file"),
}
OFTEN = ("way", "way", "turn", "rows", "head", "markup", "beside")
MOST_ODD = 2


def draw(seed: int) -> dict[str, str]:
    """Two to four traits of a skin with their values; none of a seed before the first."""
    if seed < FIRST_SKIN:
        return {}
    random = Random(f"skin {seed}")
    chosen: set[str] = set()
    count = random.randint(2, 4)
    while len(chosen) < count:
        chosen.add(random.choice((*sorted(CHOICES), *OFTEN)))
    return {name: random.choice(CHOICES[name]) for name in sorted(chosen)}


def drawn_traits(seed: int, traits: Traits) -> Traits:
    """The traits of a portal with the ways and turns of its skin."""
    values = draw(seed)
    kept = dict(traits.values)
    if "way" in values:
        kept["address"] = values["way"]
        if kept["membership"] == "redirect" and values["way"] in WITHOUT_CATEGORY:
            kept["membership"] = "several"
        if kept["charset"] == "windows-1258":
            kept["charset"] = "utf-8"
    if "turn" in values:
        kept["pager"] = values["turn"]
        if kept["pager_address"] in ("query",) and kept["beyond"] == "always-next":
            kept["beyond"] = "empty"
    if "turn_address" in values:
        kept["pager_address"] = values["turn_address"]
        if kept["pager"] in ("postback", "postback-window", "post-buttons", "post-select", "select"):
            kept["pager"] = "numbers-next"
    replaced = {"way": "address", "turn": "pager", "turn_address": "pager_address"}
    gone = {replaced[name] for name in values if name in replaced}
    odd = tuple(name for name in traits.odd if name not in gone)
    return Traits(kept, odd)


class Skin:
    """What a portal's skin makes of the parts of its pages."""

    def __init__(self, seed: int) -> None:
        self.values = draw(seed)
        self.random = Random(f"skin names {seed}")
        self.classes = [words.token(self.random, 2) for _ in range(8)]

    @property
    def told(self) -> str:
        """The traits, for a report."""
        return " ".join(f"{name}={value}" for name, value in sorted(self.values.items()))

    def facts(self, facts: dict[str, str], plain: str) -> heads.Placed:
        """The lines of facts, and where they stand; `plain` is how they look without a skin."""
        return heads.FORMS.get(self.values.get("head", ""), heads.plain)(self.classes[0], facts, plain)

    def blocks(self, blocks: list[Block], shown: list[str]) -> str:
        """The text of blocks that the template shows so."""
        return markup.FORMS.get(self.values.get("markup", ""), markup.plain)(self.classes[1], blocks, shown)

    def entries(self, found: list[rows.Row]) -> str:
        """The entries of a list; "" where the skin leaves them as they are."""
        form = rows.FORMS.get(self.values.get("rows", ""))
        return form(self.classes[2], found) if form and found else ""

    def frame(self, name: str, banner: str, menu: str, main: str, edge: str, foot: str) -> str:
        """The body of a page; "" where the skin leaves it as it is."""
        head = {"h1": f"<h1>{escape(name)}</h1>", "h2": f"<h2>{escape(name)}</h2>"}.get(
            self.values.get("banner", ""), ""
        )
        kind = self.values.get("frame", "")
        outer, inner = self.classes[3], self.classes[4]
        top = f"{banner}{head}{menu}"
        if kind == "table":
            cells = f'<td valign="top" width="70%">{main}</td><td valign="top" width="30%">{edge}</td>'
            rows_ = f"<tr><td colspan=2>{top}</td></tr><tr>{cells}</tr><tr><td colspan=2>{foot}</td></tr>"
            return f'<table width="1000" align="center" cellspacing="0" border="0"><tbody>{rows_}</tbody></table>'
        if kind == "html5":
            return f"<header>{top}</header><main>{main}</main><aside>{edge}</aside><footer>{foot}</footer>"
        if kind == "grid":
            middle = f'<div class="col-md-9 {inner}">{main}</div><div class="col-md-3">{edge}</div>'
            return f'{top}<div class="container {outer}"><div class="row">{middle}</div></div>{foot}'
        if kind == "three":
            left = f'<div class="{self.classes[5]}">{edge}</div>'
            right = f'<div class="{self.classes[6]}"><h3>Liên kết website</h3><p>Cổng tỉnh</p><p>Chính phủ</p></div>'
            return f'{banner}{head}{left}<div class="{inner}">{menu}{main}</div>{right}{foot}'
        if kind == "form":
            state = '<input type="hidden" name="__VIEWSTATE" id="__VIEWSTATE" value="dDwtMTs7Pg==">'
            module = f'<div id="dnn_ctr461_ModuleContent">{main}</div>'
            middle = f'<div id="dnn_ctr461_ContentPane" class="{outer}">{module}</div>'
            side = f'<div id="dnn_RightPane">{edge}</div>'
            inner = f"{state}{top}{middle}{side}{foot}"
            return f'<form method="post" action="" id="Form" enctype="multipart/form-data">{inner}</form>'
        if head:
            return f'{top}<div class="{outer}">{main}</div><div class="{inner}">{edge}</div>{foot}'
        return ""

    def category_heading(self, category: Category) -> str:
        """The name of the list above an article's title."""
        if self.values.get("banner") == "category-h1":
            return f"<h1>{escape(category.title)}</h1>"
        return ""

    def tools(self, article: Article, address: str) -> str:
        """What stands beside the title of an article for its readers."""
        return beside.tools(self.values.get("beside", ""), article, address)

    def in_text(self, portal: object, chosen: list[str]) -> str:
        """What stands within the element of a text, another at each request."""
        return beside.in_text(self.values.get("beside", ""), self.classes[7], chosen)

    def side(self, chosen: list[str]) -> str:
        """More side boxes, partly others at each request."""
        return beside.FORMS.get(self.values.get("beside", ""), beside.nothing)(self.classes[7], chosen)
