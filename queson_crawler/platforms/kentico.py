"""Kentico: ASP.NET pages under slugs, a path being the identity; a ViewState form, yet lists are paged by `?page=`."""

from queson_crawler.platforms.base import Platform

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
)
