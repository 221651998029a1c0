"""What the texts that came in one run have in common and those before have not: a change of layout shows so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from archive.store import Archive

REVISED = 200
"""At most this many texts of a run are looked at, and as many from before it."""
MIN_LINE = 20
"""Characters of a line that is more than a word or a number."""


@dataclass(frozen=True, slots=True)
class Gained:
    """A paragraph that several articles did not have before and have now: in how many, and the address of one."""

    text: str
    articles: int
    example: str


@dataclass(frozen=True, slots=True)
class Alike:
    """What most texts of a run have in common and those before it have not: a line, or a title. It stands in `new` of
    `all_new` new articles and in `revised` articles, of which it is new."""

    text: str
    new: int
    all_new: int
    revised: int
    example: str


_REVISED = f"""
select a.url, n.body, o.body from revisions n join captures c on c.id = n.capture_id
join articles a on a.id = n.article_id join revisions o on o.article_id = n.article_id and o.number = n.number - 1
where c.run_id = ? order by n.id limit {REVISED}
"""
_TEXTS = f"""
select a.url, n.number > 1, n.title, n.lead || char(10) || n.body, coalesce(o.title, ''),
    coalesce(o.lead || char(10) || o.body, '')
from revisions n join captures c on c.id = n.capture_id join articles a on a.id = n.article_id
left join revisions o on o.article_id = n.article_id and o.number = n.number - 1
where c.run_id = ? order by n.id limit {REVISED}
"""
_BEFORE = f"""
select v.title, v.lead || char(10) || v.body
from revisions v join articles a on a.id = v.article_id join captures c on c.id = v.capture_id
where a.portal = (select portal from runs where id = :run) and c.run_id < :run order by v.id desc limit {REVISED}
"""


def alike_texts(archive: Archive, run_id: int) -> tuple[Alike | None, Alike | None]:
    """The line and the title that most new and revised texts of a run have, and hardly any before."""
    before = _Before()
    for title, body in archive.db.execute(_BEFORE, {"run": run_id}):
        before.add(title, _lines(body))
    if not before.texts:
        return None, None
    lines, titles = [], []
    for url, revised, title, body, old_title, old_body in archive.db.execute(_TEXTS, [run_id]):
        lines.append(_Brought(url, bool(revised), _lines(body) - _lines(old_body)))
        titles.append(_Brought(url, bool(revised), {title} - {old_title}))
    return _commonest(lines, before.lines, before.texts), _commonest(titles, before.titles, before.texts)


@dataclass(slots=True)
class _Before:
    """In how many of the `texts` that were stored before each line stands, and each title."""

    texts: int = 0
    lines: Counter[str] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)

    def add(self, title: str, lines: set[str]) -> None:
        self.texts += 1
        self.lines.update(lines)
        self.titles[title] += 1


@dataclass(frozen=True, slots=True)
class _Brought:
    """What a new or revised text of a run brought: the lines, or the title, that it did not have before."""

    url: str
    is_revised: bool
    pieces: set[str]


def _lines(body: str) -> set[str]:
    return {line for line in body.split("\n") if len(line) >= MIN_LINE}


def _commonest(now: list[_Brought], before: Counter[str], of: int) -> Alike | None:
    """What stands in most of these texts; None where it stood in more than a tenth of those before."""
    found: Counter[str] = Counter()
    for one in now:
        found.update(one.pieces)
    most_before = max(1, 0.1 * of)
    rare = {each: count for each, count in found.items() if count > 1 and before[each] <= most_before}
    if not rare:
        return None
    text = _most_frequent(rare)
    showing = [one for one in now if text in one.pieces]
    showing.sort(key=attrgetter("is_revised"))  # an example is rather a new text
    revised = sum(map(attrgetter("is_revised"), showing))
    revised_in_all = sum(map(attrgetter("is_revised"), now))
    return Alike(text, len(showing) - revised, len(now) - revised_in_all, revised, showing[0].url)


def _most_frequent(found: Mapping[str, int]) -> str:
    """What was counted most often; of several the first in the alphabet."""
    return min(found, key=lambda each: (-found[each], each))


def gained(archive: Archive, run_id: int) -> Gained | None:
    """The paragraph that most of the revised texts of a run gained."""
    found: Counter[str] = Counter()
    example: dict[str, str] = {}
    for url, now, before in archive.db.execute(_REVISED, [run_id]):
        for text in set(now.split("\n")) - set(before.split("\n")) - {""}:
            found[text] += 1
            example.setdefault(text, url)
    if not found:
        return None
    text = _most_frequent(found)
    return Gained(text, found[text], example[text])
