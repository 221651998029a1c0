"""DotNetNuke: `/Default.aspx?tabid=…` and its path form, one form around the page, postbacks. Identity only, as yet."""

from queson_crawler.platforms.base import Platform

DNN = Platform(
    name="dnn",
    marks=(
        r"""id=["']dnn_ctr\d+_""",
        r"DnnModule|dnn_dnn|__dnnVariable",
        r"/DesktopModules/|/Portals/\d+/",
        r"tabid[=/]\d+",
        r"__VIEWSTATE",
    ),
    enough=3,
    ids=(
        r"[?&/](?:NID)[=/](\d+)",
        r"[?&/](?:newsid|articleid|ItemID|nid|pid|tid)[=/]([0-9A-Fa-f-]+)",
    ),
    variant=r"dnnprintmode|SkinSrc|popUp=true",
    page_parameter=r"^(?:currentpage|page|p|trang)$",
)
