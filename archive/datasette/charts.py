"""Charts as SVG, made here: no script, no request, no style of its own; the numbers stand in a table beside them.

Places are percentages, so that a chart fills whatever room a page gives it and its letters keep their size.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

from markupsafe import Markup, escape

GROUND, TOP = 84.0, 13.0
"""Per cent of the height at which the columns stand, and where the highest one ends."""
MIN_HEIGHT = 0.8
MAX_NAMES, MAX_NAMES_ON_A_PHONE = 13, 5

_LINE = Markup('<line class="line" x1="{:.2f}%" y1="{:.2f}%" x2="{:.2f}%" y2="{:.2f}%"/>')
_DOT = Markup('<circle class="dot" cx="{:.2f}%" cy="{:.2f}%" r="3"><title>{}: {}</title></circle>')

Pairs = Sequence[tuple[str, int]]
Said = Callable[[int], str]


def bars(values: Pairs, label: str, other: Pairs = (), said: Said = str, names: Sequence[str] = ()) -> Markup:
    """Columns over their names, in order; `other` are the columns of a second series beside them, by the same names.

    `names` are those to write below, where not all can be; `said` writes a number as people do.
    """
    if not values:
        return Markup("")
    beside = dict(other)
    most = max(1, *dict(values).values(), *beside.values())
    step = 100 / len(values)
    thick = step * 0.76
    if other:
        thick /= 2
    drawn = [_scale(most, said)]
    for place, (name, number) in enumerate(values):
        x = place * step + step * 0.12
        drawn.append(_bar(x, thick, number / most, "bar", f"{name}: {said(number)}"))
        if other:
            second = beside.get(name, 0)
            drawn.append(_bar(x + thick, thick, second / most, "bar other", f"{name}: {said(second)}"))
    drawn.append(_names([name for name, _ in values], names))
    return _svg(Markup("").join(drawn), label)


def line(values: Pairs, label: str, said: Said = str) -> Markup:
    """A small line through the values, with the first and the last written beside it."""
    if len(values) < 2:
        return Markup("")
    spots = _spots([number for _, number in values])
    drawn = [_LINE.format(*one, *two) for one, two in pairwise(spots)]
    for (x, y), (name, number) in zip(spots, values, strict=True):
        drawn.append(_DOT.format(x, y, name, said(number)))
    (first_name, first), (last_name, last) = values[0], values[-1]
    drawn.append(_text(0, f"{first_name}: {said(first)}", "start"))
    drawn.append(_text(100, f"{last_name}: {said(last)}", "end"))
    return _svg(Markup("").join(drawn), label)


def _spots(numbers: Sequence[int]) -> list[tuple[float, float]]:
    """Where the values of a line stand: x and y in per cent."""
    low, high = min(numbers), max(numbers)
    step = 92 / (len(numbers) - 1)
    spots = []
    for place, number in enumerate(numbers):
        y = GROUND - 24 - (number - low) / max(1, high - low) * (GROUND - 44)
        spots.append((4 + place * step, y))
    return spots


def _scale(most: int, said: Said) -> Markup:
    """A thin line at the highest number, and the number."""
    grid = Markup('<line class="grid" x1="0" y1="{0}%" x2="100%" y2="{0}%"/>')
    lines = grid.format(TOP) + grid.format((TOP + GROUND) / 2) + grid.format(GROUND)
    return lines + Markup('<text class="most" x="4" y="{}%" dy="-3">{}</text>').format(TOP, said(most))


def _bar(x: float, width: float, share: float, kind: str, title: str) -> Markup:
    """A column; what is not nothing can be seen."""
    height = share * (GROUND - TOP)
    if share:
        height = max(height, MIN_HEIGHT)
    return Markup(
        '<rect class="{}" x="{:.3f}%" y="{:.2f}%" width="{:.3f}%" height="{:.2f}%"><title>{}</title></rect>'
    ).format(kind, x, GROUND - height, width, height, title)


def _names(every: Sequence[str], wanted: Sequence[str]) -> Markup:
    """Names below the middle of their columns: as many as a desk has room for, of which a phone shows fewer."""
    places = [place for place, name in enumerate(every) if not wanted or name in wanted]
    shown = places[:: _one_of(len(places), MAX_NAMES)]
    rare = _one_of(len(shown), MAX_NAMES_ON_A_PHONE)
    drawn = []
    for order, place in enumerate(shown):
        name = every[place]
        if wanted:
            name = name[:4]
        middle = (place + 0.5) * 100 / len(every)
        kind = "more" if order % rare else ""
        drawn.append(_text(min(97.5, max(2.5, middle)), name, "middle", kind))
    return Markup("").join(drawn)


def _one_of(number: int, most: int) -> int:
    """Every how many-th of a number of things is shown, so that at most `most` are."""
    return max(1, math.ceil(number / most))


def _text(x: float, text: str, anchor: str, kind: str = "") -> Markup:
    return Markup('<text class="{}" x="{:.2f}%" y="97%" text-anchor="{}">{}</text>').format(kind, x, anchor, text)


def _svg(body: Markup, label: str) -> Markup:
    return Markup('<svg class="chart" role="img" aria-label="{}" focusable="false">{}</svg>').format(
        escape(label), body
    )
