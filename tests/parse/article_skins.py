"""Article pages in skins composed at random, with what a perfect reader would find on each. Pure and seeded.

The content is the demo portal's; layout, names of classes, order and labels are drawn anew for every page.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from html import escape
from random import Random

from queson_crawler.demo.content import build
from queson_crawler.demo.model import Items, Paragraph, Picture, Story, Table, plain
from tests.lab import LabOptions
from tests.parse import article_frames as frames

PORTAL = "Cổng thông tin điện tử huyện Bàu Sen"
BASE = "http://bausen.example"
CHOICES: dict[str, tuple[str, ...]] = {
    "layout": ("table", "table", "div", "div", "html5", "flat"),
    "names": ("random", "misleading", "hinted", "none"),
    "title_tag": ("h1", "h1", "h2", "h3", "h4", "td", "span", "strong", "link", "h2link"),
    "h1": ("none", "none", "portal", "category"),
    "page_title": ("article", "suffix", "suffix", "portal", "category"),
    "metas": ("none", "none", "og", "og suffix", "ld+json", "malformed"),
    "crumbs": ("none", "line", "list", "long"),
    "date_place": ("before", "after", "after", "after", "after lead", "after body"),
    "date_form": tuple(str(n) for n in range(len(frames.DATE_FORMS))),
    "joint": (" ", " | ", " - ", "br", "span", "spans", "icons"),
    "lead": ("none", "div", "bold p", "h2", "em", "p class", "strong div"),
    "markup": ("p", "p", "div", "br", "br2", "span", "word", "nested", "pre", "td", "bare"),
    "size": ("normal",) * 12 + ("one sentence", "pictures", "file", "two"),
    "caption": ("em", "center", "table", "figure", "none"),
    "signature": (
        *("none", "right", "right b", "paren", "paren right", "label", "label b", "bai anh", "theo", "url"),
        *(
            "label before",
            "bold",
            "both",
            "both line",
            "glued",
            "compiled",
            "two names",
            "theo paren",
            "bbt",
            "tail name",
        ),
    ),
    "tools": ("none", "above", "below", "both", "icons"),
    "tail": ("none", "tags", "rating", "share", "back", "all", "stars", "said", "pills"),
    "subheads": ("no", "no", "no", "yes"),
    "inset": ("no", "no", "no", "no", "yes"),
    "wrapped": ("no", "no", "yes"),
    "player": ("no", "no", "no", "yes"),
    "sticky": ("no", "no", "yes"),
    "comments": ("none", "none", "form", "some"),
    "related": ("known", "known", "known", "unknown", "headless", "none", "table"),
    "related_above": ("no", "no", "no", "no", "yes"),
    "neighbours": ("no", "no", "yes"),
    "side": ("none", "left", "right", "both", "long left", "long right"),
    "hidden": ("no", "no", "yes"),
    "login": ("no", "no", "yes"),
    "unclosed": ("no", "no", "no", "yes"),
    "footer": ("full", "full", "short", "none"),
    "poll": ("no", "yes"),
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page, the features of its skin, and what stands on it: times are ISO 8601, to the minute or of the day."""

    html: str
    features: dict[str, str]
    title: str
    lead: str
    body: str
    published: str | None
    author: str | None
    source: str | None
    poster: str | None
    blended: bool


@lru_cache(maxsize=1)
def stories() -> Sequence[Story]:
    return build(LabOptions(sizes=(90, 70, 50, 40, 30), seed=31, login_only=False)).stories


def page(number: int, seed: int = 1) -> Page:
    """Page `number` of an endless series, always the same."""
    rng = Random(seed * 1_000_003 + number)
    features = {name: rng.choice(values) for name, values in CHOICES.items()}
    return _Composer(rng, rng.choice(stories()), features).page()


class _Composer:
    """The state of one page while it is written: its random source, story, features and truth."""

    def __init__(self, rng: Random, story: Story, features: dict[str, str]) -> None:
        self.rng, self.f = rng, features
        article = story.article
        self.title, self.others = article.title, [one.article for one in rng.sample(list(stories()), 14)]
        self.others = [one for one in self.others if one.title != self.title]
        self.when = datetime.fromisoformat(article.published).replace(
            hour=rng.randint(7, 17), minute=rng.randint(1, 59)
        )
        self.blocks = self._cut(story)
        self.lead = (
            "" if features["lead"] == "none" else (article.lead or "Huyện Bàu Sen vừa có thêm một việc làm hay.")
        )
        # A first paragraph like the others may be lead or text: then only both together can be judged.
        self.blended = features["size"] in ("pictures", "file", "one sentence") and features["names"] != "hinted"
        self.poster = rng.choice((None, "Quản trị viên", "Trần Thị Sương", "admin", "Lê Văn Khoát"))
        self.views = rng.choice((None, str(rng.randint(2, 99999))))
        self.author = article.author or "Kha Thị Mận"
        self.person = rng.choice(("Kha Thị Mận", "Ninh Khánh", "Phan Hữu Điền", "Thu Sương"))
        self.source = article.source or rng.choice(("Báo Quảng Nam", "TTXVN", "baoquangnam.vn", "Cổng TTĐT tỉnh"))
        self.signed: dict[str, str | None] = {"author": None, "source": None}

    def _cut(self, story: Story) -> list[Paragraph | Items | Table | Picture]:
        blocks, size = list(story.blocks), self.f["size"]
        if size == "one sentence":
            return [next(b for b in blocks if isinstance(b, Paragraph))]
        if size == "two":
            return [b for b in blocks if isinstance(b, Paragraph)][:2]
        if size == "pictures":
            return [Picture(f"/upload/{self.rng.randint(1, 99)}{n}.jpg", "") for n in range(self.rng.randint(1, 3))]
        if size == "file":
            return [Paragraph("Chi tiết xem tại file đính kèm", "/upload/kh-12.pdf")]
        if self.f["subheads"] == "yes" and len(blocks) > 3:
            blocks.insert(1, Paragraph("Cách làm từ cơ sở"))
            blocks.insert(3, Paragraph("2. Những việc cần làm tiếp"))
        return blocks

    def css(self, role: str) -> str:
        return frames.css(self.rng, self.f["names"], role)

    def _title(self) -> str:
        text, tag = escape(self.title), self.f["title_tag"]
        if tag == "link":
            return (
                f"<div{self.css('title')}><a href='/tin/{self.rng.randint(10000, 99999)}.html'><b>{text}</b></a></div>"
            )
        if tag == "h2link":
            return f"<h2{self.css('title')}><a href='#'>{text}</a></h2>"
        if tag == "td":
            return f"<table><tr><td{self.css('title')}><b>{text}</b></td></tr></table>"
        if tag in ("span", "strong"):
            return f"<div><{tag}{self.css('title')} style='font-weight:bold'>{text}</{tag}></div>"
        return f"<{tag}{self.css('title')}>{text}</{tag}>"

    def _dateline(self) -> str:
        label, form = frames.DATE_FORMS[int(self.f["date_form"])]
        parts = [f"{label}{form(self.when)}"]
        if self.poster:
            parts.insert(self.rng.choice((0, 1)), self.rng.choice(frames.POSTER_LABELS) + self.poster)
        if self.views:
            parts.append(self.rng.choice(frames.VIEW_LABELS).format(self.views))
        return frames.joined(self.rng, parts, self.f["joint"], self.css("meta"))

    def _lead(self) -> str:
        text, kind, css = escape(self.lead), self.f["lead"], self.css("lead")
        forms = {
            "none": "",
            "div": f"<div{css}>{text}</div>",
            "bold p": f"<p{css}><strong>{text}</strong></p>",
            "h2": f"<h2{css}>{text}</h2>",
            "em": f"<div{css}><em>{text}</em></div>",
            "p class": f"<p{css}>{text}</p>",
            "strong div": f"<div{css}><strong>{text}</strong></div>",
        }
        return forms[kind]

    def _signature(self) -> tuple[str, str]:
        """What stands before the body and what after it."""
        kind, author, person, source = self.f["signature"], escape(self.author), self.person, self.source
        paper = source if source[:3] in ("Báo", "TTX", "bao", "Cổn") else "Báo Quảng Nam"
        url = "http://baoquangnam.vn/xa-hoi/202003/mot-bai-875421/"
        label = self.rng.choice(("Tác giả: ", "Tác giả bài viết: ", "Người viết: ", "Tác giả : "))
        nguon = self.rng.choice(("Nguồn: ", "Nguồn tin: ", "Nguồn : "))
        bai = self.rng.choice(("Bài, ảnh: ", "Tin, ảnh: ", "Bài và ảnh: ", "Tin bài: ", "Thực hiện: "))
        forms: dict[str, tuple[str, str, str | None, str | None]] = {
            "none": ("", "", None, None),
            "right": ("", f"<p style='text-align: right'>{person}</p>", person, None),
            "right b": ("", f"<div align=right><b><i>{person}</i></b></div>", person, None),
            "paren": ("", f"<p>({person})</p>", person, None),
            "paren right": ("", f"<p align='right'><em>({person})</em></p>", person, None),
            "label": ("", f"<p>{label}{author}</p>", self.author, None),
            "label b": ("", f"<p><b>{label}</b>{author}</p>", self.author, None),
            "bai anh": ("", f"<p style='text-align:right;'><strong>{bai}{person}</strong></p>", person, None),
            "theo": ("", f"<p align=right>Theo {paper}</p>", None, paper),
            "url": ("", f"<p>{nguon}{url}</p>", None, url),
            "label before": (f"<div>{label}{author}</div>", "", self.author, None),
            "bold": ("", f"<p><strong>{person}</strong></p>", person, None),
            "both": ("", f"<div>{label}{author}</div><div>{nguon}{source}</div>", self.author, source),
            "both line": ("", f"<p>{label}{author} - {nguon}{source}</p>", self.author, source),
            "compiled": (
                "",
                f"<p style='text-align:right'><b>{person} (tổng hợp)</b></p>",
                f"{person} (tổng hợp)",
                None,
            ),
            "two names": ("", f"<p align=right><b>{person} - Kim Sơn</b></p>", f"{person} - Kim Sơn", None),
            "theo paren": ("", f"<p>(Theo {paper})</p>", None, paper),
            "bbt": ("", f"<p><b>Nguồn: {paper}</b></p>", None, paper),
            "tail name": (
                "",
                f"<div style='text-align:right'><span><strong><em>{person}</em></strong></span></div>",
                person,
                None,
            ),
            "glued": ("", f"<p>{label}<b>{author}</b><br>{nguon}<i>{source}</i></p>", self.author, source),
        }
        before, after, self.signed["author"], self.signed["source"] = forms[kind]
        return before, after

    def article(self) -> str:
        before, after = self._signature()
        body = frames.body(self.rng, self.blocks, self.f["markup"], self.f["caption"])
        if self.f["subheads"] == "yes":
            tag = self.rng.choice(("h2", "h3", "b"))
            for words in ("Cách làm từ cơ sở", "2. Những việc cần làm tiếp"):
                body = body.replace(words, f"<{tag}>{words}</{tag}>")
        if self.f["inset"] == "yes" and self.f["markup"] in ("p", "div", "word") and len(self.blocks) > 3:
            one, other = self.others[10], self.others[11]
            box = "<div><b>Tin liên quan</b><ul>" + "".join(
                f"<li><a href=/tin/{each.native_id}.html>{escape(each.title)}</a></li>" for each in (one, other)
            )
            end = {"p": "</p>", "div": "</div>", "word": "</p>"}[self.f["markup"]]
            at = body.index(end) + len(end)
            body = f"{body[:at]}{box}</ul></div>{body[at:]}"
        lead, date, place = self._lead(), self._dateline(), self.f["date_place"]
        inside = self.rng.random() < 0.4  # the lead may stand inside the field of the body
        self.blended = self.blended or (self.f["names"] != "hinted" and (inside or self.f["markup"] == "bare"))
        body = (lead if inside else "") + body
        field = f"<td{self.css('body')}>" if self.f["markup"] == "td" else f"<div{self.css('body')}>"
        if self.f["markup"] == "td":
            body = f"<table width=100%><tr>{field}{body}{after}</td></tr></table>"
        elif self.f["markup"] == "bare":
            body = body + after
        elif self.rng.random() < 0.5:
            body = f"{field}{body}{after}</div>"
        else:
            body = f"{field}{body}</div>{after}"
        tools = frames.tools(self.rng) if self.f["tools"] in ("above", "both", "icons") else ""
        above = self._related("related") if self.f["related_above"] == "yes" else ""
        title = self._title()
        head = {
            "before": date + title + tools,
            "after": title + date + tools,
            "after lead": title + tools,
            "after body": title + tools,
        }[place]
        if self.f["player"] == "yes":
            head += "<div class=player><button>Nghe bài viết</button> <span>00:00</span> / <span>03:12</span></div>"
        head += above + before + ("" if inside else lead)
        if place == "after lead" and not inside:
            head += date
        elif place == "after lead":
            head = title + date + tools + above + before
        return head + body + (date if place == "after body" else "")

    def _related(self, kind: str) -> str:
        known = kind == "related"
        heading = self.rng.choice(frames.KNOWN if known else frames.UNKNOWN)
        return frames.related(self.rng, heading, self.others[:5], self.css("related"))

    def tail(self) -> str:
        f, out = self.f, ""
        if f["tools"] in ("below", "both"):
            out += frames.tools(self.rng)
        out += frames.tail(self.rng, f["tail"])
        if f["neighbours"] == "yes":
            out += frames.neighbours(self.others[8].title, self.others[9].title)
        if f["comments"] == "some":
            out += frames.comments(self.rng)
        if f["related"] in ("known", "unknown", "table", "headless"):
            heading = self.rng.choice(frames.UNKNOWN if f["related"] == "unknown" else frames.KNOWN)
            heading = "" if f["related"] == "headless" else heading
            as_table = f["related"] == "table"
            out += frames.related(self.rng, heading, self.others[:6], self.css("related"), table=as_table)
        return out + (frames.COMMENT_FORM if f["comments"] != "none" else "")

    def page(self) -> Page:
        main = self.article() + self.tail()
        h1 = {"none": "", "portal": f"<h1>{PORTAL}</h1>", "category": "<h1>Tin tức - Sự kiện</h1>"}[self.f["h1"]]
        if self.f["wrapped"] == "yes":
            main = f"<div><div class=row><section>{main}</section></div></div>"
        body = frames.frame(self.rng, self.f, main, h1, self.others, self.css)
        if self.f["sticky"] == "yes":
            body = f"<div><a href=#>Đăng nhập</a> | Thứ năm, 26/11/2026 | Hotline: 0235 000 111</div>{body}"
        if self.f["unclosed"] == "yes":
            body = frames.unclose(self.rng, body)
        precise = not isinstance(frames.DATE_FORMS[int(self.f["date_form"])], frames.DayForm)
        return Page(
            html=f"<!DOCTYPE html><html><head>{self._head()}</head><body>{body}</body></html>",
            features=self.f,
            title=self.title,
            lead=self.lead,
            body=plain(tuple(self.shown())),
            published=self.when.isoformat() if precise else self.when.date().isoformat(),
            author=self.signed["author"],
            source=self.signed["source"],
            poster=self.poster,
            blended=self.blended and bool(self.lead),
        )

    def shown(self) -> list[Paragraph | Items | Table | Picture]:
        """The blocks that are text. A line that is merely centred below a picture may be one, too."""
        printed: list[Paragraph | Items | Table | Picture] = []
        for block in self.blocks:
            # A centred line that names no photographer may be text as well as a caption: it stays.
            if isinstance(block, Picture) and self.f["caption"] == "center" and "Ảnh:" not in block.caption:
                printed.append(Paragraph(block.caption))
            else:
                printed.append(block)
        return printed

    def _head(self) -> str:
        suffix = self.rng.choice((" - ", " | ", " – ")) + PORTAL
        name = {"article": self.title, "suffix": self.title + suffix, "portal": PORTAL, "category": "Tin tức" + suffix}
        head = f"<meta charset=utf-8><title>{escape(name[self.f['page_title']])}</title>"
        metas, title = self.f["metas"], escape(self.title, quote=True)
        stamp = self.when.isoformat()
        if metas in ("og", "og suffix"):
            head += f'<meta property="og:title" content="{title}{suffix if metas == "og suffix" else ""}">'
        if metas == "og":
            head += f'<meta property="article:published_time" content="{stamp}">'
        if metas == "malformed":
            odd = stamp[:19].replace("T", "+07")
            head += f'<meta property="article:published_time" content="{odd}">'
        if metas == "ld+json":
            data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": self.title}
            data |= {"datePublished": stamp}
            head += f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'
        return head
