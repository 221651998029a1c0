"""SharePoint publishing sites and the news portals built upon them: `nid` of a site, dated pages, `glpnd`.

An id of `ChiTietTinTuc.aspx?nid=…` counts within its own site: `/So/noivu/Trang/…?nid=7` and `/Trang/…?nid=7` are two
articles, so the path of the site comes first in the id. Addresses are read without regard to case.
"""

from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.selectors import ArticleSelectors

SHAREPOINT = Platform(
    name="sharepoint",
    marks=(
        r"_spPageContextInfo|_spBodyOnLoad|_spFormOnSubmit|__REQUESTDIGEST",
        r"MSOWebPartPage|WebPartWPQ|SPWebPartManager|MSOZone|MSOLayout",
        r"/_layouts/|/_catalogs/|/Style(?:%20| )Library/|/PublishingImages/|/SiteCollectionImages/",
        r"Microsoft SharePoint|SharePoint\.WebPartPage",
        r"\bms-(?:rtestate|WPBody|bodyareacell|core|webpart)|ctl00_PlaceHolderMain|[$_]g_[0-9a-f]{8}_",
        r"-glpnd-\d+",
        r"""id=["']aspnetForm["']""",
        r"/(?:Trang|Pages)/[^\"'?]*\.aspx",
    ),
    enough=2,
    ids=(
        r"glpnd-(\d+)",
        r"^(?:/vi-vn)?(?:/([^?]*?))?/(?:trang|pages|sitepages)/[^/?]+\.aspx\?(?:[^?]*&)?nid=(\d+)(?=&|$)",
        r"[?&](?:nid|newsid|news_id|tintucid|baivietid|articleid|itemid|idtin)=(\d+)(?=&|$)",
        r"^/((?:[^?]*/)?pages/(?:\d{4}-\d{1,2}-\d{1,2}|\d{8})/[^/?]+)\.aspx",
    ),
    folded=True,
    variant=r"printpage\.aspx|sendtofriend|[?&]mobile=|[?&]isdlg=|/m/pages/",
    page_parameter=r"^(?:page|p|trang|pageindex|pagenum|currentpage|pg)$",
    page_path=r"(?<=/PhanTrang/)(?:\d+/)?\d+(?=/)",
    pagers=("page=N", "/PhanTrang/<category>/<page>/", "postback of a LinkButton (lkNext2)", "postback Page$N"),
    state=r"^(?:mobile|isdlg|date|title)$",
    action=r"^(?:fileticket|isdlg)$",
    article=ArticleSelectors(
        title=("h1.News_Detail_Title", ".News_Detail_Title"),
        source=("#pnNguontin",),
    ),
)
