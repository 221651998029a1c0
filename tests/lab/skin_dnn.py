"""The demo's own skin, with pages of lists that never answer."""

from __future__ import annotations

from queson_crawler.demo.model import Content
from queson_crawler.demo.skin_dnn import DnnSkin
from tests.lab.options import LabOptions


class FaultyDnnSkin(DnnSkin):
    """Leaves out the pages of lists that the options call missing."""

    def __init__(self, content: Content, options: LabOptions) -> None:
        super().__init__(content, options)
        self._faults = options.faults

    def items(self, group: str, page: int) -> tuple[str, ...] | None:
        if (group, page) not in self._faults.missing_pages:
            return super().items(group, page)
        return None if self._faults.missing_as == "404" else ()
