"""Sketches of texts: what is stored of a text so that its copies are found among a million others. Pure.

A MinHash signature of the phrases estimates how much two texts have in common; its bands are buckets that copies share
nearly always. Templated notices share them too, thousands of them. So every bucket is kept in an order made from what
tells such notices apart, their numbers and names: copies stand side by side there, however full the bucket.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from operator import eq

from rensa import RMinHash

from archive.dedup.reading import Reading

SCHEME = 1
"""Counts the ways of making sketches (rensa's algorithm 2, seeds, sizes): sketches of two ways do not mix, so that
another one needs a migration that empties `texts`, `text_buckets` and `text_pairs` and has all compared anew."""

LEAST, FEW = 10, 30
"""A text of fewer than LEAST tokens repeats by chance: only another that is exactly the same is its copy. One of fewer
than FEW may: see `compare`."""
WIDTH, BANDS = 128, 32
SHORT = 250
"""In a text of fewer tokens a single blank that is filled in otherwise makes another notice."""
MAX_NUMBERS = 64
LIKELY = 0.3
"""Far below what makes a copy (standard deviation of the estimate: .04)."""

_BAND = 4 * WIDTH // BANDS
ORDERS = 6
"""This many orders, by numbers and by names in turn, take turns over the bands."""
_LEVELS, _LEVEL, _TIE = 2, 21, 21
_SEED, _ORDER_SEED = 1, 2


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is stored of a text, all integers little endian: ``signature`` is WIDTH of 32 bits, ``places`` ORDERS of 64,
    ``numbers`` the least digests (32 bits) of the numbers in the text."""

    length: int
    """In tokens."""
    signature: bytes
    places: bytes
    numbers: bytes

    def buckets(self, text: int) -> dict[int, int]:
        """Bucket -> the place in it of the text with a key, as integers of SQLite; one for each band.

        Where texts are alike in all that orders a bucket, each bucket has them in an order of its own: of a crowd of
        copies every two stand side by side in one or another.
        """
        places = array("q", self.places)
        buckets = {}
        for band in range(BANDS):
            rows = self.signature[band * _BAND : (band + 1) * _BAND]
            buckets[_bucket(band, rows)] = places[band % ORDERS] << _TIE | _tie(band, text)
        return buckets


def text_key(sha256: str) -> int:
    """A text's key in SQLite: the first 64 bits of its `content_sha256`, signed."""
    return int.from_bytes(bytes.fromhex(sha256[:16]), "big", signed=True)


@lru_cache(maxsize=64)
def sketch(reading: Reading) -> Sketch | None:
    """The sketch of a text; None when it is too short for one."""
    if len(reading) < LEAST:
        return None
    signature = array("I", _minhash(reading.phrases, WIDTH, _SEED))
    by_numbers, by_names = _orders(reading.numbers), _orders(reading.name_set)
    by_numbers, by_names = by_numbers or by_names, by_names or by_numbers
    orders = list(chain.from_iterable(zip(by_numbers, by_names, strict=True)))
    places = array("q", orders or [0] * ORDERS)
    return Sketch(len(reading), signature.tobytes(), places.tobytes(), _digests(reading.numbers))


def may_be_copies(one: Sketch, other: Sketch) -> bool:
    """Whether it is worth while to compare the texts: not if they have little in common, or few of their numbers."""
    if sum(map(eq, array("I", one.signature), array("I", other.signature))) < LIKELY * WIDTH:
        return False
    mine, theirs = set(array("I", one.numbers)), set(array("I", other.numbers))
    fewer = min(len(mine), len(theirs))
    allowed = 1 if min(one.length, other.length) < SHORT else max(2, fewer // 2)
    return fewer == MAX_NUMBERS or min(len(mine - theirs), len(theirs - mine)) <= allowed


def _minhash(items: Iterable[str], width: int, seed: int) -> Sequence[int]:
    made = RMinHash(num_perm=width, seed=seed)
    made.update(list(items))
    digest: list[int] = made.digest()
    return digest


def _orders(features: frozenset[str]) -> list[int]:
    if not features:
        return []
    values = _minhash(sorted(features), ORDERS // 2 * _LEVELS, _ORDER_SEED)
    return [_joined(values[start : start + _LEVELS]) for start in range(0, len(values), _LEVELS)]


def _joined(values: Sequence[int]) -> int:
    """The first value's bits, then those of the next, which part equal first values."""
    joined = 0
    for value in values:
        joined = joined << _LEVEL | value >> (32 - _LEVEL)
    return joined


def _bucket(band: int, rows: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(rows, digest_size=6, key=bytes((SCHEME, band))).digest(), "big")


def _tie(band: int, text: int) -> int:
    """Bits that put texts in another order for each band (Fibonacci hashing)."""
    return ((text ^ band * 0x632BE59BD9B4E019) * 0x9E3779B97F4A7C15 & (1 << 64) - 1) >> (64 - _TIE)


def _digests(numbers: frozenset[str]) -> bytes:
    values = sorted(int.from_bytes(hashlib.blake2b(each.encode(), digest_size=4).digest(), "big") for each in numbers)
    return array("I", values[:MAX_NUMBERS]).tobytes()
