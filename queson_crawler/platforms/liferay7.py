"""Liferay 7 and DXP: the asset publisher under its long portlet name, display pages under `/w/` and `/-/`."""

from queson_crawler.platforms.base import WHOLE_NUMBER, Platform

LIFERAY7 = Platform(
    name="liferay-7",
    marks=(
        r"\bLiferay\.",
        r"\bp_p_id",
        r"portlet-boundary|portlet-asset-publisher",
        r"com_liferay_\w+",
        r"""["'/]o/(?:[\w.-]*theme|frontend|js_|combo|admin-theme)""",
        r"data-senna-track|lfr-spa|clayui|/combo/\?browserId|Liferay\.Loader",
    ),
    enough=3,
    ids=(
        r"/-/asset_publisher/(?:[^/?]+/)?(?:content/|document/|[a-z_]+/)?id/(\d+)",
        r"[?&]_\w+_(?:assetentryid|articleid|classpk)=(\d+)" + WHOLE_NUMBER,
        r"/-/asset_publisher/(?:[^/?]+/)?content/([^/?]+)",
        r"/(?:w|-)/([^/?]*-[^/?]+)(?=\?|$)",
        r"[?&]_\w+_urltitle=([^&]+)",
    ),
    variant=r"viewmode=print|p_p_state=(?:pop_up|exclusive)",
    page_parameter=r"(?:^|_)cur$",
    pagers=("…_cur=N of one portlet",),
    feeds=("/sitemap.xml",),
    state=r"^p_p_|^p_r_p_|^_\w+_|^(?:redirect|doasuserid|inheritredirect)$",
    action=r"^p_p_(?:id|auth|lifecycle)$",
)
