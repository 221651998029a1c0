"""DotNetNuke: `/Default.aspx?tabid=…` and its path form, one form around the page, postbacks.

Skins and news modules differ from portal to portal, so selectors are left out: labels and structure read the pages.
After `/tabid/92/` the path holds keys and values in turn, the same that a query would hold; case says nothing.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from queson_crawler.platforms.base import WHOLE_NUMBER, Platform
from queson_crawler.urls import canonical

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
        r"[?&/]nid[=/](\d+)" + WHOLE_NUMBER,
        rf"[?&/](?:newsid|news_id|articleid|article_id|postid|entryid|idtin|tintucid)[=/]{_NUMBER_OR_GUID}(?=[/&.?]|$)",
        # A detail view of one module: its items are counted by the module, so its number is the id space.
        rf"[?&/]ctl[=/](?:details?|view|viewdetails?|item)[/&]mid[=/](\d+)[/&]itemid[=/]{_NUMBER_OR_GUID}(?=[/&.?]|$)",
        rf"[?&/](?:itemid|pid)[=/]{_NUMBER_OR_GUID}(?=[/&.?]|$)",
        r"tabid[=/]\d+[/&](?:.*[/&])?(?:title|tid|id)[=/](\d+)(?=[/&.?]|$)",
        r"^/ctiet-(\d+)/",
    ),
    folded=True,
    variant=r"dnnprintmode|skinsrc=|containersrc=|popup[=/]true|[?&/]mobile[=/]|[?&/]ctl[=/](?:print|sendmail|email)",
    page_parameter=r"^(?:currentpage|page|pageindex|pageid|pageno|pagenumber|pg|p|trang)$",
    page_path=r"/(?:currentpage|page|pageindex|pageid|pageno|trang)/\d+(?=/|$)|(?<=/pgrid/)\d+/pageid/\d+",
    pagers=("postback Page_N", "currentpage=N in query or path", "pager of a grid without argument"),
    state=r"^(?:language|aspxautodetectcookiesupport|returnurl|skinsrc|containersrc|dnnprintmode|popup|mobile)$",
    one_form=lambda url: one_form(url),
    action=r"^(?:dnnprintmode|skinsrc|containersrc|popup|fileticket|returnurl)$",
)

_PAGE = re.compile(r"/tabid/(\d+)((?:/[^/]+)*?)(?:/[^/]*\.aspx)?/?$", re.I)


def one_form(url: str) -> str:
    """One name for all addresses of a DNN page: `/Tin/tabid/9/Group/2/language/vi-VN/Default.aspx` and
    `/default.aspx?Group=2&TabId=9` are one list. For comparing only, never for asking; other addresses stay as they are
    but for their case-blind names."""
    whole = canonical(url)
    parts = urlsplit(whole)
    pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=100)
    match = _PAGE.search(parts.path)
    if match:
        steps = match.group(2).strip("/").split("/")
        pairs += [("tabid", match.group(1)), *zip(steps[::2], steps[1::2], strict=False)]
    named = {name.lower(): value for name, value in pairs if not DNN.is_state(name)}
    if "tabid" not in named:
        return whole
    # A parameter without a value is the title of the page, which changes.
    kept = sorted((name, value) for name, value in named.items() if value)
    return urlunsplit((parts.scheme, parts.netloc, "/default.aspx", urlencode(kept), ""))
