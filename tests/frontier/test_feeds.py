"""Sitemaps, feeds and the WordPress API name articles; what they may hold besides is left out."""

import gzip
import json

import pytest

from queson_crawler.parse import feeds
from queson_crawler.parse.feeds import read_feed
from queson_crawler.parse.results import Feed
from queson_crawler.parse.wordpress_posts import POSTS_PER_PAGE
from queson_crawler.platforms import GENERIC

HOME = "http://bausen.example"
NAMES = "http://www.sitemaps.org/schemas/sitemap/0.9"


def urls(*addresses: str) -> bytes:
    inside = "".join(f"<url><loc> {address} </loc></url>" for address in addresses)
    return f"<?xml version='1.0'?><urlset xmlns='{NAMES}'>{inside}</urlset>".encode()


def ids(feed: Feed | None) -> list[str]:
    assert feed is not None
    return [entry.native_id for entry in feed.entries]


def test_a_sitemap_names_articles_and_not_other_pages() -> None:
    body = urls(
        f"{HOME}/tin/cau-moi-12345.html",
        f"{HOME}/gioi-thieu",
        f"{HOME}/print/cau-moi-12345.html",
        f"{HOME}/anh-12346.jpg",
        "http://other.example/tin/cau-moi-77777.html",
        f"{HOME}/tin/cau-moi-12345.html?utm_source=x",
    )
    assert ids(read_feed(body, f"{HOME}/sitemap.xml", GENERIC)) == ["12345"]


def test_an_index_leads_to_sitemaps_of_the_portal_alone() -> None:
    inside = "".join(f"<sitemap><loc>{place}/sitemap-vi.xml</loc></sitemap>" for place in (HOME, "http://10.0.0.1"))
    body = f"<sitemapindex xmlns='{NAMES}'>{inside}</sitemapindex>".encode()
    assert read_feed(body, f"{HOME}/sitemap.xml", GENERIC) == Feed(children=(f"{HOME}/sitemap-vi.xml",))


RSS = f"""<rss version="2.0"><channel><title>Tin</title><link>{HOME}/</link>
<item><title><![CDATA[Cầu mới]]></title><link>{HOME}/tin/cau-moi-12345.html</link></item>
<item><title>Đường mới</title><link>/tin/duong-moi-12346.html</link></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="{HOME}/feed-99999.html"/>
<entry><title>Cầu mới</title><link rel="alternate" href="{HOME}/tin/cau-moi-12345.html"/></entry></feed>"""


def test_feeds_name_articles_with_their_titles() -> None:
    feed = read_feed(RSS.encode(), f"{HOME}/rss", GENERIC)
    assert feed is not None
    assert [(entry.native_id, entry.title) for entry in feed.entries] == [("12345", "Cầu mới"), ("12346", "Đường mới")]
    assert ids(read_feed(ATOM.encode(), f"{HOME}/atom", GENERIC)) == ["12345"]


def test_an_address_may_be_relative_or_stand_in_the_id_alone() -> None:
    atom = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="{HOME}/tin/">
    <entry><title>Cầu</title><link href="cau-moi-12345.html"/></entry>
    <entry><title>Đường</title><id>{HOME}/tin/duong-moi-12346.html</id></entry></feed>"""
    assert ids(read_feed(atom.encode(), f"{HOME}/atom", GENERIC)) == ["12345", "12346"]
    rss = f"""<rss><channel><item><title>Cầu</title><guid>/tin/cau-moi-12345.html</guid></item>
    <item><guid isPermaLink="true">{HOME}/tin/duong-moi-12346.html</guid><link/></item>
    <item><guid isPermaLink="false">news_12347</guid></item></channel></rss>"""
    assert ids(read_feed(rss.encode(), f"{HOME}/rss", GENERIC)) == ["12345", "12346"]


def test_a_base_on_another_host_is_not_believed() -> None:
    atom = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://other.example/">
    <entry><link href="/tin/cau-moi-12345.html"/></entry></feed>"""
    feed = read_feed(atom, f"{HOME}/atom", GENERIC)
    assert feed is not None
    assert [entry.url for entry in feed.entries] == [f"{HOME}/tin/cau-moi-12345.html"]


def test_a_sitemap_may_be_a_gzip_file_or_plain_text() -> None:
    addresses = [f"{HOME}/tin/cau-moi-12345.html", f"{HOME}/tin/duong-moi-12346.html"]
    packed = gzip.compress(urls(*addresses))
    assert ids(read_feed(packed, f"{HOME}/sitemap.xml.gz", GENERIC)) == ["12345", "12346"]
    text = "\ufeff" + "\r\n".join(addresses)
    assert ids(read_feed(text.encode(), f"{HOME}/sitemap.txt", GENERIC)) == ["12345", "12346"]
    assert read_feed(b"\x1f\x8b\x08" + bytes(40), f"{HOME}/sitemap.xml.gz", GENERIC) is None


def test_a_gzip_file_is_unpacked_to_a_bounded_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MAX_UNPACKED", 1000)
    assert len(feeds.unpacked(gzip.compress(bytes(1_000_000)))) == 1000


def test_posts_of_the_wordpress_api_are_articles_whatever_their_address() -> None:
    posts = [
        {"id": n, "link": f"{HOME}/bai-viet-{'a' * n}/", "title": {"rendered": "<em>Cầu</em> &#8211; đường"}}
        for n in (1, 2)
    ]
    feed = read_feed(json.dumps(posts).encode(), f"{HOME}/wp-json/wp/v2/posts?per_page=100", GENERIC)
    assert ids(feed) == ["bai-viet-a", "bai-viet-aa"]
    assert feed is not None
    assert feed.entries[0].title == "Cầu – đường"
    assert feed.children == ()


def test_sitemaps_of_posts_alone_name_articles_without_ids() -> None:
    body = urls(f"{HOME}/cau-moi/", f"{HOME}/duong-moi/")
    assert ids(read_feed(body, f"{HOME}/wp-sitemap-posts-post-1.xml", GENERIC)) == ["cau-moi", "duong-moi"]
    assert ids(read_feed(body, f"{HOME}/sitemap.xml", GENERIC)) == []


def test_sitemaps_of_pages_tags_and_users_are_not_asked() -> None:
    names = (
        "wp-sitemap-posts-post-1",
        "wp-sitemap-posts-page-1",
        "wp-sitemap-taxonomies-category-1",
        "wp-sitemap-users-1",
    )
    inside = "".join(f"<sitemap><loc>{HOME}/{name}.xml</loc></sitemap>" for name in names)
    body = f"<sitemapindex xmlns='{NAMES}'>{inside}</sitemapindex>".encode()
    assert read_feed(body, f"{HOME}/sitemap.xml", GENERIC) == Feed(children=(f"{HOME}/{names[0]}.xml",))


def test_a_full_page_of_posts_leads_to_the_next() -> None:
    posts = [{"link": f"{HOME}/bai-{'a' * n}/"} for n in range(1, POSTS_PER_PAGE + 1)]
    feed = read_feed(json.dumps(posts).encode(), f"{HOME}/wp-json/wp/v2/posts?per_page=100&page=3", GENERIC)
    assert feed is not None
    assert feed.children == (f"{HOME}/wp-json/wp/v2/posts?per_page=100&page=4",)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>404</body></html>",
        b"{",
        b'{"code": "rest_no_route"}',
        b"[1, 2]",
        b"\x89PNG",
        b"[" * 100_000,
        b'<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;&b;">]><page>&c;</page>',
    ],
)
def test_what_is_no_feed_names_nothing(body: bytes) -> None:
    assert read_feed(body, f"{HOME}/sitemap.xml", GENERIC) is None


def test_entities_are_not_resolved() -> None:
    bomb = b'<!DOCTYPE urlset [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + urls(f"{HOME}/tin/a-12345.html", "&a;")
    assert ids(read_feed(bomb.replace(b"<?xml version='1.0'?>", b""), f"{HOME}/sitemap.xml", GENERIC)) == ["12345"]
