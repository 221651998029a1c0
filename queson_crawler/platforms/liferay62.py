"""Liferay 6.2 as Vietnamese offices run it: the asset publisher with `/-/view_content/<id>-<slug>` addresses."""

from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.selectors import ArticleSelectors, ListSelectors

LIFERAY62 = Platform(
    name="liferay-6.2",
    marks=(
        r"\bLiferay\.",
        r"\bp_p_id",
        r"portlet-boundary|portlet-asset-publisher|portlet-dropzone",
        r"/-/view_content/",
        r"\baui\b|yui3-skin-sam",
    ),
    enough=3,
    ids=(
        r"/-/view_content/(?:pop_up/)?(\d+)(?:-|$|\.|\?)",
        r"/-/(?:asset_publisher/[^?]*?/)?(?:content/)?(?:pop_up/)?(\d{4,})(?:-|$|\?)",
    ),
    variant=r"/pop_up/|viewMode=print|p_p_state=pop_up",
    page_parameter=r"(?:^|_)cur$",
    state=r"^p_p_|^p_r_p_|^_\w+_|^_101_",
    action=r"^p_p_(?:id|auth|lifecycle)$",
    article=ArticleSelectors(
        root=(
            ".portlet-asset-publisher:has(.asset-full-content)",
            ".portlet-boundary:has(.asset-full-content)",
            "body:has(.asset-full-content)",
            "body:has(.journal-content-article)",
        ),
        title=(".asset-full-content-title", ".asset-full-content .header-title", ".asset-title", "h1.header-title"),
        meta=(".assetPublishDate", ".block_timer", ".metadata-publish-date"),
        lead=(".asset-content .sapo", ".sapo", ".asset-content .asset-summary"),
        body=(".asset-full-content .journal-content-article", ".asset-full-content .asset-content", ".asset-content"),
        not_body=(".view-content-author, .related_asset, .asset-control-detail, .asset-ratings, .taglib-discussion",),
        author=(".texttacgia",),
        poster=(".view-content-author",),
        required=True,
    ),
    listing=ListSelectors(
        root=(
            ".portlet-asset-publisher:has(.lfr-pagination)",
            ".portlet-boundary:has(.lfr-pagination)",
            ".portlet-asset-publisher",
        ),
        item=(".asset-abstract", ".table-data tr", ".asset-row", ".search-container-results tr"),
        link=(".asset-title a[href]", "a[href]"),
    ),
    shown_ids=(".asset-full-content .asset-content[id]", r"_(\d+)$"),
    ids_only=True,
)
