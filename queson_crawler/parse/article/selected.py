"""The parts of an article where the platform's selectors find the CMS's own field for the text."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import html

from queson_crawler.parse import labels
from queson_crawler.parse.article.blocks import among, indices_of, without
from queson_crawler.parse.article.captions import captions, captions_inside
from queson_crawler.parse.article.ending import until_end
from queson_crawler.parse.article.field_places import NO_FIELDS, Fields
from queson_crawler.parse.article.lead import bold_lead, split_lead
from queson_crawler.parse.article.parts import (
    CAPTION,
    FURNITURE,
    NO_FURNITURE,
    TOOL,
    UNWANTED,
    Parts,
    body_verdict,
    known_of,
)
from queson_crawler.parse.article.title import Heading
from queson_crawler.parse.article.trimming import Cuts
from queson_crawler.parse.evidence import Verdict
from queson_crawler.parse.flow import Block, Flow
from queson_crawler.parse.lines import key
from queson_crawler.platforms.selectors import ArticleSelectors, find, find_all

_FOUND = "the platform's selector finds it"


@dataclass(frozen=True, slots=True)
class Field:
    """The field of a CMS for the text of an article, inside the element `root` that holds all of it; `known` is where
    sibling pages have their fields."""

    flow: Flow
    root: html.HtmlElement
    element: html.HtmlElement
    selectors: ArticleSelectors
    known: Fields = NO_FIELDS

    @property
    def blocks(self) -> list[Block]:
        """What stands in the field."""
        return self.flow.inside(self.element)

    @property
    def first(self) -> int:
        """The index of its first block."""
        return self.flow.spans[self.element][0]

    @property
    def end(self) -> int:
        """The index of the first block behind it."""
        return self.flow.spans[self.element][1]

    @property
    def keeps_leads_apart(self) -> bool:
        """Whether the markup of the CMS is known for sure, and a field for the lead with it: an empty one means no
        lead."""
        return self.selectors.required and bool(self.selectors.lead)


def by_selector(field: Field, heading: Heading, furniture: frozenset[int] = NO_FURNITURE) -> Parts:
    """The parts of an article; `furniture` are the indices of blocks that sibling pages show too."""
    cuts = Cuts()
    flow = field.flow
    dropped = _dropped(field, furniture, cuts)
    lead = _lead(field, heading, cuts)
    kept = until_end(field.blocks, flow, heading.title, cuts)
    body = _body(field, kept, known_of(heading) | indices_of(lead) | dropped, cuts)
    last = max(indices_of(body[-1:]), default=field.end - 1)
    verdicts = [body_verdict(field.element, _FOUND)]
    if not lead:
        lead, lead_verdicts = _lead_of_text(field, body)
        verdicts += lead_verdicts
        body = body[len(lead) :]
    behind = field.end
    if kept[-1:] == field.blocks[-1:]:
        behind = last + 1
    after = without(until_end(flow.blocks[behind:], flow, heading.title, Cuts()), dropped)
    end = max(indices_of(after[-1:]), default=last) + 1
    return Parts(heading, tuple(lead), tuple(body), tuple(after), field.element, end, cuts, tuple(verdicts))


def _dropped(field: Field, furniture: frozenset[int], cuts: Cuts) -> set[int]:
    """The blocks that furniture or the platform's selectors say are none of the article."""
    dropped = set(furniture)
    for found in find_all(field.element, field.selectors.not_body):
        unwanted = field.flow.inside(found)
        dropped |= indices_of(unwanted)
        cuts.add(unwanted, UNWANTED)
    cuts.add(among(field.blocks, furniture), FURNITURE)
    return dropped


def _body(field: Field, kept: list[Block], others: set[int], cuts: Cuts) -> list[Block]:
    """The text without its captions, the blocks `others`, and the tools below it."""
    pictured = captions_inside(field.flow, field.first, field.end)
    cuts.add(among(kept, pictured), CAPTION)
    body = without(kept, others | pictured)
    while body and labels.is_tool(body[-1].text):
        cuts.add([body.pop()], TOOL)
    return body


def _lead(field: Field, heading: Heading, cuts: Cuts) -> list[Block]:
    """The lead in its own field, else the prose between the title and the text."""
    lead_field = find(field.root, field.selectors.lead)
    if lead_field is not None:
        return field.flow.inside(lead_field)
    start, flow = heading.title.index, field.flow
    own = known_of(heading) | captions(flow, start, field.first)
    between = until_end(without(flow.blocks[start + 1 : field.first], own), flow, heading.title, cuts)
    lead, _, _ = split_lead(between, [], field.element, key(heading.title.text), field.known)
    return lead


def _lead_of_text(field: Field, body: list[Block]) -> tuple[list[Block], list[Verdict]]:
    """The lead that an editor typed into the text, and why, where the CMS has no field of its own for leads."""
    if field.keeps_leads_apart:
        return [], []
    lead, verdict = bold_lead(body, field.known)
    return lead, list(filter(None, (verdict,)))
