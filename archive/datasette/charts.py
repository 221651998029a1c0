"""Charts as SVG, made here: no script, no request, no style of its own; the numbers stand in a table beside them.

Places are percentages, so that a chart fills whatever room a page gives it and its letters keep their size.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from markupsafe import Markup, escape

GROUND, TOP = 84.0, 13.0
"""Per cent of the height at which the columns stand, and where the highest one ends."""
MAX_NAMES, MAX_NAMES_ON_A_PHONE = 13, 5

Pairs = Sequence[tuple[str, int]]
Said = Callable[[int], str]


def bars(values: Pairs, label: str, other: Pairs = (), said: Said = str, names: Sequence[str] = ()) -> Markup:
    """Columns over their names, in order; `other` are the columns of a second series beside them, by the same names.

    `names` are those to write below, where not all can be; `said` writes a number as people do.
    """
    if not values:
        return Markup("")
    beside = dict(other)
    most = max([1, *(number for _, number in (*values, *other))])
    step = 100 / len(values)
    thick = step * (0.38 if other else 0.76)
    drawn = [_scale(most, said)]
    for place, (name, number) in enumerate(values):
        x = place * step + step * 0.12
        drawn.append(_bar(x, thick, number / most, "bar", f"{name}: {said(number)}"))
        if other:
            second = beside.get(name, 0)
            drawn.append(_bar(x + thick, thick, second / most, "bar other", f"{name}: {said(second)}"))
    return _svg(Markup("").join(drawn) + _names([name for name, _ in values], names), label)


def line(values: Pairs, label: str, said: Said = str) -> Markup:
    """A small line through the values, with the first and the last written beside it."""
    if len(values) < 2:
        return Markup("")
    numbers = [number for _, number in values]
    low, high = min(numbers), max(numbers)
    step = 92 / (len(values) - 1)
    spots = [
        (4 + place * step, GROUND - 24 - (number - low) / max(1, high - low) * (GROUND - 44))
        for place, number in enumerate(numbers)
    ]
    drawn = [
        Markup('<line class="line" x1="{:.2f}%" y1="{:.2f}%" x2="{:.2f}%" y2="{:.2f}%"/>').format(*one, *two)
        for one, two in pairwise(spots)
    ]
    dots = [
        Markup('<circle class="dot" cx="{:.2f}%" cy="{:.2f}%" r="3"><title>{}: {}</title></circle>').format(
            x, y, name, said(number)
        )
        for (x, y), (name, number) in zip(spots, values, strict=True)
    ]
    ends = [
        _text(0, f"{values[0][0]}: {said(numbers[0])}", "start"),
        _text(100, f"{values[-1][0]}: {said(numbers[-1])}", "end"),
    ]
    return _svg(Markup("").join((*drawn, *dots, *ends)), label)


def _scale(most: int, said: Said) -> Markup:
    """A thin line at the highest number, and the number."""
    grid = Markup('<line class="grid" x1="0" y1="{0}%" x2="100%" y2="{0}%"/>')
    lines = grid.format(TOP) + grid.format((TOP + GROUND) / 2) + grid.format(GROUND)
    return lines + Markup('<text class="most" x="4" y="{}%" dy="-3">{}</text>').format(TOP, said(most))


def _bar(x: float, width: float, share: float, kind: str, title: str) -> Markup:
    """A column; what is not nothing can be seen."""
    height = max(share * (GROUND - TOP), 0.8 if share else 0)
    return Markup(
        '<rect class="{}" x="{:.3f}%" y="{:.2f}%" width="{:.3f}%" height="{:.2f}%"><title>{}</title></rect>'
    ).format(kind, x, GROUND - height, width, height, title)


def _names(every: Sequence[str], wanted: Sequence[str]) -> Markup:
    """Names below the middle of their columns: as many as a desk has room for, of which a phone shows fewer."""
    places = [place for place, name in enumerate(every) if not wanted or name in wanted]
    thin = max(1, -(-len(places) // MAX_NAMES))
    shown = places[::thin]
    rare = max(1, -(-len(shown) // MAX_NAMES_ON_A_PHONE))
    step = 100 / len(every)
    drawn = [
        _text(
            min(97.5, max(2.5, (place + 0.5) * step)),
            every[place][:4] if wanted else every[place],
            "middle",
            "" if order % rare == 0 else "more",
        )
        for order, place in enumerate(shown)
    ]
    return Markup("").join(drawn)


def _text(x: float, text: str, anchor: str, kind: str = "") -> Markup:
    return Markup('<text class="{}" x="{:.2f}%" y="97%" text-anchor="{}">{}</text>').format(kind, x, anchor, text)


def _svg(body: Markup, label: str) -> Markup:
    return Markup('<svg class="chart" role="img" aria-label="{}" focusable="false">{}</svg>').format(
        escape(label), body
    )
