"""What a portal offers to machines: robots.txt, sitemap, feed and the WordPress API, each with the newest only."""

from __future__ import annotations

import json
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from queson_crawler.demo.model import Story
from queson_crawler.demo.wire import Request, Response
from tests.lab.options import LabOptions
from tests.lab.skin_shapes.shape import Shape

Published = list[tuple[Story, str]]


def answer(request: Request, shape: Shape, options: LabOptions, published: Published) -> Response | None:
    """The answer to an address of a feed; None for any other address, and where the portal has none."""
    if request.path == "/robots.txt":
        line = f"Sitemap: {request.base}/sitemap.xml\n" if options.feeds else ""
        return Response(200, f"User-agent: *\nDisallow: /admin/\n{line}".encode(), "text/plain")
    newest = published[: options.feeds]
    if shape.api and request.path == shape.api:
        return _posts(request, published)
    if not options.feeds:
        return None
    if request.path == "/sitemap.xml":
        return _sitemap(request.base, newest)
    return _rss(request.base, newest) if request.path in ("/rss", "/feed/") else None


def _sitemap(base: str, newest: Published) -> Response:
    rows = "".join(f"<url><loc>{escape(base + path)}</loc></url>" for _, path in newest)
    head = '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return Response(200, f"{head}{rows}</urlset>".encode(), "application/xml")


def _rss(base: str, newest: Published) -> Response:
    rows = "".join(
        f"<item><title>{escape(one.article.title)}</title><link>{escape(base + path)}</link></item>"
        for one, path in newest
    )
    return Response(200, f'<rss version="2.0"><channel>{rows}</channel></rss>'.encode(), "application/rss+xml")


def _posts(request: Request, published: Published) -> Response:
    asked = parse_qs(request.query)
    page, size = (int(asked.get(name, [text])[0]) for name, text in (("page", "1"), ("per_page", "10")))
    total = -(-len(published) // size)
    if not 1 <= page <= total:
        return Response(400, b'{"code":"rest_post_invalid_page_number"}', "application/json")
    told = [
        {
            "id": int(one.article.native_id),
            "date": one.article.published[:19],
            "link": request.base + path,
            "title": {"rendered": escape(one.article.title)},
        }
        for one, path in published[(page - 1) * size : page * size]
    ]
    headers = (("X-WP-Total", str(len(published))), ("X-WP-TotalPages", str(total)))
    return Response(200, json.dumps(told).encode(), "application/json; charset=utf-8", headers)
