"""Portals as data: one site each, from a TOML file or from nothing but its address."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

from archive.errors import reason
from queson_crawler.portals.file import UnknownPortal, load
from queson_crawler.portals.portal import Portal
from queson_crawler.urls import clean

__all__ = ["FOLDER", "Portal", "UnknownPortal", "hosts_of_file", "load", "resolve", "shipped", "slug_of"]

FOLDER = resources.files(__name__)


def shipped() -> tuple[str, ...]:
    """The slugs of the portals that come with the project."""
    names = [file.name for file in FOLDER.iterdir()]
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def hosts_of_file(slug: str) -> tuple[str, ...]:
    """The hosts of a portal that comes with the project; none of any other."""
    return resolve(slug).all_hosts if slug in shipped() else ()


def resolve(target: str) -> Portal:
    """The portal a target names: a slug, the path of a TOML file, or any web address.

    Raises:
        UnknownPortal: it names none, or the file is not a portal's.
    """
    if target.endswith(".toml"):
        return _from_file(target)
    if target in shipped():
        return load(target, (FOLDER / f"{target}.toml").read_text("utf-8"))
    url = clean(target)
    if url:
        return Portal(slug_of(url), url)
    raise UnknownPortal(
        f"There is no portal {target!r}. Give a slug (queson portals lists them), a portal file ending in .toml, "
        "or an address beginning with http:// or https://."
    )


def _from_file(name: str) -> Portal:
    path = Path(name)
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise UnknownPortal(f"The portal file {name} cannot be read: {reason(error)}.") from error
    except UnicodeDecodeError as error:
        raise UnknownPortal(f"The portal file {name} is not UTF-8 text.") from error
    return load(path.stem, text)


def slug_of(url: str) -> str:
    """A slug made of an address's host: `https://www.a.gov.vn/` gives `a-gov-vn`."""
    return re.sub(r"[^a-z0-9]+", "-", urlsplit(url).netloc.lower().removeprefix("www.")).strip("-")
