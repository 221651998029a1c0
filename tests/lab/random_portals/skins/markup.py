"""What editors and their tools make of the paragraphs of a text."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from tests.lab.random_portals.truth import Block

Form = Callable[[str, list[Block], list[str]], str]
ONE = re.compile(r"^<(?:p|div)>(.*)</(?:p|div)>$", re.DOTALL)


def plain(name: str, blocks: list[Block], shown: list[str]) -> str:
    return "".join(shown)


def _each(form: str) -> Form:
    """Paragraphs as a form shows them; what is more than a paragraph stays."""

    def made(name: str, blocks: list[Block], shown: list[str]) -> str:
        parts = []
        for block, html in zip(blocks, shown, strict=True):
            parts.append(form.format(escape(block.lines[0]), name=name) if block.kind == "p" else html)
        return "".join(parts)

    return made


def _breaks(name: str, blocks: list[Block], shown: list[str]) -> str:
    """One element, in which line breaks part the paragraphs."""
    parts = []
    for block, html in zip(blocks, shown, strict=True):
        parts.append(f"{escape(block.lines[0])}<br><br>" if block.kind == "p" else html)
    return f'<div class="{name}">{"".join(parts)}</div>'


def _spaces(name: str, blocks: list[Block], shown: list[str]) -> str:
    """Empty paragraphs, and spaces that do not break."""
    parts = []
    for block, html in zip(blocks, shown, strict=True):
        if block.kind == "p":
            said = escape(block.lines[0]).replace(", ", ",&nbsp; ").replace(" và ", "&nbsp;và ")
            html = f"<p>&nbsp; &nbsp; {said}</p><p>&nbsp;</p>"
        parts.append(html)
    return "".join(parts)


def _cells(name: str, blocks: list[Block], shown: list[str]) -> str:
    return f'<table width="100%" border="0"><tbody><tr><td class="{name}">{"".join(shown)}</td></tr></tbody></table>'


def _strong(name: str, blocks: list[Block], shown: list[str]) -> str:
    """The first paragraph has a bold beginning, as many texts have."""
    parts = []
    for block, html in zip(blocks, shown, strict=True):
        if block.kind == "p":
            head, _, rest = escape(block.lines[0]).partition(" ")
            html = f"<p><strong>{head}</strong> {rest}</p>"
        parts.append(html)
    return "".join(parts)


WORD = (
    '<p class="MsoNormal" style="margin:0cm 0cm 6pt;text-align:justify"><span lang="VI" '
    'style="font-size:14.0pt;font-family:&quot;Times New Roman&quot;">{0}<o:p></o:p></span></p>'
)
FORMS: dict[str, Form] = {
    "word": _each(WORD),
    "breaks": _breaks,
    "nested": _each('<div><div style="text-align:justify"><span><span>{0}</span></span></div></div>'),
    "spaces": _spaces,
    "unclosed": _each("<p>{0}\n"),
    "upper": _each('<P ALIGN="justify"><FONT FACE="Arial" SIZE=2>{0}</FONT></P>'),
    "cells": _cells,
    "headings": _each('<h4 style="font-weight:normal;text-align:justify">{0}</h4>'),
    "strong-first-word": _strong,
    "wrapped": lambda name, blocks, shown: f'<div id="{name}"><div><div>{"".join(shown)}</div></div></div>',
    "quoted": lambda name, blocks, shown: f"<blockquote>{''.join(shown)}</blockquote>",
    "font": lambda name, blocks, shown: f'<font face="Arial" size="3">{"".join(shown)}</font>',
}
