"""Kentico: ASP.NET pages under slugs; a ViewState form, yet lists are paged by `?page=`.

The path is all the identity there is: a document linked into two categories is two, the second a copy, since two
documents of one title differ by no more. `04-04-2018 - 09:34` may be morning or evening: the same
portals print `1:34:19 CH` elsewhere for what is `01:34` here.
"""

from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.selectors import ArticleSelectors

KENTICO = Platform(
    name="kentico",
    marks=(
        r"(?i)/CMSPages/(?:GetResource|GetFile|PortalTemplate)",
        r"/CMSScripts/|/CMSModules/|__CMSCsrfToken|CMSCsrf",
        r"/getattachment/|/getmedia/",
        r"""class=["'][^"']{0,80}\b(?:PagerControl|UnselectedPage|SelectedPage|CMSListMenu\w*|CMSBreadCrumbs\w*)\b""",
        r"""id=["'](?:p_)?lt_\w+|["']p\$lt\$""",
    ),
    variant=r"[?&](?:print|viewmode)=|/CMSPages/|[?&]aliaspath=|/rss(?:\.aspx)?(?:$|\?)",
    page_parameter=r"^page\w*$",
    pagers=("?page=<n>", "a last link without words"),
    feeds=("/sitemap.xml", "/CMSPages/GoogleSiteMap.aspx"),
    state=r"^(?:lang|rsscode)$",
    article=ArticleSelectors(half_days=r"^\d\d-\d\d-\d{4} - (?:0\d|1[0-2]):\d\d$"),
)
