"""A portal is data: one site, from a TOML file or from nothing but its address."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

from archive.records import PortalRecord
from queson_crawler.parse.imprint import Imprint
from queson_crawler.platforms import PLATFORMS
from queson_crawler.urls import clean

FOLDER = resources.files(__name__)
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class UnknownPortal(Exception):
    """A target that is no slug, file or address; the message says what to give instead. The command ends with 2."""


@dataclass(frozen=True, slots=True)
class Portal:
    """One site. `start` is the page a crawl begins at; `platform` is empty where the first page tells; `categories`
    are lists that no menu leads to. `known` says how sure the file is: confirmed, or assumed until first met."""

    slug: str
    start: str
    title: str = ""
    platform: str = ""
    delay: float | None = None
    categories: tuple[str, ...] = ()
    owner: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    known: str = ""

    def record(self, platform: str, said: Imprint) -> PortalRecord:
        """What the archive keeps of the portal itself: what its file tells, else what its start page says."""
        parts = urlsplit(self.start)
        base = f"{parts.scheme}://{parts.netloc}/"
        return PortalRecord(
            slug=self.slug,
            title=self.title or said.title,
            base_url=base,
            platform=platform,
            owner=self.owner or said.owner,
            address=self.address or said.address,
            phone=self.phone or said.phone,
            email=self.email or said.email,
        )


def shipped() -> tuple[str, ...]:
    """The slugs of the portals that come with the project."""
    return tuple(sorted(file.name.removesuffix(".toml") for file in FOLDER.iterdir() if file.name.endswith(".toml")))


def resolve(target: str) -> Portal:
    """The portal a target names: a slug, the path of a TOML file, or any web address.

    Raises:
        UnknownPortal: it names none, or the file is not a portal's.
    """
    if target.endswith(".toml"):
        path = Path(target)
        try:
            return load(path.stem, path.read_text("utf-8"))
        except OSError as error:
            raise UnknownPortal(f"The portal file {target} cannot be read: {error.strerror or error}.") from error
        except UnicodeDecodeError as error:
            raise UnknownPortal(f"The portal file {target} is not UTF-8 text.") from error
    if target in shipped():
        return load(target, (FOLDER / f"{target}.toml").read_text("utf-8"))
    url = clean(target)
    if url:
        return Portal(slug_of(url), url)
    raise UnknownPortal(
        f"There is no portal {target!r}. Give a slug ({', '.join(shipped())}), a portal file ending in .toml, "
        "or an address beginning with http:// or https://."
    )


def slug_of(url: str) -> str:
    """A slug made of an address's host: `https://www.a.gov.vn/` gives `a-gov-vn`."""
    return re.sub(r"[^a-z0-9]+", "-", urlsplit(url).netloc.lower().removeprefix("www.")).strip("-")


def load(slug: str, text: str) -> Portal:
    """The portal a TOML text describes. Unknown keys and wrong types are refused by name.

    Raises:
        UnknownPortal: it is not TOML, or not a portal's.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnknownPortal(f"The portal file {slug}.toml is not TOML: {error}.") from error
    allowed = {field.name for field in fields(Portal)} - {"slug"}
    if unknown := sorted(set(data) - allowed):
        known = ", ".join(sorted(allowed))
        raise UnknownPortal(f"The portal file {slug}.toml has unknown keys: {', '.join(unknown)}; known are {known}.")
    if not _SLUG.fullmatch(slug):
        raise UnknownPortal(f"A portal file's name is its slug, of a-z, 0-9 and -: {slug!r} is none.")
    if not isinstance(data.get("start"), str) or not clean(data["start"]):
        raise UnknownPortal(f'The portal file {slug}.toml needs start = "http(s)://…", the page a crawl begins at.')
    if data.get("platform", "") not in ("", *(platform.name for platform in PLATFORMS)):
        raise UnknownPortal(f"The portal file {slug}.toml names the unknown platform {data['platform']!r}.")
    delay = data.pop("delay", None)
    if delay is not None and (not isinstance(delay, int | float) or isinstance(delay, bool) or delay < 0):
        raise UnknownPortal(f"The portal file {slug}.toml needs delay as a number of seconds.")
    categories = data.pop("categories", [])
    if not isinstance(categories, list) or not all(isinstance(url, str) and clean(url) for url in categories):
        raise UnknownPortal(f"The portal file {slug}.toml needs categories as a list of addresses.")
    if wrong := [name for name, value in data.items() if not isinstance(value, str)]:
        raise UnknownPortal(f"The portal file {slug}.toml needs text for {', '.join(wrong)}.")
    return Portal(slug=slug, delay=delay, categories=tuple(map(clean, categories)), **data)
