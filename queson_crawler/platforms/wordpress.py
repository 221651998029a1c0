"""WordPress: addresses of slugs, so a path is the identity; what its core prints into every theme tells the parts."""

from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.selectors import ArticleSelectors, ListSelectors

_LISTS = ("body.archive", "body.blog", "body.category")
"""body_class() says of nearly every theme's pages whether they list posts or show one."""

_SHOWN_ALONE = ("body.single h1", "body.single .entry-title", "body.single header")
"""A page of one post is no list, whatever it teases below: where its lists would be sought there is none."""


WORDPRESS = Platform(
    name="wordpress",
    marks=(
        r"/wp-content/(?:themes|plugins|uploads)/",
        r"/wp-includes/(?:js|css|wlwmanifest)",
        r"""(?i)<meta[^>]{0,80}content=["']WordPress""",
        r"/wp-json/|api\.w\.org/|/xmlrpc\.php",
        r"""class=["'][^"']{0,300}\b(?:type-post|wp-block-\w+|wp-singular|single-post|wp-image-\d+|postid-\d+)\b""",
    ),
    ids=(r"^/(?:index\.php)?\?(?:.*&)?p=(\d+)(?:&|$)", r"/archives/(\d+)(?:\.html)?/?(?:$|\?)"),
    variant=r"[?&]replytocom=|/amp/?(?:$|\?)|[?&](?:amp|print|share|like_comment|pdf)(?:=|&|$)|/feed/?(?:$|\?)"
    r"|/comment-page-\d+|/trackback/?$|[?&]attachment_id=|/embed/?$",
    page_parameter=r"^(?:paged|page)$",
    page_path=r"/page/\d+(?=/|$)",
    pagers=("/page/<n>/", "?paged=<n>", "older and newer posts"),
    feeds=("/wp-json/wp/v2/posts?per_page=100", "/wp-sitemap.xml", "/sitemap_index.xml", "/sitemap.xml", "/feed/"),
    state=r"^(?:orderby|order)$",
    action=r"^(?:replytocom|share|add-to-cart|attachment_id|preview)$",
    article=ArticleSelectors(
        poster=(".td-post-author-name a", ".byline .author a", ".entry-author a", ".author.vcard a"),
        root=(
            "body.single article.type-post",
            "body.single .type-post",
            "body.single article.hentry, body.single article.post",
            "body.single main, body.single [role='main']",
            "body.single #content, body.single #primary",
        ),
        title=(
            "h1.entry-title",
            ".tdb-title-text",
            "h1.wp-block-post-title, h1.post-title, h1.single-title, h1[itemprop='headline']",
            ".entry-header h1, .post-header h1, .td-post-header h1",
            "h1",
        ),
        meta=(
            ".td-post-header .td-module-meta-info",
            ".entry-header .entry-meta, header .entry-meta, .entry-header .posted-on",
            ".post-header .post-meta, .post-header .entry-meta",
        ),
        lead=(".td-post-sub-title", ".entry-subtitle, .post-excerpt, .entry-excerpt, .sapo"),
        body=(
            ".td-post-content",
            ".tdb_single_content .tdb-block-inner",
            "[itemprop='articleBody']",
            ".wp-block-post-content",
            ".entry-content",
            ".post-content, .single-content, .the-content, .article-content, .post-body",
        ),
        not_body=(
            ".sharedaddy, .addtoany_share_save_container, .blog-share, .social-icons, .jp-relatedposts, .yarpp, "
            ".yarpp-related, .rp4wp-related-posts, .wp-post-author, .author-box, .post-views, .entry-meta, "
            ".page-links, .post-tags, .tags-links, .td-post-source-tags, #toc_container, .ez-toc-container, "
            ".kk-star-ratings, .wpd-rating, #comments, .related-posts, .related_posts, .relatedposts, .code-block, "
            ".td-a-rec, .screen-reader-text",
        ),
    ),
    listing=ListSelectors(
        root=(
            *_SHOWN_ALONE,
            "body.archive .td-ss-main-content, body.archive .tdb-category-loop-posts",
            *(
                f"{page} {part}"
                for part in ("main", "[role='main']", "#primary", "#content", "#main")
                for page in _LISTS
            ),
        ),
        item=(
            ".type-post",
            "article",
            ".td_module_wrap",
            ".hentry",
            ".post-item, .blog-item, .news-item, .item-post, .wp-block-post",
            "h2:has(a[href]), h3:has(a[href])",
        ),
        link=(
            ".entry-title a[href]",
            ".post-title a[href], .wp-block-post-title a[href]",
            "a[rel~='bookmark']",
            "h1 a[href], h2 a[href], h3 a[href], h4 a[href], h5 a[href]",
            "a[href]",
        ),
    ),
)
