"""Any portal: numbers that look like article ids, labels and structure; no class names of one site."""

from queson_crawler.platforms.base import WHOLE_NUMBER, Platform

GENERIC = Platform(
    name="generic",
    ids=(
        r"dDocName=([A-Z]+\d+)",
        r"glpnd-(\d+)",
        r"[?&](?:NID|newsid|news_id|articleid|article_id|ArticleID|ItemID|tintucid|baivietid|idtin|id_tin|tc|nid)="
        r"(\d+)" + WHOLE_NUMBER,
        r"/node/(\d+)(?:$|[/?])",
        r"/-/[^?]*?/id/(\d+)(?:$|[/?])",
        r"/-/(?:[\w-]+/)+[\w-]*?(\d{4,})(?:\.html)?(?:$|\?)",
        r"[?&]id=(\d+)(?::|&|$)",
        r"---id(\d+)",
        r"-[a-z]?(\d{4,18})(?:p\d+c\d+)?\.(?:html?|aspx|chn|php)(?:$|\?)",
        r"[-/](\d{5,18})(?:/[^/?.]+)?(?:\.html?|\.aspx|/)?(?:$|\?)",
        r"/(\d{3,})-[^/?]+(?:$|\?)",
        r"(?<!/page)(?<!/trang)-(\d+)\.html(?:$|\?)",
    ),
    variant=r"/print/|print=|/savefile/|/sendmail/|tmpl=component",
    page_parameter=r"^(?:page|p|trang|pageindex|pagenum|paged|currentpage|pg|start|limitstart|offset|pageno)$|cur$",
    page_path=r"/(?:page|trang)[-/]?\d+(?=(?:\.html?)?/?(?:\?|$))",
)
