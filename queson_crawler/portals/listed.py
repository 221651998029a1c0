"""Portals of the keeper's list: a row from what the keeper names, and the portal of a row, wherever the crawl runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from archive.fleet_records import FleetPortal
from queson_crawler.portals import Portal, UnknownPortal, load, resolve
from queson_crawler.urls import clean


@dataclass(frozen=True, slots=True)
class Found:
    """The portal of a row; None where what it is crawled by is lost. ``row`` has the text of its file as it is now,
    ``told`` is a sentence where that could not be read."""

    row: FleetPortal
    portal: Portal | None
    told: str = ""


def row_of(target: str, portal: Portal, known: FleetPortal | None = None) -> FleetPortal:
    """The row of a portal that the keeper names: a file by its absolute path and its text. What is decided of it
    already stays."""
    named, text = target, ""
    if target.endswith(".toml"):
        path = Path(target).absolute()
        named, text = str(path), path.read_text("utf-8")
    if known is None:
        return FleetPortal(portal.slug, named, file_text=text)
    return replace(known, target=named, file_text=text)


def found(row: FleetPortal, remembered: Portal | None = None) -> Found:
    """The portal of a row. ``remembered`` is how it was crawled last, where the archive can tell."""
    if row.is_file:
        return _of_file(row, remembered)
    try:
        portal = replace(resolve(row.target), slug=row.slug)
    except UnknownPortal as error:
        if remembered is None:
            return Found(row, None, str(error))
        portal = remembered
    return Found(row, as_decided(row, portal))


def _of_file(row: FleetPortal, remembered: Portal | None) -> Found:
    """By the file as it stands there; else by its text as it was read last; else as the portal was crawled last."""
    path = Path(row.target)
    if not path.is_absolute():
        return _of_lost_file(row, remembered, f"The portal file {row.target} was named by a relative path")
    try:
        text = path.read_text("utf-8")
        portal = load(row.slug, text)
    except (OSError, UnicodeDecodeError, UnknownPortal) as error:
        return _of_lost_file(row, remembered, f"The portal file {row.target} cannot be used ({error})")
    return Found(replace(row, file_text=text), as_decided(row, portal))


def _of_lost_file(row: FleetPortal, remembered: Portal | None, told: str) -> Found:
    """The portal of a row whose file is not as it was; `told` says why, without a full stop."""
    if row.file_text:
        portal = load(row.slug, row.file_text)
        return Found(row, as_decided(row, portal), f"{told}: {row.slug} is crawled by its text as it was read last.")
    if remembered is not None:
        return Found(row, as_decided(row, remembered), f"{told}: {row.slug} is crawled as it was the last time.")
    return Found(row, None, f"{told}: {row.slug} is not crawled. Name the file anew: queson crawl FILE.toml.")


def as_decided(row: FleetPortal, portal: Portal) -> Portal:
    """A portal with what the keeper decided of it: its delay, and the hosts at which it was before it moved."""
    delay = portal.delay if row.delay is None else row.delay
    hosts = list(portal.hosts)
    for former in row.former:
        if former not in portal.all_hosts:
            hosts.append(former)
    return replace(portal, slug=row.slug, delay=delay, hosts=tuple(hosts))


def address_of(row: FleetPortal) -> str:
    """Where the crawl of a row begins; "" where nobody can say."""
    portal = found(row).portal
    if portal is None:
        return ""
    return clean(portal.start)
