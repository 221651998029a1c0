"""The portal of VNPT (Sơn La, Nghệ An, Hải Phòng …): `/<category>/<slug>-<id>` without ending."""

from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.selectors import ArticleSelectors, ListSelectors

VNPT = Platform(
    name="vnpt",
    marks=(
        r"""class=["'][^"']{0,120}\bArticle(?:Header|Summary|Content)\b""",
        r"""class=["'][^"']{0,120}\bPostDate\b""",
        r"""class=["'][^"']{0,120}\bArticle(?:InMenu|List|Detail)\b""",
        r"""(?i)alt=["']image advertisement|>\s*No title\.\.\.""",
        r"(?i)(?:thiết kế|phát triển|xây dựng|cung cấp|vận hành)[^<]{0,40}\bVNPT\b",
        r"""href=["'][^"'?#]{3,200}/[\w%-]{8,200}-\d{5,7}["']""",
    ),
    ids=(r"^/[^?]*-(\d{5,7})/?(?:$|\?)",),
    variant=r"/print(?:/|$|\?)|[?&]print=|[?&]in=1",
    page_parameter=r"^(?:page|p|trang|pageindex|pagenumber|currentpage)$",
    page_path=r"/(?:page|trang)[/-]\d+(?=/|$)",
    pagers=("?page=<n>",),
    feeds=("/sitemap.xml",),
    article=ArticleSelectors(
        root=(".ArticleDetail:has(.ArticleContent)", "body:has(.ArticleContent)"),
        title=("h1.ArticleHeader", ".ArticleHeader h1", ".ArticleHeader"),
        lead=(".ArticleSummary",),
        body=(".ArticleContent",),
        not_body=(".ArticleInMenu, .ArticleList, .ArticleRelated",),
    ),
    listing=ListSelectors(
        root=(".ArticleList", ".ArticleInMenu:has(.ArticleSummary)"),
        item=(".ArticleList li", ".ArticleInMenu li", ".ArticleList > div"),
        link=(".ArticleHeader a[href], a.ArticleHeader[href]", "h2 a[href], h3 a[href], h4 a[href]", "a[href]"),
    ),
    ids_only=True,
)
