"""What HTTP headers say, read from pairs of text: the same for a live answer and for one read from WARC."""

from __future__ import annotations

from collections.abc import Iterable

NOT_MODIFIED = 304

Pairs = Iterable[tuple[str, str]]


def value(headers: Pairs, name: str) -> str:
    """The first value of a header, or ""."""
    return next((text for key, text in headers if key.lower() == name), "")


def media_type(headers: Pairs) -> tuple[str, str | None]:
    """Type and charset that Content-Type declares; "" and None where it says nothing."""
    kind, _, rest = value(headers, "content-type").partition(";")
    for part in rest.split(";"):
        name, _, charset = part.strip().partition("=")
        if name.lower() == "charset" and charset.strip(" '\""):
            return kind.strip().lower(), charset.strip(" '\"")
    return kind.strip().lower(), None


def location_of(headers: Pairs) -> str:
    """Where a redirect leads. Header bytes come as latin-1; portals put UTF-8 into them."""
    raw = value(headers, "location")
    try:
        return raw.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return raw
