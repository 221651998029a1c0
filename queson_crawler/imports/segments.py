"""Records that others wrote in several segments: found together, and joined to the record that they are. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive.warc.foreign import MAX_BLOCK
from archive.warc.shapes import Raw
from queson_crawler.imports.held import Held

CONTINUATION = "continuation"
_OF_A_SEGMENT = (b"warc-segment-", b"warc-block-digest:", b"warc-payload-digest:")
_CUT = b"WARC-Truncated: unspecified"


def grouped(held: Iterable[Held]) -> list[Held]:
    """The records, each that goes on in others together with these, in their order; those stay in their place too."""
    several = list(held)
    rest: dict[str, dict[str, Held]] = {}
    for one in several:
        if one.found.kind == CONTINUATION:
            rest.setdefault(one.found.segment_of, {}).setdefault(one.found.segment.lstrip("0"), one)
    whole: list[Held] = []
    for one in several:
        if one.found.segment == "1" and one.found.kind != CONTINUATION:
            one = _with_rest(one, rest.get(one.found.record_id, {}))
        whole.append(one)
    return whole


def _with_rest(first: Held, rest: dict[str, Held]) -> Held:
    """A record with the segments that follow it without a gap; it is cut where the last one is not among them. Their
    numbers are compared as they are written: what others write may be no number, or one of thousands of digits."""
    following: list[Held] = []
    while str(len(following) + 2) in rest:
        following.append(rest[str(len(following) + 2)])
    is_whole = bool(following) and following[-1].found.segments_bytes != ""
    found = first.found
    if not is_whole and not found.truncated:
        found = replace(found, truncated="its last segment is not there")
    return replace(first, found=found, rest=tuple(following))


def of_others(held: Iterable[Held]) -> set[int]:
    """The records, by their `id`, that are segments of another one."""
    return {id(part) for one in held for part in one.rest}


def joined(first: Raw, rest: Sequence[Raw], *, is_cut: bool) -> Raw:
    """One record of several segments. What the first says of its own bytes alone is kept as what it claimed."""
    block = bytearray(first.block)
    for each in rest:
        if len(block) + len(each.block) > MAX_BLOCK:
            is_cut = True
            break
        block += each.block
    lines: list[bytes] = []
    says_so = False
    for line in first.lines:
        says_so = says_so or line.lower().startswith(b"warc-truncated:")
        if line.lower().startswith(_OF_A_SEGMENT):
            line = b"X-Claimed-" + line
        lines.append(line)
    if is_cut and not says_so:
        lines.append(_CUT)
    return Raw(first.version, tuple(lines), bytes(block))
