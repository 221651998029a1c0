"""How the leads of a portal's articles are set apart from their texts: by their place, or by their type. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from queson_crawler.parse.article.field_places import FieldPlace, FieldRole
from queson_crawler.parse.article.furniture import FurnitureKey, RegionBlock
from queson_crawler.parse.article.lead import MAX_LONG_LEAD, MIN_LEAD
from queson_crawler.parse.article.looks import BOLD, ITALIC
from queson_crawler.parse.flow import HEADINGS
from queson_crawler.parse.lines import SENTENCE
from queson_crawler.profile.counted import most_agree
from queson_crawler.profile.regions import TEXT, Region, blocks_of

BY_PLACE = ""
_FORMS = (BY_PLACE, BOLD, ITALIC)
"""How a lead may be set apart, the surest first."""


def learn_leads(pages: Iterable[Region], furniture: frozenset[FurnitureKey]) -> Iterator[FieldPlace]:
    """The place and look of the first paragraph, where most pages set it apart from what follows."""
    votes: Counter[FieldPlace] = Counter()
    count = 0
    for page in pages:
        text = [block for block in blocks_of((page,), TEXT) if block.key not in furniture]
        if _has_sentence(text[1:4]):
            count += 1
            votes.update(_set_apart(text[0], text[1:]))
    agreed = [place for place, number in votes.most_common() if most_agree(number, count)]
    agreed.sort(key=lambda place: _FORMS.index(place.form))
    yield from agreed[:1]


def _has_sentence(blocks: Iterable[RegionBlock]) -> bool:
    return any(len(block.text) >= SENTENCE for block in blocks)


def _set_apart(opening: RegionBlock, following: Sequence[RegionBlock]) -> Iterator[FieldPlace]:
    """In which ways the first paragraph of a text is set apart from those that follow."""
    if not MIN_LEAD <= len(opening.text) <= MAX_LONG_LEAD:
        return
    path = opening.key.path
    if _has_own_place(path, {block.key.path for block in following}):
        yield FieldPlace(FieldRole.LEAD, path, BY_PLACE)
    own_look = set(opening.look.split()) - set(following[0].look.split())
    for form in (BOLD, ITALIC):
        if form in own_look:
            yield FieldPlace(FieldRole.LEAD, path, form)


def _has_own_place(path: str, others: set[str]) -> bool:
    """Whether a path is that of none of the others, nor of what they stand in; beside them it has a name of its own,
    or is that of a heading: which plain element a program makes of the first paragraph means nothing."""
    for other in others:
        if f"{other}>".startswith(f"{path}>"):
            return False
    home, _, step = path.rpartition(">")
    tag, _, name = step.partition(".")
    if name or tag in HEADINGS:
        return True
    return home not in {other.rpartition(">")[0] for other in others}
