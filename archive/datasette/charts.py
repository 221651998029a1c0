"""Charts as SVG, made here: no script, no request, the numbers in a table beside them."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

WIDTH, HEIGHT, GROUND = 720, 168, 26
Pairs = Sequence[tuple[str, int]]


def bars(values: Pairs, label: str, other: Pairs = ()) -> Markup:
    """Columns over their names, in order; `other` are the columns of a second series beside them, by the same names."""
    if not values:
        return Markup("")
    beside = dict(other)
    most = max([1, *(number for _, number in (*values, *other))])
    step = WIDTH / len(values)
    thick = max(0.6, step * (0.38 if other else 0.8))
    drawn = []
    for place, (name, number) in enumerate(values):
        drawn.append(_bar(place * step + step * 0.1, thick, number / most, "bar", f"{name}: {number:,}"))
        if other:
            x = place * step + step * 0.1 + thick
            drawn.append(_bar(x, thick, beside.get(name, 0) / most, "bar other", f"{name}: {beside.get(name, 0):,}"))
    return _svg(Markup("").join(drawn) + _names([name for name, _ in values], step), label)


def line(values: Pairs, label: str) -> Markup:
    """A small line through the values."""
    if len(values) < 2:
        return Markup("")
    numbers = [number for _, number in values]
    low, high = min(numbers), max(numbers)
    step = WIDTH / (len(values) - 1)
    top = HEIGHT - GROUND
    points = " ".join(
        f"{place * step:.1f},{top - (number - low) / max(1, high - low) * (top - 8):.1f}"
        for place, number in enumerate(numbers)
    )
    body = Markup('<polyline class="line" points="{}"/>').format(points)
    return _svg(body + _names([values[0][0], values[-1][0]], WIDTH), label)


def _bar(x: float, width: float, share: float, kind: str, title: str) -> Markup:
    height = share * (HEIGHT - GROUND)
    return Markup(
        '<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}</title></rect>'
    ).format(kind, x, HEIGHT - GROUND - height, width, height, title)


def _names(names: Sequence[str], step: float) -> Markup:
    """The first and last name and as many between as there is room for."""
    every = max(1, round(64 / step)) if step else 1
    shown = [(place, name) for place, name in enumerate(names) if place % every == 0]
    drawn = []
    for place, name in shown:
        x, anchor = place * step + 2, "start"
        if place == len(names) - 1 and len(names) > 1:
            x, anchor = min(WIDTH - 2.0, place * step + step), "end"
        drawn.append(Markup('<text x="{:.1f}" y="{}" text-anchor="{}">{}</text>').format(x, HEIGHT - 6, anchor, name))
    return Markup("").join(drawn)


def _svg(body: Markup, label: str) -> Markup:
    return Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        WIDTH, HEIGHT, escape(label), body
    )
