"""A mirror on disk: files in folders that are named like hosts, as wget and HTTrack lay them. Pure but for reading."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from queson_crawler.imports.saved.links import led_back, named
from queson_crawler.imports.saved.logs import Logged
from queson_crawler.imports.saved.page import HTML, SavedFile, Told, told_of, type_of
from queson_crawler.urls import clean

_HOST = re.compile(
    r"((?:[a-z0-9-]{1,63}\.){1,9}[a-z]{2,24}|(?:\d{1,3}\.){3}\d{1,3}|localhost)(?:[:+_](\d{1,5}))?", re.I
)
_INDEX = re.compile(r"(?:^|/)index\.html?$")
ORIGINAL = ".orig"
"""How the name of a file ends that wget kept beside the one whose links it changed."""
_PAGE_ENDING = re.compile(r"\.html?$")
_SAFE = "/:@!$&'()*+,;=~-._%"


@dataclass(frozen=True, slots=True)
class MirrorFile:
    """A file of a mirror: its place below the folder, its time on disk (UTC), how its bytes are read."""

    path: str
    at: str
    read: Callable[[], bytes]


def host_of(folder: str) -> str:
    """The host (with its port) that a folder of a mirror is named after; "" where it is named otherwise."""
    found = _HOST.fullmatch(folder)
    if found is None:
        return ""
    return f"{found[1].lower()}:{found[2]}" if found[2] else found[1].lower()


def saved(files: Iterable[MirrorFile], logged: Iterable[Logged]) -> Iterator[SavedFile]:
    """The files of a mirror with the addresses that they came from: as a log tells, as HTTrack wrote into them, else
    that of the addresses which a place may stand for that the pages name."""
    several = {each.path: each for each in files}
    of_log = _by_place(logged, several)
    kept = [each for each in several.values() if each.path.removesuffix(ORIGINAL) == each.path]
    told: dict[str, Told] = {}
    links: set[str] = set()
    schemes: Counter[str] = Counter()
    for each in kept:
        body = _body(each, several)
        if type_of(each.path, body) == HTML:
            told[each.path] = told_of(body)
            for url in named(body, _plain(each.path, "http")):
                links.add(clean(url).partition("://")[2])
                schemes[url.partition(":")[0]] += host_of(each.path.partition("/")[0]) in url
    scheme = "https" if schemes["https"] > schemes["http"] else "http"
    scheme = of_log.scheme or scheme
    addresses = {each.path: _address(each.path, scheme, told.get(each.path, Told()), of_log, links) for each in kept}
    for each in kept:
        yield _saved(each, _body(each, several), addresses, told.get(each.path, Told()), of_log)


class _Logs(dict[str, Logged]):
    """What logs tell of each place."""

    @property
    def scheme(self) -> str:
        """The scheme of the first address that they name; "" without any."""
        for each in self.values():
            return each.url.partition(":")[0]
        return ""

    def time_of(self, place: str) -> str:
        """When the file at a place came; "" where no log tells."""
        if place not in self:
            return ""
        return self[place].at


def _by_place(logged: Iterable[Logged], several: Mapping[str, MirrorFile]) -> _Logs:
    """What logs tell of each file, whose place they may give from another folder on."""
    found = _Logs()
    for each in logged:
        place = posixpath.normpath(each.path.replace("\\", "/"))
        while place and place not in several:
            place = place.partition("/")[2]
        if place:
            found[place] = each
    return found


def _body(each: MirrorFile, several: Mapping[str, MirrorFile]) -> bytes:
    """The bytes of a file: those that came, where they were kept beside the changed ones."""
    original = several.get(each.path + ORIGINAL)
    return (original or each).read()


def _plain(path: str, scheme: str) -> str:
    """The address that a place stands for if nothing of it was changed."""
    folder, _, rest = path.partition("/")
    way, mark, query = rest.partition("?")
    return f"{scheme}://{host_of(folder)}/{quote(unquote(way), _SAFE)}{mark}{query}"


def _address(path: str, scheme: str, told: Told, of_log: Mapping[str, Logged], links: set[str]) -> str:
    if path in of_log:
        return of_log[path].url
    if told.is_httrack:
        return f"{scheme}://{told.url}"
    if told.url and host_of(path.partition("/")[0]) in told.url:
        return told.url
    several = list(_candidates(_plain(path, scheme)))
    for url in several:
        if clean(url).partition("://")[2] in links:
            return url
    return several[0]


def _candidates(plain: str) -> Iterator[str]:
    """The addresses that may have been saved at the place of a plain one, the likeliest first."""
    if _INDEX.search(plain):
        folder = _INDEX.sub("/", plain)
        yield folder
        yield plain
        yield folder.rstrip("/")
        return
    bare = _PAGE_ENDING.sub("", plain)
    if "?" in plain or plain.count(".", plain.rfind("/")) > 1:
        yield bare  # wget -E hung its ending on
    yield plain
    yield bare


def _saved(each: MirrorFile, body: bytes, addresses: Mapping[str, str], told: Told, of_log: _Logs) -> SavedFile:
    url = addresses[each.path]
    at = of_log.time_of(each.path) or told.at or each.at
    kind = type_of(each.path, body)
    changed_from = ""
    if kind == HTML:
        restored = led_back(body, each.path, url, addresses)
        if restored != body:
            changed_from = f"sha256:{hashlib.sha256(body).hexdigest()}"
            body = restored
    return SavedFile(url, at, kind, body, each.path, changed_from)
