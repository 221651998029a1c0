"""Joomla: com_content and K2, blog and table layouts; addresses with `<id>-<slug>`, `id=<id>:<slug>` or a slug."""

from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.selectors import ArticleSelectors, ListSelectors

_COUNTS = (
    r"(?:\d{1,2}|\d{1,3}0)-(?:\d+|nam|ngay|thang|tuan|gio|phut|lan|ho|can-bo|nguoi|trieu|ty|ti|nghin|ngan|phan-tram|"
    r"dai-bieu|hoc-sinh|doan-vien|hoi-vien|giai|xa|tap-the|ca-nhan|don-vi|suat|phan-qua|doanh-nghiep|ha|km|tan|thon|"
    r"truong|dang-vien|chi-bo)-"
)
"""Where addresses bear no ids, a slug may open with a number all the same: `30-nam-…`, `2-9-…`, `100-can-bo-…`."""

JOOMLA = Platform(
    name="joomla",
    marks=(
        r"""(?i)<meta[^>]{0,80}content=["']Joomla!""",
        r"[?&](?:amp;)?option=com_\w+|/component/(?:content|k2|users|search|finder|tags)/",
        r"/media/(?:system|jui|vendor|k2)/(?:js|css)/|/media/templates/site/",
        r"/modules/mod_\w+/|/components/com_\w+/|/plugins/(?:content|system)/\w+/",
        r"""joomla-script-options|\bJoomla\.\w+|["']com_content\b|\bcom-content-""",
        r"""class=["'][^"']{0,120}\b(?:item-page|items-leading|itemListView|contentpaneopen|article-info|cat-list-row\d)\b""",
    ),
    ids=(
        r"^(?=[^?]*\?(?:.*&)?view=(?:article|item)(?:&|$)).*[?&]id=(\d+)",
        r"/item/(\d+)-[^/?]+(?:$|\?)",
        rf"^(?!.*/(?:component/(?!content/article/|k2/item/)|itemlist/|tags?/|author/))(?:/[^?]*)?/(?!{_COUNTS})"
        r"(\d+)-[^/?]+(?:$|\?)",
    ),
    variant=r"tmpl=component|[?&]print=|[?&]format=(?:pdf|feed|raw)|[?&]type=(?:rss|atom)|[?&]showall=|task=view\.pdf"
    r"|/mailto(?:/|\?|$)|com_mailto",
    page_parameter=r"^(?:limitstart|start|limit)$",
    pagers=("?start=<offset>", "?limitstart=<offset>", "Trang 1/9 between links"),
    feeds=("/sitemap.xml", "/index.php?option=com_jmap&view=sitemap&format=xml", "/?format=feed&type=rss"),
    state=r"^(?:Itemid|filter[-_]\w+|filter_order|filter_order_Dir|lang|searchword)$",
    action=r"^(?:task|return|mailto|rating)$",
    article=ArticleSelectors(
        root=(
            ".com-content-article",
            ".item-page",
            ".itemView",
            "#k2Container",
            "article[itemtype*='Article']",
            "body:has(table.contentpaneopen)",
        ),
        title=(
            ".page-header [itemprop='headline']",
            ".item-page .page-header:has(h2) h2",
            "[itemprop='headline']",
            "h2.itemTitle",
            "h1.article-title",
            ".article-header h1",
            ".page-header h2",
            ".page-header h1",
            "td.contentheading",
        ),
        body=(
            ".com-content-article__body",
            "[itemprop='articleBody']",
            ".itemFullText",
            ".article-fulltext",
            "table.contentpaneopen td[valign='top'][colspan='2']:not([class]):not([width])",
        ),
        not_body=(
            ".article-info, .article-index, .pager, .pagenavcounter, .pagination, .icons, .tags, .content-links, "
            ".jcomments, .content_rating, .itemRelated",
        ),
        lead=(".itemIntroText",),
    ),
    listing=ListSelectors(
        root=(
            ".com-content-category-blog",
            ".com-content-category",
            ".blog[itemtype*='Blog']",
            ".category-list",
            ".itemListView",
            ".itemList",
            "[class*='blog']:has(.items-leading)",
            "body:has(table.category)",
        ),
        item=(
            "[itemprop='blogPost'], .items-more li",
            ".com-content-category-blog__item, .items-more li",
            ".itemContainer, .itemListLinks li",
            ".items-leading > div, .items-row .item, .items-more li",
            "table.category tbody tr",
            "tr[class*='cat-list-row']",
            "tr[class*='sectiontableentry']",
        ),
        link=(
            "[itemprop='name'] a[href]",
            ".page-header a[href], .article-title a[href], .catItemTitle a[href]",
            "h2 a[href], h3 a[href]",
            ".list-title a[href]",
            "a[href]",
        ),
    ),
)
