"""A look at a portal: the portal spider with a frontier that asks for a handful of pages."""

from __future__ import annotations

from typing import Any

from queson_crawler.frontier.probe_frontier import ProbeFrontier
from queson_crawler.portals import Portal
from queson_crawler.spiders.portal import PortalSpider


class ProbeSpider(PortalSpider):
    """Reads everything anew, and says of itself that it did not want everything."""

    name = "probe"
    is_sample = True

    def __init__(self, target: str = "", portal: Portal | None = None, siblings: int = 0, **arguments: Any) -> None:
        super().__init__(target=target, portal=portal, full="1", files="0", **arguments)
        self.probed = ProbeFrontier(self.portal, siblings=siblings)
        self.frontier = self.probed
