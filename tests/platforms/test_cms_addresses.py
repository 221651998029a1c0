"""Which addresses of Joomla, WordPress, Drupal, Kentico and the VNPT portal carry an article's id, and which do not."""

from pathlib import Path

import pytest

from queson_crawler.parse.answer import Answer, understand
from queson_crawler.parse.document import Document
from queson_crawler.parse.links import read_links
from queson_crawler.parse.listing import read_listing
from queson_crawler.parse.results import RawArticle, Redirect
from queson_crawler.platforms import detect, named

PORTALS = Path(__file__).parents[1] / "portals"
IDS = (
    ("joomla", "/index.php?option=com_content&view=article&id=215:trao-nha&catid=34&Itemid=27", "215"),
    ("joomla", "/index.php?id=215&Itemid=27&option=com_content&view=article", "215"),
    ("joomla", "/tin-tuc/thoi-su/1184-khoi-cong-tuyen-duong", "1184"),
    ("joomla", "/index.php/tin-tuc/9-van-hoa/1184-khoi-cong.html?start=2", "1184"),
    ("joomla", "/component/content/article/34-tin/77-ra-quan", "77"),
    ("joomla", "/tin-tuc/item/312-ngay-hoi-doc-sach", "312"),
    ("joomla", "/index.php?option=com_k2&view=item&id=312:ngay-hoi&Itemid=4", "312"),
    ("joomla", "/index.php?option=com_content&view=category&id=34&Itemid=27", None),
    ("joomla", "/component/content/category/8-tin-tuc", None),
    ("joomla", "/component/tags/tag/12-giao-thong", None),
    ("joomla", "/tin-tuc/itemlist/category/5-giao-duc", None),
    ("joomla", "/tin-tuc/30-nam-xay-dung-va-phat-trien", None),
    ("joomla", "/tin-tuc/1184-xa-phu-hoa-don-chuan", "1184"),
    ("joomla", "/tin-tuc/100-can-bo-duoc-tap-huan", None),
    ("joomla", "/tin-tuc/2-9-ron-rang-co-hoa", None),
    ("joomla", "/tin-tuc/hoi-nghi-tong-ket", None),
    ("wordpress", "/?p=123", "123"),
    ("wordpress", "/archives/771", "771"),
    ("wordpress", "/2023/03/14/khoi-cong/", None),
    ("wordpress", "/category/tin-tuc/page/2/", None),
    ("drupal", "/node/10489", "10489"),
    ("drupal", "/vi/node/10489?page=1", "10489"),
    ("drupal", "/?q=node/10489", "10489"),
    ("drupal", "/nong-nghiep/ra-quan", None),
    ("kentico", "/vi-vn/tin-tuc/su-kien/khai-mac-2018.html", None),
    ("vnpt", "/kinh-te/hoi-thao-dau-bo-920730", "920730"),
    ("vnpt", "/kinh-te/hoi-thao-dau-bo-920730?in=1", "920730"),
    ("vnpt", "/ke-hoach-2021-2025", None),
)
VARIANTS = (
    ("joomla", "/tin-tuc/1184-khoi-cong?tmpl=component&print=1"),
    ("joomla", "/tin-tuc/thoi-su?format=feed&type=rss"),
    ("joomla", "/tin-tuc/1184-khoi-cong?showall=&start=2"),
    ("wordpress", "/khoi-cong/?replytocom=12"),
    ("wordpress", "/khoi-cong/amp/"),
    ("wordpress", "/khoi-cong/comment-page-2/"),
    ("wordpress", "/khoi-cong/feed/"),
    ("drupal", "/print/3321"),
    ("drupal", "/node/3321/revisions/4/view"),
)


@pytest.mark.parametrize(("platform", "path", "native_id"), IDS)
def test_an_address_carries_the_id_of_an_article_or_none(platform: str, path: str, native_id: str | None) -> None:
    assert named(platform).native_id(f"https://bausen.example{path}") == native_id


@pytest.mark.parametrize(("platform", "path"), VARIANTS)
def test_other_views_of_an_article_are_known(platform: str, path: str) -> None:
    assert named(platform).is_variant(f"https://bausen.example{path}")


@pytest.mark.parametrize(("platform", "path"), [(name, path) for name, path, _ in IDS if "in=1" not in path])
def test_articles_and_lists_are_no_variants(platform: str, path: str) -> None:
    assert not named(platform).is_variant(f"https://bausen.example{path}")


@pytest.mark.parametrize(
    "page", sorted(PORTALS.glob("*/article*.html")), ids=lambda page: f"{page.parent.name}-{page.stem}"
)
def test_an_article_with_related_links_is_no_list(page: Path) -> None:
    platform = page.parent.name
    if platform not in ("joomla", "wordpress", "drupal", "kentico", "vnpt"):
        pytest.skip("another platform")
    doc = Document.from_bytes(f"https://bausen.example/{page.stem}", page.read_bytes())
    assert detect(doc).name == platform
    listing = read_listing(doc, named(platform))
    assert listing is None or not listing.entries


def test_what_only_carries_state_makes_no_list_a_search() -> None:
    blog = "/index.php?option=com_content&view=category&layout=blog&id=34&Itemid=27&lang=vi&limitstart=0"
    search = "/index.php?a=1&b=2&c=3&d=4&e=5"
    menu = "".join(f"<li><a href='{path}'>Tin trong huyện</a></li>" for path in (blog, search))
    doc = Document("https://bausen.example/", f"<ul class=menu>{menu}</ul>")
    found = [candidate.url for candidate in read_links(doc, named("joomla")).candidates]
    assert found == ["https://bausen.example/index.php?option=com_content&view=category&layout=blog&id=34"]


def test_an_article_in_parts_is_read_where_it_stands_whole() -> None:
    path, part = (
        "/tin-tuc/1184-khoi-cong-tuyen-duong",
        "Sáng nay, bà con hai xã cùng ra quân dọn tuyến kênh chính. " * 4,
    )
    index = f"<div class=article-index><a href='{path}?start=1'>Trang 2</a><a href='{path}?showall=1'>Tất cả</a></div>"
    other = "<a href='/tin-tuc/1190-bai-khac?showall=1'>Bài khác</a>"
    head = "<div class=item-page><div class=page-header><h2>Khởi công tuyến đường</h2></div>"
    page = f"{other}{head}<dl class=article-info><dd>Ngày đăng: 14/03/2023</dd></dl>{index}<p>{part}</p></div>"
    address = f"https://bausen.example{path}"
    first = understand(Answer(address, 200, page.encode()), named("joomla"), "article").result
    assert first == Redirect(f"{address}?showall=1")
    whole = understand(Answer(f"{address}?showall=1", 200, page.encode()), named("joomla"), "article").result
    assert isinstance(whole, RawArticle)
