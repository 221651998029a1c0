"""Liferay with portlets of Vietnamese vendors: `asset_publisher//Content/<slug>?<id>`, ids glued to slugs, slugs only.

Their templates differ from one vendor to the next, so labels and structure read the pages.
"""

from queson_crawler.platforms.base import WHOLE_NUMBER, Platform

LIFERAY_VENDORS = Platform(
    name="liferay-vendors",
    marks=(
        r"\bLiferay\.",
        r"\bp_p_id",
        r"portlet-boundary|portlet-dropzone|portlet-layout",
        # Any Liferay may have portlets of its own (`_WAR_`); only those that show news tell this family.
        r"(?i)\b_?(?:ds)?(?:news|tin|cms)\w{0,60}_WAR_",
        r"/-/(?:asset_publisher|tin-tuc|tin-bai|bai-viet)/",
        r"\baui\b|yui3-skin-sam|/html/js/(?:liferay|aui|barebone)",
    ),
    enough=3,
    ids=(
        # The number without a name is the id itself; the slug before it may change.
        r"/-/asset_publisher/[^?]*content/[^?]*\?(?:[^?]*&)?(\d{3,18})(?=&|$)",
        r"/-/asset_publisher/(?:[^/?]*/)?(?:content/)?id/(\d+)",
        r"[?&]_\w+_(?:articleid|assetentryid|newsid|tintucid|baivietid|idtin)=(\d+)" + WHOLE_NUMBER,
        r"/-/(?:tin-tuc|tin-bai|bai-viet|chi-tiet|view_content)/(\d+)-",
        r"/-/(?:tin-tuc|tin-bai|bai-viet|chi-tiet)/[^/?]*?(\d{3,18})(?:\.html)?(?=\?|$)",
        r"/-/asset_publisher/(?:[^/?]*/)?content/([^/?]+?)(?:\.html)?(?=\?|$)",
        r"[?&]_\w+_urltitle=([^&]+)",
    ),
    variant=r"viewmode=print|p_p_state=(?:pop_up|exclusive)|/pop_up/",
    page_parameter=r"(?:^|_)cur$",
    pagers=("…_cur=N of one portlet",),
    state=r"^p_p_|^p_r_p_|^_\w+_|^redirect$",
    action=r"^p_p_(?:id|auth|lifecycle)$",
)
