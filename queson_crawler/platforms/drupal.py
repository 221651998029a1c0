"""Drupal 6 to 11: `/node/<id>` or an alias of it; views and taxonomy pages whose `?page=` counts from 0."""

from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.selectors import ArticleSelectors, ListSelectors

DRUPAL = Platform(
    name="drupal",
    marks=(
        r"""(?i)<meta[^>]{0,80}content=["']Drupal""",
        r"""Drupal\.(?:settings|behaviors)|data-drupal-|drupalSettings|drupal-settings-json""",
        r"/sites/(?:default|all|[\w.-]+)/(?:files|themes|modules)/|/core/(?:misc|themes|modules|assets)/",
        r"""class=["'][^"']{0,300}\b(?:views-row|view-content|node--type-\w+|node-teaser|field--name-|field-name-)""",
        r"""class=["'][^"']{0,300}\b(?:path-node|page-node-?\w*|node-type-\w+|region-content|not-front|path-taxonomy)\b""",
    ),
    ids=(r"/node/(\d+)(?:$|[/?])", r"[?&]q=node/(\d+)(?:$|[/&])"),
    variant=r"^(?:/[a-z]{2})?/(?:print|printpdf|printmail|printable|entity_pdf)/|/(?:revisions|track|edit|delete|forward)(?:/|$)"
    r"|/rss\.xml|/feed(?:$|\?)|/comment/reply/|[?&](?:destination|print)=",
    page_parameter=r"^page$",
    pagers=("?page=<n - 1>", "previous and next"),
    feeds=("/sitemap.xml", "/rss.xml", "/jsonapi/node/article"),
    state=r"^(?:order|sort|sort_by|sort_order|items_per_page)$",
    action=r"^(?:destination|token)$",
    article=ArticleSelectors(
        title=(
            "h1.page-title",
            "h1#page-title, #page-title",
            ".block-page-title-block h1, .block-page-title h1",
            "h1.page-header, .page-header h1",
            "h1.title, h1.node__title, h1.node-title",
            "main h1, [role='main'] h1, #content h1",
        ),
        body=(
            ".node--view-mode-full .field--name-body",
            ".node-full .field-name-body",
            "article .field--name-body, .node .field--name-body",
            ".node .field-name-body",
            "[property='schema:text'], [property='content:encoded']",
            ".region-content .field--name-body, .region-content .field-name-body",
            ".region-content .views-field-body",
        ),
        not_body=(".links, .node__links, .field--name-field-tags, .addtoany_list, .book-navigation, .fivestar-widget",),
    ),
    listing=ListSelectors(
        root=(
            ".region-content .view:has(.pager), main .view:has(.pager), #content .view:has(.pager)",
            # A page of one node is no list, whatever it teases below: where its lists would be sought there is none.
            "body.path-node h1, body.page-node h1",
            "body:not(.page-node):not(.path-node) main .view:has(.view-content)",
            "body:not(.page-node):not(.path-node) .region-content .view:has(.view-content)",
            "body:not(.page-node):not(.path-node) #content .view:has(.view-content)",
            "body[class*='taxonomy'] .region-content",
            "body[class*='taxonomy'] #content",
        ),
        item=(
            ".view-content .views-row",
            ".view-content tbody tr, .view-content li",
            "article[class*='node--view-mode-teaser'], .node-teaser",
        ),
        link=(
            ".views-field-title a[href]",
            ".node__title a[href], .node-title a[href]",
            "h1 a[href], h2 a[href], h3 a[href], h4 a[href]",
            "a[rel~='bookmark']",
            "a[href]",
        ),
    ),
)
