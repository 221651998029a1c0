"""What real texts hold: forms of offices, headings in words of furniture, films, capitals, links among paragraphs."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from random import Random

from tests.lab.random_portals import words
from tests.lab.random_portals.truth import Article, Block

Fill = Callable[[Random, Article], None]
HEADINGS = (
    "Tin liên quan|Chia sẻ|Đánh giá|Liên hệ|Nguồn tin|Bản quyền|Xem thêm|Văn bản mới|Hình ảnh|Video|Thống kê|Bình luận|"
    "Các tin khác|Tài liệu đính kèm|Thông báo|Tác giả"
).split("|")


def _has_text(article: Article) -> bool:
    return len(article.paragraphs) > 1 and not article.second_page


def _official(random: Random, article: Article) -> None:
    """The head of an office's letter, as a table without lines."""
    if random.random() > 0.4 or not _has_text(article):
        return
    place = words.place(random)
    head = [
        "ỦY BAN NHÂN DÂN",
        f"HUYỆN {place.upper()}",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    day = f"{place}, ngày {random.randint(1, 28)} tháng {random.randint(1, 12)} năm {article.published.year - 1}"
    number = f"Số: {random.randint(2, 900)}/TB-UBND"
    article.blocks.insert(0, Block("official", [head[0], head[1], number, head[2], head[3], day]))


def _signed(random: Random, article: Article) -> None:
    """What closes an office's letter: to whom it goes, and who signed it."""
    if random.random() > 0.4 or not _has_text(article):
        return
    lines = ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "CHỦ TỊCH", "(Đã ký)", words.person(random)]
    article.blocks.append(Block("signed", lines))


def _head_last_words(article: Article, kind: str, said: str) -> None:
    """A heading before the last block with words: before a picture alone no reader could tell it from a box."""
    last = max(place for place, block in enumerate(article.blocks) if block.lines)
    article.blocks.insert(last, Block(kind, [said]))


def _headings(random: Random, article: Article) -> None:
    if _has_text(article) and random.random() < 0.5:
        _head_last_words(article, "h3", random.choice(HEADINGS))


def _bold_headings(random: Random, article: Article) -> None:
    if _has_text(article) and random.random() < 0.5:
        _head_last_words(article, "strong", random.choice(HEADINGS))


def _capitals(random: Random, article: Article) -> None:
    article.lead = article.lead.upper()


def _numbered(random: Random, article: Article) -> None:
    plain = [block for block in article.blocks if block.kind == "p"]
    if len(plain) > 2:
        for place, block in enumerate(plain[1:], 1):
            block.lines = [f"{place}. {block.lines[0]}"]


def _short_lines(random: Random, article: Article) -> None:
    """A list of names and numbers as short paragraphs."""
    if _has_text(article) and random.random() < 0.5:
        lines = [f"- {words.person(random)}: {random.randint(2, 99)} {random.choice(words.UNITS)}" for _ in range(4)]
        article.blocks[1:1] = [Block("p", [line]) for line in lines]


def _film(random: Random, article: Article) -> None:
    if random.random() < 0.4:
        article.blocks.insert(random.randint(0, len(article.blocks)), Block("film"))


def _photos(random: Random, article: Article) -> None:
    if _has_text(article) and random.random() < 0.4:
        for place in (7, 8, 9):
            article.blocks.append(Block("photo", [], "", f"/upload/anh/{article.number}-{place}.png"))


def _quote(random: Random, article: Article) -> None:
    if _has_text(article):
        article.blocks.insert(1, Block("quote", [words.sentence(random)]))


def _event(random: Random, article: Article) -> None:
    """When and where, as lines of the text."""
    if _has_text(article) and random.random() < 0.5:
        day = f"{random.randint(1, 28)}/{random.randint(1, 12)}/{article.published.year}"
        lines = [f"Thời gian: 8 giờ 00, ngày {day}.", f"Địa điểm: Nhà văn hóa thôn {words.place(random)}."]
        article.blocks[1:1] = [Block("p", [line]) for line in lines]


FILLS: dict[str, Fill] = {
    "official": _official,
    "signed": _signed,
    "h3-headings": _headings,
    "bold-headings": _bold_headings,
    "capitals": _capitals,
    "numbered": _numbered,
    "short-lines": _short_lines,
    "film": _film,
    "photos": _photos,
    "quote": _quote,
    "event": _event,
}


def _columns(block: Block) -> str:
    left = "<br>".join(f"<b>{escape(line)}</b>" for line in block.lines[:3])
    right = "<br>".join(f"<b>{escape(line)}</b>" for line in block.lines[3:])
    cells = f'<td width="40%" align="center">{left}</td><td align="center">{right}</td>'
    return f'<table width="100%" border="0"><tr>{cells}</tr></table>'


SHAPES: dict[str, Callable[[Block], str]] = {
    "official": _columns,
    "signed": _columns,
    "h3": lambda block: f"<h3>{escape(block.lines[0])}</h3>",
    "strong": lambda block: f"<p><b>{escape(block.lines[0])}</b></p>",
    "quote": lambda block: f"<blockquote><p>{escape(block.lines[0])}</p></blockquote>",
    "photo": lambda block: f'<a class="anh" href="{block.image}"><img src="{block.image}" width="200" alt=""></a>',
    "film": lambda block: (
        '<video controls width="640"><source src="/upload/phim/1.mp4" type="video/mp4">'
        "Trình duyệt của bạn không hỗ trợ phát phim.</video>"
    ),
}
