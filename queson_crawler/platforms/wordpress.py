"""WordPress: addresses of slugs, so a path is the identity; what its core prints into every theme tells the parts."""

from queson_crawler.parse.select import ArticleSelectors, ListSelectors
from queson_crawler.platforms.base import Platform

_LISTS = ("body.archive", "body.blog", "body.category")
"""body_class() says of nearly every theme's pages whether they list posts or show one."""


def _on_lists(*selectors: str) -> str:
    return ", ".join(f"{page} {selector}" for page in _LISTS for selector in selectors)


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
            ".yarpp-related, .rp4wp-related-posts, .wp-post-author, .author-box, .post-views, .entry-meta, .page-links, "
            ".post-tags, .tags-links, .td-post-source-tags, #toc_container, .ez-toc-container, .kk-star-ratings, "
            ".wpd-rating, #comments, .related-posts, .related_posts, .relatedposts, .code-block, .td-a-rec, .screen-reader-text",
        ),
    ),
    listing=ListSelectors(
        root=(
            "body.archive .td-ss-main-content, body.archive .tdb-category-loop-posts",
            _on_lists("main"),
            _on_lists("[role='main']"),
            _on_lists("#primary"),
            _on_lists("#content"),
            _on_lists("#main"),
        ),
        item=(
            _on_lists(".type-post"),
            _on_lists("article"),
            _on_lists(".td_module_wrap"),
            _on_lists(".hentry"),
            _on_lists(".post-item, .blog-item, .news-item, .item-post, .wp-block-post"),
            _on_lists("h2:has(a[href]), h3:has(a[href])"),
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
