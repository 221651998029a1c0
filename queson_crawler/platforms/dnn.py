"""DotNetNuke: `/Default.aspx?tabid=…` and its path form, one form around the page, postbacks.

Skins and news modules differ from portal to portal, so selectors are left out: labels and structure read the pages.
After `/tabid/92/` the path holds keys and values in turn, the same that a query would hold; case says nothing.
"""

from queson_crawler.platforms.base import Platform

_NUMBER_OR_GUID = r"(\d+|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})"

DNN = Platform(
    name="dnn",
    marks=(
        r"""id=["']dnn_(?:ctr\d+_|\w*Pane\b)""",
        r"DnnModule|dnn_dnn|__dnnVariable|DotNetNuke",
        r"/DesktopModules/|/Portals/(?:\d+|_default)/",
        r"(?i)tabid[=/]\d+",
        r"__VIEWSTATE",
    ),
    enough=3,
    ids=(
        r"[?&/]nid[=/](\d+)",
        rf"[?&/](?:newsid|news_id|articleid|article_id|postid|entryid|idtin|tintucid)[=/]{_NUMBER_OR_GUID}(?=[/&.?]|$)",
        # A detail view of one module: its items are counted by the module, so its number is the id space.
        rf"[?&/]ctl[=/](?:details?|view|viewdetails?|item)[/&]mid[=/](\d+)[/&]itemid[=/]{_NUMBER_OR_GUID}(?=[/&.?]|$)",
        rf"[?&/](?:itemid|pid)[=/]{_NUMBER_OR_GUID}(?=[/&.?]|$)",
        r"tabid[=/]\d+[/&](?:.*[/&])?(?:title|tid|id)[=/](\d+)(?=[/&.?]|$)",
        r"^/ctiet-(\d+)/",
    ),
    folded=True,
    variant=r"dnnprintmode|skinsrc=|containersrc=|popup=true|[?&/]mobile[=/]|[?&/]ctl[=/](?:print|sendmail|email)",
    page_parameter=r"^(?:currentpage|page|pageindex|pageid|pageno|pagenumber|pg|p|trang)$",
    page_path=r"/(?:currentpage|page|pageindex|pageid|pageno|trang)/\d+(?=/|$)|(?<=/pgrid/)\d+/pageid/\d+",
    pagers=("postback Page_N", "currentpage=N in query or path", "pager of a grid without argument"),
    state=r"^(?:language|aspxautodetectcookiesupport|returnurl|skinsrc|containersrc|dnnprintmode|popup|mobile)$",
    action=r"^(?:dnnprintmode|skinsrc|containersrc|popup|fileticket|returnurl)$",
)
