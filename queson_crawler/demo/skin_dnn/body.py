"""An article's blocks as HTML, in the manners in which editors of such sites leave it behind."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from html import escape
from html.entities import codepoint2name

from queson_crawler.demo.model import Block, Items, Markup, Paragraph, Picture, Story, Table
from queson_crawler.demo.skin_dnn.links import Links

WORD_STYLE = "margin-top: 6pt; line-height: 150%"
NBSP_EACH = 7
LATIN_1 = {code: f"&{name};" for code, name in codepoint2name.items() if 0xA0 <= code <= 0xFF}
WRAPPED: dict[Markup, tuple[str, str]] = {
    "p": ('<p style="text-align: justify">', "</p>\n"),
    "word": (f'<P class=MsoNormal style="{WORD_STYLE}"><SPAN style="FONT-SIZE: 14pt">', "<o:p></o:p></SPAN></P>\n"),
    "div": ("<div align='justify'>", "</div>\n<div>&nbsp;</div>\n"),
    "br": ("", "<br />\n<br />\n"),
}


def text_html(story: Story, text: str) -> str:
    """`text` escaped, with the story's oddities: decomposed letters, no-break spaces, entities for Latin-1 letters."""
    if "nfd" in story.quirks:
        text = unicodedata.normalize("NFD", text)
    if "nbsp" in story.quirks:
        words = text.split(" ")
        text = words[0] + "".join(
            ("\u00a0" if index % NBSP_EACH == 0 else " ") + word for index, word in enumerate(words[1:], 1)
        )
    text = escape(text, quote=False)
    return text.translate(LATIN_1) if "entities" in story.quirks else text


def body_html(story: Story, links: Links) -> str:
    """The body of the article, without title, lead and byline."""
    return "".join(_block(story, block, links) for block in story.blocks)


def _block(story: Story, block: Block, links: Links) -> str:
    match block:
        case Paragraph():
            return _paragraph(story, block, links)
        case Items(lines=lines):
            # The editors' <li> often stays open: HTML 4 allows it.
            closing = "" if story.markup == "word" else "</li>"
            return "<ul>\n" + "".join(f"<li>{text_html(story, line)}{closing}\n" for line in lines) + "</ul>\n"
        case Table(rows=rows):
            return _table(story, rows)
        case Picture():
            return _picture(story, block, links)


def _paragraph(story: Story, block: Paragraph, links: Links) -> str:
    opening, closing = WRAPPED[story.markup]
    text = text_html(story, block.text)
    if block.link:
        *before, last, final = block.text.split(" ")
        anchor = f"<a {links.href(block.link)}>{text_html(story, f'{last} {final}')}</a>"
        text = f"{text_html(story, ' '.join(before))} {anchor}"
    return f"{opening}{text}{closing}"


def _table(story: Story, rows: tuple[tuple[str, ...], ...]) -> str:
    def row(cells: tuple[str, ...], cell: Callable[[str], str]) -> str:
        return "<tr>" + "".join(cell(text_html(story, text)) for text in cells) + "</tr>\n"

    head = row(rows[0], lambda text: f"<th scope=col>{text}</th>")
    body = "".join(row(cells, lambda text: f"<td>{text}</td>") for cells in rows[1:])
    return f'<table class="grid" cellpadding=3><tbody>{head}{body}</tbody></table>\n'


def _picture(story: Story, block: Picture, links: Links) -> str:
    image = f'<img alt="" {links.src(block.path)} width="240" />'
    if not block.caption:
        return f'<p align="center">{image}</p>\n'
    caption = text_html(story, block.caption)
    if story.markup in ("word", "br"):
        below = f'<tr><td align="center"><em>{caption}</em></td></tr>'
        return f'<table align="center"><tr><td>{image}</td></tr>{below}</table>\n'
    return f'<p style="text-align: center">{image}<br />\n<em>{caption}</em></p>\n'
