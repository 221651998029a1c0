"""Pure: as much of DER as time stamps need: its elements, and the order of a set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

CONTEXT_0 = 0xA0
_LONG, _MAX_LENGTH_BYTES = 0x80, 4


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its tag, where it begins, where its content begins, where it ends."""

    tag: int
    begin: int
    content: int
    end: int


def elements(data: bytes, begin: int, end: int) -> Iterator[Element]:
    """The elements that stand between two places, one behind the other. Raises ValueError where they do not fit."""
    at = begin
    while at < end:
        each = _element(data, at)
        if each.end > end:
            raise ValueError("an element is longer than what holds it")
        yield each
        at = each.end


def _element(data: bytes, at: int) -> Element:
    if at + 2 > len(data):
        raise ValueError("an element breaks off")
    tag, length, content = data[at], data[at + 1], at + 2
    if length >= _LONG:
        count = length - _LONG
        if not 0 < count <= _MAX_LENGTH_BYTES:
            raise ValueError("a length that no stamp has")
        length = int.from_bytes(data[content : content + count], "big")
        content += count
    return Element(tag, at, content, content + length)


def inner(data: bytes, of: Element, number: int) -> Element:
    """The n-th element within one. Raises ValueError where there is none."""
    for place, each in enumerate(elements(data, of.content, of.end)):
        if place == number:
            return each
    raise ValueError("an element is missing")


def with_sorted_certificates(answer: bytes) -> bytes:
    """The answer of a time-stamping service with its certificates in the order that DER asks for. Many services do not
    keep to it; no signature covers it. What is no such answer stays as it is."""
    try:
        (whole,) = elements(answer, 0, len(answer))
        signed = inner(answer, inner(answer, inner(answer, whole, 1), 1), 0)
        certificates = inner(answer, signed, 3)
        if certificates.tag != CONTEXT_0:
            return answer
        several = [answer[each.begin : each.end] for each in elements(answer, certificates.content, certificates.end)]
    except ValueError:
        return answer
    return answer[: certificates.content] + b"".join(sorted(several)) + answer[certificates.end :]
