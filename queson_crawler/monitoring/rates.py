"""Pure: how often something held in a run, and whether it now holds less often than chance allows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, lgamma

from archive.signs import Count, RunSigns

CHANCE = 1e-5
"""What would come by chance in fewer runs than this share is no chance."""
WEIGHT = 40.0
"""Articles come in batches of one kind; a rate is trusted as if it were known from no more than so many."""
POOLED = 10
"""At most this many runs are taken together, where each read only a few articles."""
MIN_DROP = 0.7
"""A rate that is still this share of what it was is not looked at further."""
NOTHING = Count(0, 0)


def count_of(signs: RunSigns, sign: str) -> Count:
    """How often a sign was looked for and found in one run."""
    return signs.counts.get(sign, NOTHING)


def lost(count: Count, least: int, share: float) -> int:
    """How many of those looked at do not hold, where these are at least so many and such a share; else 0."""
    missing = count.seen - count.held
    if missing < max(least, share * count.seen):
        return 0
    return missing


def total(sign: str, runs: Iterable[RunSigns]) -> Count:
    """A sign in several runs together, with the first example there is."""
    seen = held = 0
    example = ""
    for run in runs:
        count = count_of(run, sign)
        seen += count.seen
        held += count.held
        example = example or count.example
    return Count(seen, held, example)


def healthy(before: Iterable[RunSigns], kind: str, subject: str) -> list[RunSigns]:
    """What a run is held against: runs without the same alarm, so that a fault does not become the rule."""
    return [run for run in before if run.alarmed(kind, subject) is None]


def drop(sign: str, kind: str, subject: str, now: RunSigns, before: Sequence[RunSigns]) -> tuple[Count, Count] | None:
    """The rates of this run (or of the last few together) and of those before, where it is lower than chance allows."""
    runs = [now, *before]
    if not now.counts.get(sign):
        return None
    for size in range(1, min(POOLED, len(before)) + 1):
        recent = total(sign, runs[:size])
        past = total(sign, healthy(runs[size:], kind, subject))
        if past.seen and is_rarer(recent, past):
            return recent, past
    return None


def is_rarer(recent: Count, past: Count) -> bool:
    """Whether `recent` would come by chance in fewer than CHANCE of the runs, were the rate still that of `past`."""
    rate = (past.held + 0.5) / (past.seen + 1)
    if recent.held >= MIN_DROP * rate * recent.seen:
        return False
    weight = min(WEIGHT, past.seen + 1)
    probability = 0.0
    for held in range(recent.held + 1):
        probability += _chance(held, recent.seen, rate * weight, (1 - rate) * weight)
    return probability < CHANCE


def _chance(k: int, n: int, a: float, b: float) -> float:
    """The beta-binomial probability of k in n."""
    choose = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    return exp(choose + _log_beta(k + a, n - k + b) - _log_beta(a, b))


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)
