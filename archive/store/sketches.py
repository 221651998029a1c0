"""The sketches of all texts, their buckets, and which texts are near copies of each other.

A text (`dedup.text_key`) is sketched while some article has it. In each of its buckets a text is compared with the
NEIGHBOURS before and after it, however many there are: the pairs found depend on which texts are stored, never on the
order in which they came. So one that comes between two others parts them, and one that goes lets others meet.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, product
from operator import itemgetter
from sqlite3 import Connection

from archive.dedup import SCHEME, Kind, Reading, Sketch, compare, may_be_copies, read, sketch, text_key
from archive.dedup.made import is_made, made

NEIGHBOURS = 3
_FEW = 300
"""Rows of 32 buckets that are read at once; only where there are more is each bucket asked by itself."""

Place = tuple[int, int]
"""Where a text stands in a bucket: its place and, among equal places, its key."""
Pair = tuple[int, int]

_WINDOW = """
select place, text from text_buckets where bucket = :bucket and (place, text) {} (:place, :text)
order by place {order}, text {order} limit {limit}
"""
_AFTER = _WINDOW.format(">", order="asc", limit=NEIGHBOURS)
_BEFORE = _WINDOW.format("<", order="desc", limit=NEIGHBOURS)
_BETWEEN = f"""
select 1 from text_buckets where bucket = ? and (place, text) > (?, ?) and (place, text) < (?, ?) limit {NEIGHBOURS}
"""


def enter(connection: Connection, sha256: str) -> set[int]:
    """Sketch the text of the articles with a digest, unless it is; the texts whose near copies changed by that."""
    text = text_key(sha256)
    if connection.execute("select 1 from texts where text = ?", (text,)).fetchone():
        return set()
    sketched = _sketched(connection, sha256)
    if sketched is None:
        return set()
    return put(connection, text, sketched)


def put(connection: Connection, text: int, sketched: Sketch) -> set[int]:
    """Add a text with its sketch; the texts whose near copies changed by that."""
    buckets = sketched.buckets(text)
    around = _neighbourhoods(connection, text, buckets)
    connection.execute(
        "insert into texts (text, scheme, length, signature, places, numbers) values (?, ?, ?, ?, ?, ?)",
        (text, SCHEME, sketched.length, sketched.signature, sketched.places, sketched.numbers),
    )
    connection.executemany("insert into text_buckets (bucket, place, text) values (?, ?, ?)", _entries(buckets, text))
    near = set(chain.from_iterable(chain.from_iterable(around)))
    return _part(connection, _across(around)) | _meet(connection, product((text,), sorted(near)))


def leave(connection: Connection, sha256: str) -> set[int]:
    """Forget the text with a digest, if no article has it any more; the texts whose near copies changed by that."""
    text = text_key(sha256)
    if connection.execute("select 1 from articles where content_sha256 = ? limit 1", (sha256,)).fetchone():
        return set()
    sketched = _stored(connection, text)
    if sketched is None:
        return set()
    buckets = sketched.buckets(text)
    around = _neighbourhoods(connection, text, buckets)
    connection.executemany(
        "delete from text_buckets where bucket = ? and place = ? and text = ?", _entries(buckets, text)
    )
    changed = {other for other, _ in neighbours(connection, text)}
    connection.execute("delete from text_pairs where one = ?", (text,))
    connection.executemany("delete from text_pairs where one = ? and other = ?", product(changed, (text,)))
    connection.execute("delete from texts where text = ?", (text,))
    return changed | _meet(connection, _across(around))


def _entries(buckets: dict[int, int], text: int) -> list[tuple[int, int, int]]:
    """The rows of `text_buckets` for a text: bucket, place, text."""
    return [(bucket, place, text) for bucket, place in buckets.items()]


def neighbours(connection: Connection, text: int) -> list[tuple[int, float]]:
    """The near copies of a text, each with the share of phrases they have in common."""
    return connection.execute("select other, similarity from text_pairs where one = ?", (text,)).fetchall()


def _sketched(connection: Connection, sha256: str) -> Sketch | None:
    if is_made(sha256):
        return made(sha256)
    row = connection.execute(
        "select title, lead, body from articles where content_sha256 = ? limit 1", (sha256,)
    ).fetchone()
    return sketch(read(*row)) if row else None


def _stored(connection: Connection, text: int) -> Sketch | None:
    row = connection.execute("select length, signature, places, numbers from texts where text = ?", (text,)).fetchone()
    return Sketch(*row) if row else None


def _neighbourhoods(connection: Connection, text: int, buckets: dict[int, int]) -> list[tuple[list[int], list[int]]]:
    """For each bucket the texts before and after a text, nearest first; the text itself is left out."""
    rows = connection.execute(
        f"select bucket, place, text from text_buckets where bucket in ({','.join('?' * len(buckets))}) limit {_FEW}",
        tuple(buckets),
    ).fetchall()
    if len(rows) == _FEW:
        return [_window(connection, bucket, place, text) for bucket, place in buckets.items()]
    members: dict[int, list[Place]] = defaultdict(list)
    for bucket, place, other in rows:
        if other != text:
            members[bucket].append((place, other))
    return [_around(sorted(each), (buckets[bucket], text)) for bucket, each in members.items()]


def _around(members: list[Place], own: Place) -> tuple[list[int], list[int]]:
    at = bisect_left(members, own)
    before = members[max(at - NEIGHBOURS, 0) : at][::-1]
    return _texts(before), _texts(members[at : at + NEIGHBOURS])


def _texts(places: list[Place]) -> list[int]:
    return list(map(itemgetter(1), places))


def _window(connection: Connection, bucket: int, place: int, text: int) -> tuple[list[int], list[int]]:
    own = {"bucket": bucket, "place": place, "text": text}
    before = connection.execute(_BEFORE, own).fetchall()
    after = connection.execute(_AFTER, own).fetchall()
    return _texts(before), _texts(after)


def _across(around: list[tuple[list[int], list[int]]]) -> Iterator[Pair]:
    """The pairs of texts in a bucket that are neighbours just so long as the text between them is not there."""
    for before, after in around:
        for index, one in enumerate(before):
            if NEIGHBOURS - 1 - index < len(after):
                yield one, after[NEIGHBOURS - 1 - index]


def _part(connection: Connection, pairs: Iterable[Pair]) -> set[int]:
    """Near copies that are neighbours in no bucket any more are none; the texts that were parted."""
    parted = set()
    for one, other in set(pairs):
        known = connection.execute("select 1 from text_pairs where one = ? and other = ?", (one, other)).fetchone()
        if known and not _are_neighbours(connection, one, other):
            connection.executemany("delete from text_pairs where one = ? and other = ?", [(one, other), (other, one)])
            parted |= {one, other}
    return parted


def _are_neighbours(connection: Connection, one: int, other: int) -> bool:
    first, second = _stored(connection, one), _stored(connection, other)
    if first is None or second is None:
        return False
    mine, theirs = first.buckets(one), second.buckets(other)
    for bucket in mine.keys() & theirs.keys():
        low, high = sorted(((mine[bucket], one), (theirs[bucket], other)))
        between = connection.execute(_BETWEEN, (bucket, *low, *high)).fetchall()
        if len(between) < NEIGHBOURS:
            return True
    return False


def _meet(connection: Connection, pairs: Iterable[Pair]) -> set[int]:
    """Compare texts and note those that are near copies; all that are."""
    sketches = cache(lambda text: _stored(connection, text))
    found = set()
    for one, other in dict.fromkeys(pairs):
        first, second = sketches(one), sketches(other)
        if first and second and may_be_copies(first, second):
            kind, similarity = compared(connection, one, other)
            if kind is Kind.NEAR:
                connection.executemany(
                    "insert or ignore into text_pairs (one, other, similarity) values (?, ?, ?)",
                    [(one, other, similarity), (other, one, similarity)],
                )
                found |= {one, other}
    return found


def sha256_range(text: int) -> tuple[str, str]:
    """The digests of a text with a key are from the first of these to below the second."""
    begin = f"{text % (1 << 64):016x}"
    return begin, f"{begin}g"


def _reading(connection: Connection, text: int) -> Reading:
    return read(
        *connection.execute(
            "select title, lead, body from articles where content_sha256 >= ? and content_sha256 < ? limit 1",
            sha256_range(text),
        ).fetchone()
    )


def compared(connection: Connection, one: int, other: int) -> tuple[Kind | None, float]:
    """What two texts are to each other, whether they met or not."""
    return compare(_reading(connection, one), _reading(connection, other))
