"""Finding the title of an article: headings, the page's own name, and the lines of date and labels close by."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from queson_crawler.parse import labels, words
from queson_crawler.parse.article.blocks import indices_of, prose_among
from queson_crawler.parse.article.candidate import (
    AHEAD,
    MAX_TITLE,
    MIN_TITLE,
    Candidate,
    Page,
    candidate,
    match_of,
    menu_of,
    title_class,
    title_classes_of,
)
from queson_crawler.parse.article.kinds import ends_article, is_any, is_box
from queson_crawler.parse.article.machine_data import told
from queson_crawler.parse.article.title_signs import evidence_on, opens_text
from queson_crawler.parse.document import Document
from queson_crawler.parse.evidence import Evidence, Verdict, signs, weigh
from queson_crawler.parse.flow import Block, Flow
from queson_crawler.parse.lines import PROSE, credits_by_label, find_date, is_meta, key, lines_about
from queson_crawler.parse.title_lines import BESIDE_DATE

_OWN_NAMES = ("og:title", "headline", "title", "twitter:title")
"""The metadata in which a page says its name."""
MIN_CHARACTERS, MIN_ADJACENT = 6, 25
"""Characters of any title, and of one that only the lines beside it make one."""
MIN_SCORE, ENOUGH, ENOUGH_WITH_DATE = -6, 25, 10
"""Points: of a title above prose where nothing is one for sure; of a title for sure; where the page shows a date."""
BESIDE = 26
"""Nearness of a block that stands next to the lines about the article."""
_NEARNESS = {-3: 6, -2: 8, -1: 10, 1: 26, 2: 24, 3: 22, 4: 20, 5: 6, 6: 6, 7: 6, 8: 6}
"""Nearness of a block by how many blocks it stands before a line about the article (below 0: after it)."""
_LABELLED = {True: 4, False: 0}
"""What more it is near a line with labels than near a bare date."""
SUFFICE = 2
MIN_PARAGRAPHS = 2
_NO_TITLE = (ends_article, credits_by_label, is_box)
"""Blocks whose words say that they are something else."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The block of the title and the blocks of the lines about it (date, poster, views), as far as found."""

    title: Block
    meta: tuple[Block, ...]
    verdict: Verdict | None = None


def find_heading(doc: Document, flow: Flow) -> Heading | None:
    """Title and lines about the article by structure alone: headings, the page's own name, dates and labels."""
    blocks = flow.blocks
    meta = list(filter(is_meta, blocks))
    lines: dict[int, bool] = {}
    for block in filter(_anchors, meta):
        lines[block.index] = bool(labels.cut(block.text))
    page = _page(doc, flow, is_labelled=any(lines.values()))
    near = _nearness(lines)
    best = _best(page, indices_of(meta), near) or _above_text(page, near)
    if best is None:
        return None
    title, date = _without_date(best.block, page.names)
    verdict = Verdict("title", title.text, signs(evidence_on(best), best))
    return Heading(title, (*date, *lines_about(title, blocks)), verdict)


def _page(doc: Document, flow: Flow, *, is_labelled: bool) -> Page:
    """What the blocks of a page are weighed against."""
    blocks = flow.blocks
    classes = list(map(title_class, blocks))
    return Page(
        _page_names(doc), doc.body, blocks, menu_of(flow), is_labelled, classes, title_classes_of(blocks, classes)
    )


def _without_date(title: Block, names: Collection[str]) -> tuple[Block, tuple[Block, ...]]:
    """A title without the date at its end, and that as a line about the article, where only the words before it are
    what the page calls itself."""
    date = find_date(title.text)
    if date is None:
        return title, ()
    said, _, rest = title.text.rpartition(date.raw)
    said = said.rstrip(BESIDE_DATE)
    if rest.strip(BESIDE_DATE):
        return title, ()
    if not _begins_name(said, names) or _begins_name(title.text, names):
        return title, ()
    parted = replace(title, text=said, linked=min(title.linked, len(said)), strong=min(title.strong, len(said)))
    return parted, (replace(title, text=date.raw, linked=0),)


def _begins_name(words: str, names: Collection[str]) -> bool:
    """Whether the page calls itself by these words, or by these and more."""
    begun = f"{key(words)} "
    return any(f"{name} ".startswith(begun) for name in names)


def _anchors(block: Block) -> bool:
    """Whether a line is one that a title stands by: it bears a date or a poster, and is no entry of a list."""
    if block.linked * 3 > len(block.text):
        return False
    if find_date(block.text) is not None:
        return True
    return words.POSTER in labels.cut(block.text)


def _nearness(lines: dict[int, bool]) -> dict[int, int]:
    """How close blocks stand to the lines about the article; those with labels weigh more than bare dates."""
    near: dict[int, int] = {}
    for at, is_labelled in lines.items():
        for distance, nearness in _NEARNESS.items():
            score = nearness + _LABELLED[is_labelled]
            near[at - distance] = max(score, near.get(at - distance, 0))
    return near


def is_named(doc: Document, block: Block) -> bool:
    """Whether the page names itself by the words of a block, and not merely its portal."""
    return match_of(block, _page_names(doc)) > 0


def _page_names(doc: Document) -> list[str]:
    """What a page calls itself, each name once."""
    names = [doc.metas.get(name, "") for name in _OWN_NAMES]
    names += [told(doc).headline, doc.title]
    return list(dict.fromkeys(map(key, filter(None, names))))


def _best(page: Page, meta: set[int], near: dict[int, int]) -> Candidate | None:
    """The block with the most points, if it has enough."""
    candidates: list[Candidate] = []
    for block in page.blocks:
        nearness = near.get(block.index, 0)
        if block.index not in meta and _may_be_title(block, page, nearness):
            candidates.append(candidate(block, page, nearness))
    best = _heaviest(candidates, ENOUGH)
    if best is not None or not near:
        return best
    return _heaviest([one for one in candidates if _suffices(one)], ENOUGH_WITH_DATE)


def _heaviest(candidates: Iterable[Candidate], least: float) -> Candidate | None:
    """The block with the most points, if these are more than `least`; its words say nothing else."""
    best, most = None, least
    for one in candidates:
        points = weigh(evidence_on(one), one)
        if points > most and not is_any(_NO_TITLE, one.block):
            best, most = one, points
    return best


def _may_be_title(block: Block, page: Page, nearness: int) -> bool:
    """Whether a block is worth weighing: most blocks of a page are not."""
    if not MIN_CHARACTERS <= len(block.text) <= MAX_TITLE:
        return False
    if nearness or block.is_strong or page.classes[block.index]:
        return True
    return match_of(block, page.names) > 0


def _is_adjacent(one: Candidate) -> bool:
    """Whether a block stands next to the lines about the article, and is long enough to be no label of theirs."""
    return one.nearness >= BESIDE and len(one.block.text) >= MIN_ADJACENT


_SUFFICING: tuple[Evidence[Candidate], ...] = (
    Evidence("stands next to the lines about the article", 1, _is_adjacent),
    Evidence("is bold", 1, lambda one: one.block.is_strong),
    Evidence("prose follows", 1, opens_text),
)
"""What makes a block title enough where a date stands on the page and nothing better does: SUFFICE of these."""


def _suffices(one: Candidate) -> bool:
    return weigh(_SUFFICING, one) >= SUFFICE


def _above_text(page: Page, near: dict[int, int]) -> Candidate | None:
    """Where nothing is a title for sure: what stands in bold type above several paragraphs and looks most like one."""
    candidates: list[Candidate] = []
    for block in page.blocks:
        if not block.is_strong or not MIN_TITLE <= len(block.text) <= MAX_TITLE:
            continue
        following = page.after(block, AHEAD - 1)
        if len(prose_among(following, PROSE)) >= MIN_PARAGRAPHS:
            candidates.append(candidate(block, page, near.get(block.index, 0)))
    return _heaviest(candidates, MIN_SCORE)
