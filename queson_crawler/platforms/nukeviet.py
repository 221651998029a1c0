"""NukeViet 3 and 4: `/vi/news/<category>/<alias>-<id>.html`, in every form its rewriting knows."""

from __future__ import annotations

from queson_crawler.platforms.base import Platform
from queson_crawler.platforms.selectors import ArticleSelectors

_ROOT = r"^(?:/index\.php)?(?:/vi)?"
_NEWS = r"(?:news|tin-tuc|tintuc)"
_OP = (
    r"(?!(?:print|savefile|sendmail|rss|instant-rss|feeds|tags?|search|tim-kiem|topic|groups|author|content|rating|"
    r"detail|viewdetail|vieworg|person|area|subject|signer|linhvuc|allbots|register|login)(?:/|%2F))"
)
"""What a module does instead of showing a category stands where the category would."""
_OTHERS = (
    r"(?!(?:news|tin-tuc|tintuc|about|page|pages|siteterms|contact|users|faq|voting|statistics|banners|seek|feeds|comment|"
    r"laws|download|weblinks|organs|uploads|assets|themes|data|files)/)"
)
"""First segments that are modules: where the segment of the news module is dropped, none of them is a category."""
_AGAIN = r"topic|tags?|author|groups|search|rss"
"""Lists of articles that all stand in a category, too."""
_NO_NEWS = r"contact|users|voting|statistics|banners|seek|feeds|siteterms|comment|freecontent|two-step-verification"
_CATEGORY, _FILE = r"[^/?&]+", r"[^/?&]*-(?P<id>\d{1,9})\.html?(?:$|\?)"
_FOLDER = r"(?!page-)[^/?&]*-(?P<id>\d{1,9})/?(?:$|\?)"
_LONG_FOLDER = r"(?!page-)[^/?&-]+(?:-[^/?&-]+){3,}-(?P<id>(?!(?:19|20)\d\d(?:/|$|\?))\d{1,9})/?(?:$|\?)"
"""Without a module's segment `/thong-bao/ke-hoach-2020/` may be the category of another module: a title is longer."""
_SPACE = rf"{_OP}(?!(?:index\.php|vi|uploads|assets|themes|data|files)/)(?P<space>[^/?&.]+)"
_IN_OP = r"(?:/|%2F)(?!page-)[^/?&%]*-(?P<id>\d{1,9})(?:\.html?)?(?:/|%2F)?(?:&|$)"

NUKEVIET = Platform(
    name="nukeviet",
    marks=(
        r"""<meta[^>]{0,80}content=["']NukeViet(?! [12]\b)""",
        r"\bnv_(?:base_siteurl|lang_data|lang_variable|name_variable|siteroot)\b",
        r"\bnv_(?:module_name|fc_variable|my_ofs|my_abbr|cookie_prefix|func_name|sitelang)\b",
        # One mark for all that a single link of another site could bring.
        r"/index\.php\?(?:second=cronjobs|language=\w\w&(?:amp;)?nv=)|nvvithemever=|nv_open_browse\(|nv_show_hidden\(",
        r"/themes/[\w.-]+/(?:css|js|images)/[^\"']*[\"'][\s\S]{0,4000}/(?:assets|js)/(?:js/)?(?:language/vi|global)(?:\.min)?\.js",
    ),
    enough=2,
    ids=(
        rf"/{_NEWS}/{_OP}{_CATEGORY}/{_FILE}",
        rf"{_ROOT}/{_OP}{_OTHERS}{_CATEGORY}/{_FILE}",
        # Where the module's segment is dropped, a category may have the module's name.
        rf"{_ROOT}/{_NEWS}/(?!page-){_FILE}",
        rf"/{_SPACE}/{_OP}{_CATEGORY}/{_FILE}",
        rf"/{_NEWS}/{_OP}{_CATEGORY}/{_FOLDER}",
        rf"{_ROOT}/{_SPACE}/{_OP}{_CATEGORY}/{_FOLDER}",
        rf"{_ROOT}/{_OP}{_OTHERS}{_CATEGORY}/{_LONG_FOLDER}",
        rf"(?=.*[?&]nv={_NEWS}(?:&|$)).*[?&]op={_OP}[^/?&%]+{_IN_OP}",
        rf"(?=.*[?&]nv=(?P<space>[\w-]+)).*[?&]op={_OP}[^/?&%]+{_IN_OP}",
    ),
    variant=(
        r"(?:/|[?&]op=)(?:print|savefile|sendmail)(?:/|%2F)|[?&](?:download|pdf|preview)=|"
        rf"(?:/|[?&]op=)(?:{_AGAIN})(?:/|%2F)[^/?&]|{_ROOT}/(?:{_NO_NEWS})(?:/|$|\?)|[?&]nv=(?:{_NO_NEWS})(?:&|$)"
    ),
    page_parameter=r"^page$",
    page_path=r"(?:/|%2F)page-\d{1,5}(?=/?(?:$|[?&]))",
    pagers=("page-N", "page"),
    feeds=("/sitemap.xml",),
    state=r"^(?:nvvithemever|nv_redirect|t)$",
    action=r"^(?:nvvithemever|nv_redirect|second|scheme|download|pdf|preview|checkss)$",
    article=ArticleSelectors(
        root=(
            "[itemtype*='NewsArticle']",
            "#news_detail",
            ".news_column:has(#news-bodyhtml)",
            ".news_column:has(.bodytext)",
            # Every 4.x theme says so in its head where the article may be read, and nowhere else.
            "html:has(meta[property='og:type'][content='article']) > body",
            "body:has(#news-bodyhtml)",
            "body:has([class*='bodytext'])",
            "body:has([class*='hometext'])",
        ),
        title=("[itemprop='headline']", "h1.title", "#news_detail h1"),
        meta=(".row span.h5", "span.time", "em.time"),
        lead=(".hometext", "#hometext .h2", "#hometext"),
        body=("#news-bodyhtml", ".bodytext", "[itemprop='articleBody']"),
        required=True,
    ),
    ids_only=True,
    entries_below=True,
    category_mark=r"""nv_func_name\s{0,3}=\s{0,3}["']viewcat["']""",
)
