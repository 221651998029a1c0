"""Which hosts speak for which portal: a file of others says nothing of a portal that is here but from its own hosts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from archive import portals
from archive.addresses import canonical, host
from archive.exchange.lines import Record
from archive.rows import column
from archive.store import Archive

_NOT_OF_THE_FILE = "run_id not in (select run_id from imports where sha256 = :sha256)"
_WAS_HERE = f"""
select exists (select 1 from (select portal, id as run_id from runs) where portal = :slug and {_NOT_OF_THE_FILE})
    or exists (select 1 from articles a join captures c on c.id = a.capture_id
        where a.portal = :slug and c.{_NOT_OF_THE_FILE})
    or exists (select 1 from documents d join captures c on c.id = d.capture_id
        where d.portal = :slug and c.{_NOT_OF_THE_FILE})
    or exists (select 1 from categories k join captures c on c.id = k.capture_id
        where k.portal = :slug and c.{_NOT_OF_THE_FILE})
"""
_ARTICLES_AT = """
select distinct substr(url, 1, instr(substr(url, 9) || '/', '/') + 8) from articles where portal = ?
"""

_DOTS = re.compile("[\u3002\uff61]")
"""What browsers read as the dots of a host, beside those that NFKC makes dots."""

FurtherHosts = Callable[[str], Iterable[str]]
"""The hosts that are known of the portal with a slug, beside those that are stored."""


def _no_others(_: str) -> tuple[str, ...]:
    return ()


@dataclass
class Hosts:
    """What a file with the digest ``sha256`` may speak of. A portal that no other file and no crawl has brought may be
    anywhere but where another portal is."""

    archive: Archive
    sha256: str
    further: FurtherHosts = _no_others
    _own: dict[str, frozenset[str]] = field(default_factory=dict)
    _slugs_at: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for slug, address in portals.stored(self.archive):
            if address:
                self._slugs_at.setdefault(name_at(address), set()).add(slug)

    def objection(self, record: Record) -> str:
        """Why a record may not come in: it speaks of a portal that is elsewhere here, or with the address of another;
        "" where it may."""
        slug, own = portal_of(record), self._of(portal_of(record))
        place, *others = _addresses_in(record)
        if place and own and name_at(place) not in own:
            return f"{slug} is at {_named(own)} here, and not at {name_at(place)}"
        return next(filter(None, (self.claim(slug, each, own) for each in (place, *others))), "")

    def claim(self, slug: str, address: str, own: Iterable[str]) -> str:
        """Why a portal with some hosts of its ``own`` has nothing to do with an address: it is that of another portal
        that was here before; "" where it may have."""
        name = name_at(address)
        owners = self._owners(name)
        if not owners or slug in owners or name in own:
            return ""
        return f"{name} is the host of {_named(owners)} here, and not of {slug}"

    def _owners(self, name: str) -> set[str]:
        """The portals that were here before, and begin at a host."""
        return {slug for slug in self._slugs_at.get(name, ()) if self._of(slug)}

    def _of(self, slug: str) -> frozenset[str]:
        """The hosts of a portal that was here before; none where it was not, or where nobody knows them."""
        if slug not in self._own:
            self._own[slug] = self._stored(slug)
        return self._own[slug]

    def _stored(self, slug: str) -> frozenset[str]:
        db = self.archive.db
        (was_here,) = db.execute(_WAS_HERE, {"slug": slug, "sha256": self.sha256}).fetchone()
        if not was_here:
            return frozenset()
        stored = portals.hosts_of(self.archive, slug)
        at_articles = column(db.execute(_ARTICLES_AT, [slug]))
        known = stored.union(map(name_at, at_articles))
        return known.union(self.further(slug)) if known else known


def portal_of(record: Record) -> str:
    """The slug of the portal that a record speaks of."""
    return str(record.get("portal") or record["slug"])


def _addresses_in(record: Record) -> list[str]:
    """Where what a record tells of is, and further addresses that it claims for its portal."""
    if record["record"] == "portal":
        return [record["base_url"]]
    found = [record["url"], *record.get("addresses", ()), *record.get("categories", ())]
    for name in ("parent_url", "same_as_url"):
        found.append(record.get(name) or "")
    return found


def name_at(address: str) -> str:
    """The host of an address as a browser finds it, whatever letters, dots and port it is written with."""
    plain = unicodedata.normalize("NFKC", _DOTS.sub(".", address))
    name, colon, port = host(canonical(plain) or plain).partition(":")
    return name.rstrip(".") + colon + port


def _named(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
