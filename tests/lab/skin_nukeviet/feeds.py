"""The sitemaps and the RSS feed: the newest articles once more."""

from __future__ import annotations

from html import escape

from queson_crawler.demo.model import Content
from queson_crawler.demo.wire import Request, Response
from tests.lab.skin_nukeviet.address import Addresses

IN_FEED = 30
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
SITEMAPS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def answer(content: Content, places: Addresses, request: Request) -> Response | None:
    """The feed at an address, or None."""
    if request.path == "/sitemap.xml":
        place = f"<sitemap><loc>{request.base}/sitemap-vi.{places.news}.xml</loc></sitemap>"
        return _xml(f"<sitemapindex {SITEMAPS}>{place}</sitemapindex>")
    if request.path == f"/sitemap-vi.{places.news}.xml":
        rows = "".join(f"<url><loc>{request.base}{path}</loc></url>" for path in _paths(content, places))
        return _xml(f"<urlset {SITEMAPS}>{rows}</urlset>")
    if "/rss/" in request.path or "&op=rss" in request.target:
        rows = "".join(f"<item><link>{request.base}{path}</link></item>" for path in _paths(content, places)[:IN_FEED])
        return _xml(f'<rss version="2.0"><channel><title>{places.news}</title>{rows}</channel></rss>')
    return None


def _paths(content: Content, places: Addresses) -> list[str]:
    return [escape(places.article(story)) for story in content.stories]


def _xml(text: str) -> Response:
    return Response(200, (XML + text).encode(), "text/xml; charset=utf-8")
