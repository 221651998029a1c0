"""Web addresses: one spelling for each, as they are asked and as they are compared. Pure.

The menus of a portal stand on its every page, so what was found out about an address is remembered.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

_NO_HOST = re.compile(r"""[\x00-\x20\x7f-\xa0"'<>\\^`{}|%/?#@]""")
_SESSION_PATH = re.compile(r";jsessionid=[^/?#]*|/\([A-Z]\([^)/]{0,200}\)\)", re.I)
_SESSION_QUERY = re.compile(
    r"jsessionid|phpsessid|aspsession\w*|aspxautodetectcookiesupport|_afr\w*|_adf\.\S*|adf-(?:window|page|ads-page)-id|utm_\w+|fbclid|gclid"
    r"|redirect|returnurl|return_url|_?\w*_redirect|backurl",
    re.I,
)
_LANGUAGE_STEPS = re.compile(r"(?:/language/vi(?:-vn)?(?=/)){2,}", re.I)
_PORTS = {"http": 80, "https": 443}
_BEHIND_PATH = re.compile(r"([?#])")
_BREAKS = re.compile(r"[\t\r\n]")
_WEB = ("http://", "https://")
_FROM_THE_ROOT = ("/", *_WEB)
_SAFE_PATH, _SAFE_QUERY = "/:@!$&'()*+,;=~-._%", "/:@!$&'()*+,;=~-._%?"


def forward(href: str) -> str:
    """An address with the backslashes of its path read as slashes, as every browser reads them."""
    if "\\" not in href:
        return href
    path, *rest = _BEHIND_PATH.split(href, maxsplit=1)
    return path.replace("\\", "/") + "".join(rest)


def resolved(base: str, href: str) -> str:
    """What a page at `base` means by an address. Raises ValueError where that is no address."""
    href = forward(href.strip())
    if href.startswith(_FROM_THE_ROOT) and base.startswith(_WEB):
        scheme, _, authority = base.split("/", 3)[:3]
        return _resolved(f"{scheme}//{authority}/", href)  # on every page of a host the same
    return urljoin(base, href)


@lru_cache(maxsize=4096)
def _resolved(base: str, href: str) -> str:
    return urljoin(base, href)


def joined(base: str, href: str) -> str:
    """What a page or style sheet at `base` means by an address, as it is asked; "" where that is no web address."""
    try:
        return clean(resolved(base, _BREAKS.sub("", href)))
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def canonical(url: str) -> str:
    """One spelling of an address: scheme and host lower case, no default port, fragment or session noise, the query
    sorted. Parameters without a value stay, since on some portals they are the identity. "" for no web address."""
    parts = split(url)
    authority = _authority(parts)
    if not authority:
        return ""
    path = _LANGUAGE_STEPS.sub("/language/vi-VN", _SESSION_PATH.sub("", parts.path))
    path = quote(path or "/", safe=_SAFE_PATH)
    query = "&".join(sorted(_parameters(parts.query)))
    return urlunsplit((parts.scheme, authority, path, query, ""))


def _authority(parts: SplitResult) -> str:
    """Host and port of a web address, the usual port left out; "" of any other address."""
    name, usual = parts.hostname, _PORTS.get(parts.scheme)
    if not name or not usual or _NO_HOST.search(name):
        return ""
    try:
        port = parts.port or usual
    except ValueError:
        return ""
    if ":" in name:
        name = f"[{name}]"
    return name if port == usual else f"{name}:{port}"


@lru_cache(maxsize=4096)
def clean(url: str) -> str:
    """An address as it is asked: like `canonical`, its query in the portal's own order."""
    whole = canonical(url)
    if not whole or "?" not in whole:
        return whole
    query = "&".join(_parameters(split(url).query))
    return f"{whole.split('?', 1)[0]}?{query}"


def _parameters(query: str) -> list[str]:
    """The parameters of a query as they are asked, without those of a session."""
    asked = []
    for pair in query.split("&"):
        name = pair.split("=", 1)[0]
        if pair and not _SESSION_QUERY.fullmatch(name):
            asked.append(quote(pair, safe=_SAFE_QUERY))
    return asked


def split(url: str) -> SplitResult:
    """The parts of an address; all of them empty where it is none."""
    try:
        return urlsplit(forward(url.strip()))
    except ValueError:
        return SplitResult("", "", "", "", "")


def host(url: str) -> str:
    """Host and port of an address, `www.` left out; "" where there is none."""
    return split(url).netloc.lower().rpartition("@")[2].removeprefix("www.")


def variants(url: str) -> tuple[str, str, str, str]:
    """An address by http and by https, with and without `www.`: at these a portal shows the same; the first is as
    given."""
    parts = split(url)
    scheme = "http" if parts.scheme == "https" else "https"
    name = parts.netloc.removeprefix("www.") if parts.netloc.startswith("www.") else f"www.{parts.netloc}"
    found = []
    for netloc in (parts.netloc, name):
        found.append(urlunsplit(parts._replace(netloc=netloc)))
        found.append(urlunsplit(parts._replace(scheme=scheme, netloc=netloc)))
    return found[0], found[1], found[2], found[3]
