"""The page of one article: a template drawn once for a portal, and filled in for each article."""

from __future__ import annotations

from datetime import datetime
from html import escape
from random import Random

from tests.lab.random_portals import dates, words
from tests.lab.random_portals.traits import Traits
from tests.lab.random_portals.truth import Article, Block

VIEW_FORMS = (
    "Lượt xem: {}",
    "Đã xem: {}",
    "{} lượt xem",
    "Số lượt xem: {}",
    "Số lần xem: {}",
    "Lượt đọc: {}",
    "Xem: {}",
)
DATE_LABELS = ("Ngày đăng: ", "Đăng ngày: ", "Ngày đăng ", "", "", "Cập nhật: ", "Đăng lúc: ", "Ngày xuất bản: ")
POSTER_LABELS = ("Người đăng: ", "Đăng bởi: ", "Đăng bởi ", "Người đăng ")
AUTHOR_LABELS = ("Tác giả: ", "Tác giả: ", "Người viết: ", "Tác giả bài viết: ", "Bài và ảnh: ", "Tin, ảnh: ")
SOURCE_LABELS = ("Nguồn: ", "Nguồn tin: ")
TOOLS = (
    "In bài viết",
    "Gửi email",
    "In trang",
    "Chia sẻ",
    "A+",
    "A-",
    "Tweet",
    "Lưu bài viết này",
    "[Trở về]",
    "Tương phản:",
)
RELATED = (
    "Các tin khác|Tin liên quan|Tin cùng chuyên mục|Các tin mới:|Bài viết khác|Những tin cũ hơn|Các tin đã đưa|"
    "Xem thêm tin tức|Tin khác cùng mục|Có thể bạn quan tâm"
).split("|")
COMMENTS = "Bình luận|Ý kiến bạn đọc|Độc giả bình luận|Phản hồi|Thảo luận|Ý kiến độc giả|Bạn đọc viết".split("|")
FILES = "Tệp đính kèm|File đính kèm:|Tài liệu đính kèm|Tập tin đính kèm".split("|")
FURNITURE = (
    "Mọi ý kiến đóng góp xin gửi về bộ phận tiếp dân của huyện để được trả lời trong giờ hành chính.",
    "Bà con có thể theo dõi các bản tin phát thanh lúc năm giờ và mười bảy giờ hằng ngày.",
    "Đề nghị ghi rõ nguồn khi phát hành lại thông tin từ cổng này.",
    "Đường dây nóng tiếp nhận phản ánh về an toàn thực phẩm hoạt động cả ngày nghỉ.",
    "Hãy cùng giữ gìn thôn xóm sáng, xanh, sạch, đẹp.",
)
BOXES = "khung vung o cot phan hop the lop".split()
INNER = "noidung tin bai ct nd chitiet main giua x1 k7".split()


def class_name(random: Random) -> str:
    """A class from the vocabulary of no CMS."""
    shape = random.randrange(3)
    if shape == 0:
        return f"{random.choice(BOXES)}-{random.choice(INNER)}"
    if shape == 1:
        return words.token(random, 2)
    return f"{random.choice(BOXES)}_{words.token(random, 1)}{random.randint(1, 9)}"


class Template:
    """All choices that the articles of a portal share."""

    def __init__(self, traits: Traits, random: Random) -> None:
        self.traits = traits
        forms = dates.COMMON if traits["date_form"] == "common" else dates.RARE
        self.precision, self.date_form = random.choice(forms)
        varied = traits["labels"] == "varied"
        self.date_label = random.choice(DATE_LABELS if varied else DATE_LABELS[:5])
        self.outer, self.inner, self.text = (class_name(random) for _ in range(3))
        self.title_class = random.choice(("tieu-de", "Title", "headline", "ten-bai", "tieude_ct"))
        self.meta_class = class_name(random)
        opaque = varied or traits["lead"] not in ("class", "div")
        self.lead_class = class_name(random) if opaque else random.choice(("sapo", "tomtat", "mota", "lead"))
        self.view_form = random.choice((*VIEW_FORMS, "") if varied else (*VIEW_FORMS[:3], ""))
        self.poster_label = random.choice((*POSTER_LABELS, "", "", ""))
        self.author_label = random.choice(AUTHOR_LABELS if varied else AUTHOR_LABELS[:2])
        self.source_label = random.choice((*SOURCE_LABELS, "", ""))
        self.separator = random.choice((" ", " | ", " - ", "&nbsp;&nbsp;", "<br>", "</span> <span>"))
        if traits["meta_order"] == "glued":
            self.separator = "</span><span>"
        self.order = random.sample(("poster", "date", "author", "views"), 4)
        if traits["meta_order"] == "common":
            self.order = ["poster", "author", "date", "views"]
        self.tools = random.sample(TOOLS, random.choice((0, 2, 3, 4)))
        self.tools_place = random.choice(("above", "below", "end") if varied else ("below", "end"))
        self.related_title = random.choice(RELATED if varied else RELATED[:4])
        self.comments_title = random.choice(COMMENTS)
        self.files_title = random.choice(FILES)
        self.furniture = random.sample(FURNITURE, random.choice((1, 1, 2)))
        self.table_layout = random.random() < 0.12
        self.crumbs = random.random() < 0.5 or traits["finding"] == "sitemap-only"
        self.tags = random.random() < 0.25
        self.neighbours = random.random() < 0.25
        self.page_words = random.choice(("Trang: ", "Trang ", "Xem trang: "))
        self.names = [words.person(random) for _ in range(5)]
        self.paragraph = random.choice(("p", "p", "p", "div"))

    # what each article gets from the template

    def settle(self, random: Random, article: Article) -> None:
        """Who wrote, who posted, how often it was read; what its date tells."""
        kind = self.traits["author"]
        name = random.choice(self.names)
        if kind in ("label-after", "label-before", "both"):
            article.author = name
        if kind in ("right", "brackets", "photo") and random.random() < 0.85 and article.blocks[-1].kind == "p":
            article.author = article.signature = name
        if kind == "both":
            others = [other for other in self.names if other != name]
            article.signature = random.choice(others) if random.random() < 0.6 else name
        if article.paragraphs == [] or len(article.blocks) == 1:
            article.signature = ""
            article.author = article.author if kind in ("label-after", "label-before", "both") else None
        article.poster = random.choice(self.names[:2]) if self.poster_label else None
        article.source = f"Báo {words.place(random)}" if self.source_label and random.random() < 0.4 else None
        article.views = random.randint(5, 9_000) if self.view_form else None
        self._date(article)

    def _date(self, article: Article) -> None:
        if self.traits["date_place"] == "none":
            return
        exact = self.traits["machine_date"] != "none"
        article.precision = "minute" if exact else self.precision
        article.published_at = dates.iso(article.published, article.precision)

    # parts of the page

    def head(self, article: Article) -> str:
        machine = self.traits["machine_date"]
        stamp = f"{article.published:%Y-%m-%dT%H:%M}:00+07:00"
        if machine == "meta":
            return f'<meta property="article:published_time" content="{stamp}">'
        if machine == "jsonld":
            named = escape(article.title).replace("&quot;", "").replace("\\", "")
            said = f'{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{named}","datePublished":"{stamp}"}}'
            return f'<script type="application/ld+json">{said}</script>'
        return ""

    def date(self, article: Article) -> str:
        """The date as printed."""
        printed = self.date_form(article.published)
        stamp = f"{article.published:%Y-%m-%dT%H:%M}:00+07:00"
        machine = self.traits["machine_date"]
        if machine in ("time", "time-more"):
            printed = dates.COMMON[-2][1](article.published) if machine == "time-more" else printed
            return f'{self.date_label}<time datetime="{stamp}">{printed}</time>'
        if machine == "itemprop":
            return f'{self.date_label}<span itemprop="datePublished" content="{stamp}">{printed}</span>'
        return self.date_label + printed

    def facts(self, article: Article, with_date: bool) -> dict[str, str]:
        """What is said about an article, in the order in which it is."""
        facts = {"views": self.view_form.format(article.views) if article.views is not None else ""}
        if article.poster:
            facts["poster"] = self.poster_label + article.poster
        if with_date:
            facts["date"] = self.date(article)
        if self.traits["author"] == "label-before" and article.author:
            facts["author"] = self.author_label + article.author
        return {name: facts[name] for name in self.order if facts.get(name)}

    def meta(self, facts: dict[str, str]) -> str:
        """The line of facts under the title."""
        if not facts:
            return ""
        return f'<div class="{self.meta_class}"><span>{self.separator.join(facts.values())}</span></div>'

    def title(self, article: Article) -> str:
        tag = self.traits["title_tag"]
        said = escape(article.title)
        if tag in ("div", "p", "span"):
            size = "font-size:24px;font-weight:bold;display:block"
            return f'<{tag} class="{self.title_class}" style="{size}">{said}</{tag}>'
        return f"<{tag}>{said}</{tag}>"

    def lead(self, article: Article) -> tuple[str, bool]:
        """The lead, and whether it stands inside the text's own box."""
        if not article.lead:
            return "", False
        said = escape(article.lead)
        return {
            "bold": (f"<p><b>{said}</b></p>", True),
            "strong-plain": (f"<div><strong>{said}</strong></div>", True),
            "italic": (f'<p class="{self.lead_class}"><i>{said}</i></p>', True),
            "class": (f'<p class="{self.lead_class}" style="font-weight:bold">{said}</p>', True),
            "div": (f'<div class="{self.lead_class}" style="font-weight:bold">{said}</div>', False),
            "h2-lead": (f'<h2 class="{self.lead_class}" style="font-size:16px">{said}</h2>', False),
        }[self.traits["lead"]]

    def block(self, block: Block) -> str:
        lines = [escape(line) for line in block.lines]
        if block.kind == "list":
            return "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"
        if block.kind == "table":
            rows = [lines[start : start + 3] for start in range(0, len(lines), 3)]
            cells = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows]
            return f'<table border="1">{"".join(cells)}</table>'
        if block.kind == "heading":
            return f"<{self.paragraph}><strong>{lines[0]}</strong></{self.paragraph}>"
        if block.kind == "image":
            return self._image(block)
        return f"<{self.paragraph}>{lines[0]}</{self.paragraph}>"

    def _image(self, block: Block) -> str:
        picture = f'<img src="{block.image}" alt="" width="320" height="180">'
        caption = escape(block.caption)
        if not caption:
            return f'<p style="text-align:center">{picture}</p>'
        return {
            "figcaption": f"<figure>{picture}<figcaption>{caption}</figcaption></figure>",
            "italic": f'<p style="text-align:center">{picture}</p><p style="text-align:center"><em>{caption}</em></p>',
            "small-div": f'<div class="hinh">{picture}<div style="font-size:11px">{caption}</div></div>',
            "table": f'<table class="hinh"><tr><td>{picture}</td></tr><tr><td><i>{caption}</i></td></tr></table>',
        }.get(self.traits["captions"], f"<p>{picture}</p>")

    def signature(self, article: Article) -> str:
        """The name under the text."""
        if not article.signature:
            return ""
        name = escape(article.signature)
        return {
            "right": f'<p style="text-align:right"><strong>{name}</strong></p>',
            "both": f'<p style="text-align:right"><strong>{name}</strong></p>',
            "brackets": f'<p align="right"><em>({name})</em></p>',
            "photo": f'<p style="text-align: right;"><b>Tin, ảnh: {name}</b></p>',
        }[self.traits["author"]]

    def tool_line(self, place: str) -> str:
        if not self.tools or place != self.tools_place:
            return ""
        links = [f'<a href="javascript:void(0)">{tool}</a>' for tool in self.tools]
        return f'<div class="cc">{" ".join(links)}</div>'

    def after(self, article: Article) -> str:
        """Author, source and files under the text."""
        parts = []
        if self.traits["author"] in ("label-after", "both") and article.author:
            parts.append(f"<div><strong>{self.author_label}</strong>{escape(article.author)}</div>")
        if article.source:
            parts.append(f"<div>{self.source_label}{escape(article.source)}</div>")
        if article.files:
            links = [f'<a href="{file}">{file.rsplit("/", 1)[1]}</a>' for file in article.files]
            parts.append(f'<div class="tep"><b>{self.files_title}</b><br>{"<br>".join(links)}</div>')
        if self.tags:
            tags = '<a href="/tu-khoa/nong-thon">nông thôn</a>, <a href="/tu-khoa/xa">xã</a>'
            parts.append(f'<div class="nhan">Từ khóa: {tags}</div>')
        return "".join(parts)

    def comments(self, random: Random) -> str:
        """What readers wrote under an article: none of its text."""
        if self.traits["comments"] == "none":
            return ""
        said = []
        for _ in range(random.randint(1, 3)):
            when = datetime(2024, random.randint(1, 12), random.randint(1, 28), 9, random.randint(0, 59))
            said.append(
                f"<div><b>{words.person(random)}</b> <i>{when:%d/%m/%Y %H:%M}</i><p>{words.sentence(random)}</p></div>"
            )
        fields = '<textarea name="nd"></textarea><input type="submit" value="Gửi">'
        form = f'<form action="/binh-luan" method="post">{fields}</form>'
        shown = said if self.traits["comments"] == "open" else said[:1]
        return f'<div class="ykien"><h3>{self.comments_title}</h3>{"".join(shown)}{form}</div>'
