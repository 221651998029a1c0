"""DNN, SharePoint, WebCenter and Liferay: ids with their id spaces, views of one article, and ADF's loopback page."""

from pathlib import Path

import pytest

from queson_crawler.parse.document import Document
from queson_crawler.parse.links import list_url
from queson_crawler.platforms import detect, named
from queson_crawler.platforms.dnn import one_form
from queson_crawler.platforms.webcenter import MAX_LOOPBACK, loopback_address

PAGES = Path(__file__).parents[1] / "portals"
GUID = "0B5C6F7A-1D2E-4f30-8a9b-112233445566"
IDS = (
    ("dnn", "/Default.aspx?tabid=246&Group=15&NID=20203&ten-bai", "20203"),
    ("dnn", "/default.aspx?TabId=246&group=15&nid=20203", "20203"),
    ("dnn", f"/tabid/92/newsid/{GUID}/cid/{GUID}/Default.aspx", GUID.lower()),
    ("dnn", f"/TinTuc/TABID/92/NewsId/{GUID.upper()}/Default.aspx", GUID.lower()),
    ("dnn", "/tabid/92/ctl/Details/mid/482/ItemID/77/Default.aspx", "482:77"),
    ("dnn", "/Default.aspx?tabid=92&ctl=Details&mid=482&ItemID=77", "482:77"),
    ("dnn", "/tabid/92/ctl/ArticleView/mid/482/articleId/77/Tin.aspx", "77"),
    ("dnn", "/tabid/92/tid/ten-bai.html/pid/1891/cid/121/Default.aspx", "1891"),
    ("dnn", "/tabid/92/t/ten-bai/title/14489/ctitle/191/Default.aspx", "14489"),
    ("dnn", "/ctiet-4471/x/y.aspx", "4471"),
    ("dnn", "/Default.aspx?tabid=246", None),
    ("dnn", "/tin-tuc/tabid/92/currentpage/3/Default.aspx", None),
    ("sharepoint", "/Trang/ChiTietTinTuc.aspx?nid=5323", "5323"),
    ("sharepoint", "/So/noivu/Trang/ChiTietTinTuc.aspx?nid=5323&title=ten.html", "so/noivu:5323"),
    ("sharepoint", "/so/NoiVu/trang/chitiettintuc.aspx?title=ten.html&nid=5323", "so/noivu:5323"),
    ("sharepoint", "/portal/Pages/2024-5-17/Ten-baiq8x2.aspx", "portal/pages/2024-5-17/ten-baiq8x2"),
    ("sharepoint", "/pages/20121226/ten-bai.aspx", "pages/20121226/ten-bai"),
    ("sharepoint", "/Pages/glp-ten-bai-glpnd-34445-glpnc-2-glpsite-1.html", "34445"),
    ("sharepoint", "/Trang/tin-tuc-su-kien.aspx", None),
    ("sharepoint", "/Pages/ChuyenMuc/PhanTrang/1747/2/tin.html", None),
    ("webcenter", "/webcenter/portal/a/pages_tin-tuc/chi-tiet?dDocName=PORTAL315364", "PORTAL315364"),
    ("webcenter", "/webcenter/portal/b/pages_tin/chi-tiet-tin?x=1&dDocName=PORTAL315364", "PORTAL315364"),
    ("webcenter", "/webcenter/documentContent?dDocName=PORTAL470982", None),
    ("webcenter", "/webcenter/portal/a/pages_tin-tuc?catalog=vhnt&page=2", None),
    ("liferay-7", "/web/guest/-/asset_publisher/aB12/content/ten-bai?redirect=x", "ten-bai"),
    ("liferay-7", "/tin/-/asset_publisher/aB12/content/id/40123", "40123"),
    ("liferay-7", "/w/ten-bai-dai", "ten-bai-dai"),
    ("liferay-7", "/tin-tuc?_com_liferay_x_cur=2", None),
    ("liferay-vendors", "/web/guest/xem/-/asset_publisher//Content/ten-bai?612345", "612345"),
    ("liferay-vendors", "/web/qni/xem/-/asset_publisher/Content/ten-bai", "ten-bai"),
    ("liferay-vendors", "/xem-chi-tiet-tin/-/tin-tuc/Ten-bai61283", "61283"),
    ("liferay-vendors", "/tin-tuc?dsnews_WAR_x_INSTANCE_y_cur=2", None),
    ("generic", "/ten-bai-2.html", "2"),
    ("generic", "/van-hoa/trang-2.html", None),
    ("generic", "/tin/page-12.html", None),
)
VARIANTS = (
    ("dnn", "/Default.aspx?tabid=1&NID=2&dnnprintmode=true&SkinSrc=%5bG%5dSkins", True),
    ("dnn", "/tabid/1/nid/2/popUp/true/Default.aspx", True),
    ("dnn", "/Default.aspx?tabid=1&NID=2&popUp=true", True),
    ("dnn", "/Default.aspx?tabid=1&NID=2", False),
    ("sharepoint", "/pages/tintuc/printpage.aspx?tintucID=4", True),
    ("sharepoint", "/Trang/ChiTiet.aspx?nid=4&Mobile=1", True),
    ("sharepoint", "/Trang/ChiTiet.aspx?nid=4", False),
    ("liferay-7", "/w/a-b?p_p_state=pop_up", True),
    ("liferay-7", "/w/a-b", False),
)


@pytest.mark.parametrize(("platform", "address", "native_id"), IDS)
def test_the_id_an_address_carries(platform: str, address: str, native_id: str | None) -> None:
    assert named(platform).native_id(f"http://huyen.example{address}") == native_id


@pytest.mark.parametrize(("platform", "address", "variant"), VARIANTS)
def test_other_views_of_an_article(platform: str, address: str, variant: bool) -> None:
    assert named(platform).is_variant(f"http://huyen.example{address}") is variant


def test_a_list_is_named_without_page_and_state() -> None:
    assert list_url(named("dnn"), "http://a.example/Default.aspx?tabid=9&language=vi-VN&currentpage=3") == (
        "http://a.example/Default.aspx?tabid=9"
    )
    assert list_url(named("webcenter"), "http://a.example/webcenter/portal/a/tin?catalog=vhnt&page=3") == (
        "http://a.example/webcenter/portal/a/tin?catalog=vhnt"
    )
    assert list_url(named("generic"), "http://a.example/van-hoa/trang-3.html") == "http://a.example/van-hoa.html"
    vendor = "http://a.example/tin?p_p_id=d_WAR_x&p_p_lifecycle=0&_d_WAR_x_cur=4"
    assert list_url(named("liferay-vendors"), vendor) == "http://a.example/tin"


PAGE = "https://h.example/webcenter/portal/h/tin?catalog=vhnt&page=2"
LOOPBACK = b"""<html><head><script>AdfLoopbackUtils.runLoopback(120,'_afrLoop', '4711230088', '_afrWindowMode',
'Adf-Window-Id', '_afrPage', '', 'w0', null);</script></head><body><noscript>JavaScript</noscript></body></html>"""


def test_the_loopback_page_is_answered_as_a_browser_would() -> None:
    assert loopback_address(LOOPBACK, PAGE) == f"{PAGE}&_afrLoop=4711230088&_afrWindowMode=0&Adf-Window-Id=w0"


def test_the_loopback_page_without_a_window() -> None:
    body = b"<script>AdfLoopbackUtils.runLoopback('_afrLoop', \"99\");</script>"
    assert loopback_address(body, "https://h.example/a") == "https://h.example/a?_afrLoop=99&_afrWindowMode=0"


def test_a_stale_window_in_the_address_is_replaced() -> None:
    asked = "https://h.example/a?_afrWindowMode=2&dDocName=P1&Adf-Window-Id=old"
    assert loopback_address(LOOPBACK, asked) == (
        "https://h.example/a?dDocName=P1&_afrLoop=4711230088&_afrWindowMode=0&Adf-Window-Id=w0"
    )


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (LOOPBACK, f"{PAGE}&_afrLoop=1"),
        (LOOPBACK + b" " * MAX_LOOPBACK, PAGE),
        (b"<p>AdfLoopbackUtils</p>", PAGE),
        (b"<script>AdfLoopbackUtils.runLoopback(1)</script>", PAGE),
        (b"<script>AdfLoopbackUtils.runLoopback('_afrLoop', '../x?y');</script>", PAGE),
    ],
)
def test_nothing_is_asked_on_a_page_that_is_none_or_a_circle(body: bytes, url: str) -> None:
    assert loopback_address(body, url) is None


@pytest.mark.parametrize(
    "address",
    [
        "/Default.aspx?tabid=92&Group=15",
        "/default.aspx?GROUP=15&TabID=92&language=vi-VN",
        "/tabid/92/Group/15/Default.aspx",
        "/Tin-tuc/tabid/92/language/vi-VN/language/vi-VN/Group/15/Default.aspx",
        "/(S(k2j3h))/Tin-tuc/TABID/92/group/15/currentpage/4/Default.aspx",
    ],
)
def test_one_page_of_dnn_has_one_name(address: str) -> None:
    assert one_form(f"http://h.example{address}") == "http://h.example/default.aspx?group=15&tabid=92"


def test_other_pages_of_dnn_have_other_names() -> None:
    addresses = ("/tabid/92/Default.aspx", "/tabid/93/Default.aspx", "/tabid/92/Group/1/Default.aspx", "/tin-tuc", "/")
    assert len({one_form(f"http://h.example{address}") for address in addresses}) == len(addresses)


@pytest.mark.parametrize("page", sorted(PAGES.glob("*/*.html")), ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_every_skin_shows_its_platform(page: Path) -> None:
    families = {"dnn": "dnn", "sharepoint": "sharepoint", "webcenter": "webcenter", "liferay7": "liferay-7"}
    families |= {"liferay-vendor": "liferay-vendors", "liferay62": "liferay-6.2", "queson": "dnn"}
    expected = next((name for start, name in families.items() if page.parent.name.startswith(start)), None)
    shown = detect(Document.from_bytes("http://h.example/", page.read_bytes(), None)).name
    assert shown == expected if expected else shown not in ("dnn", "liferay-7", "liferay-vendors")
