"""How addresses are written into the HTML: in every manner that a real site's authors and editors mix."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Links:
    """Writes links on the page at path `page` of the site at `base`. The manner depends on the linked path only."""

    base: str
    page: str

    def href(self, path: str) -> str:
        """A whole `href=…` attribute that leads to `path`."""
        return self._attribute("href", path)

    def src(self, path: str) -> str:
        """A whole `src=…` attribute that shows `path`."""
        return self._attribute("src", path)

    def _attribute(self, name: str, path: str) -> str:
        manner = zlib.crc32(path.encode())
        address = self._address(path, manner % 4)
        if manner >> 4 & 1:
            address = escape(address)
        match manner >> 6 & 3:
            case 0:
                return f"{name}='{address}'"
            case 1 if " " not in address:
                return f"{name}={address} "
            case _:
                return f'{name}="{address}"'

    def _address(self, path: str, manner: int) -> str:
        if manner == 0:
            return self.base + path
        # Below the root a link without its slash would multiply addresses instead of leading anywhere.
        if manner == 1 and self.page.count("/") == 1 and len(path) > 1:
            return path[1:]
        return path
