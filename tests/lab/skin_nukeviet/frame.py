"""What stands around every page: head, menu, side boxes, the links that change the theme, the footer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from queson_crawler.demo.model import Content, Story
from tests.lab.skin_nukeviet.adapt import alias
from tests.lab.skin_nukeviet.address import Addresses

NEWEST = 5
DIE = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>
<script src="/assets/js/language/vi.js"></script><script src="/assets/js/global.js?t=1"></script></head>
<body><div class="nv-infodie text-center"><div class="panel-body"><h2>{title}</h2>{text}
<div><hr /><a href="/">Quay lại trang chủ</a></div></div></div></body></html>"""
MISSING = "Lỗi 404: Trang web mà bạn đã cố gắng truy cập không tồn tại"
SCRIPT = """<script>var nv_base_siteurl="/",nv_lang_data="vi",nv_lang_interface="vi",
nv_name_variable="nv",nv_fc_variable="op",nv_lang_variable="language",nv_module_name="{module}",
nv_func_name="{func}",nv_is_user=0, nv_my_ofs=7,nv_my_abbr="+07",
nv_cookie_prefix="nv4c_A1b2C";</script>"""
OLD_SCRIPT = """<script type="text/javascript">var nv_siteroot="/",nv_sitelang="vi",nv_name_variable="nv",
nv_fc_variable="op",nv_lang_variable="language",nv_module_name="{module}",nv_my_ofs=7,nv_my_abbr="ICT";</script>"""


@dataclass(frozen=True, slots=True)
class View:
    """One page to show: what it is called, its main pane, what module and function made it, its further <meta>s."""

    title: str
    main: str
    module: str
    func: str
    metas: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    content: Content
    places: Addresses
    hidden: Sequence[tuple[str, str]] = ()
    """Addresses and titles of articles that no list shows and a side box does."""

    def page(self, view: View, target: str) -> str:
        """A whole page."""
        site, old = self.content.site, self.places.options.theme == "v3"
        script = (OLD_SCRIPT if old else SCRIPT).format(module=view.module, func=view.func)
        generator = "NukeViet v3.4" if old else "NukeViet v4.5"
        return f"""<!DOCTYPE html><html lang="vi" prefix="og: http://ogp.me/ns#"><head><meta charset="utf-8">
<title>{escape(view.title)} - {site.district}</title><meta name="generator" content="{generator}">{view.metas}
{self._rss()}<link rel="stylesheet" href="/themes/default/css/style.css">{script}
<script src="/assets/js/global.js?t=9"></script></head>
<body><div id="wraper"><header><div class="logo"><a title="{site.district}" href="{self.places.home()}">
<span class="site_name">{site.district}</span></a></div>{self._login(target)}</header>
<nav class="second-nav" id="menusite"><ul class="nav navbar-nav">{self._menu()}</ul></nav>
<section><div class="container" id="body"><div class="row"><div class="col-sm-16 col-md-18">
{view.main}
</div><div class="col-sm-8 col-md-6">{self._side()}</div></div></div></section>
<footer id="footer"><div class="container"><p>Bản quyền thuộc về UBND {site.district}</p>
<p>{escape(site.address)}</p></div></footer>
<nav class="footerNav2"><div class="theme-change">{self._themes(target)}</div></nav>
<div id="timeoutsess" class="chromeframe">Bạn đã không sử dụng Site,
<a onclick="timeoutsesscancel();" href="#">
Bấm vào đây để duy trì trạng thái đăng nhập</a>.
Thời gian chờ: <span id="secField"> 60 </span> giây</div></div></body></html>"""

    def _rss(self) -> str:
        places = self.places
        paths = [
            places.of(places.news, "rss", *path)
            for path in ((), *((alias(one.title),) for one in self.content.categories))
        ]
        return "".join(f'<link rel="alternate" type="application/rss+xml" href="{escape(path)}">' for path in paths)

    def _menu(self) -> str:
        places = self.places
        rows = "".join(
            f'<li><a href="{escape(places.category(one))}">{one.title}</a></li>' for one in self.content.categories
        )
        return (
            f'<li><a href="{places.home()}">Trang chủ</a></li>'
            f'<li><a href="{escape(places.of("about"))}">Giới thiệu</a></li>'
            f'<li class="dropdown"><a href="{escape(places.of(places.news))}">Tin tức</a>'
            f'<ul class="dropdown-menu">{rows}</ul></li>'
            f'<li><a href="{escape(places.of("users"))}">Thành viên</a></li>'
            f'<li><a href="{escape(places.of("seek"))}">Tìm kiếm</a></li>'
            f'<li><a href="{escape(places.of("statistics"))}">Thống kê</a></li>'
            f'<li><a href="{escape(places.of("contact"))}">Liên hệ</a></li><li><a href="/en/">English</a></li>'
        )

    def _side(self) -> str:
        newest = "".join(f"<li>{self._link(each)}</li>" for each in self.content.stories[:NEWEST])
        hidden = "".join(f'<li><a href="{escape(path)}">{escape(title)}</a></li>' for path, title in self.hidden)
        topic = escape(self.places.of(self.places.news, "topic", "xay-dung-nong-thon-moi"))
        return (
            '<div class="panel panel-primary"><div class="panel-heading">Tin mới</div>'
            f'<div class="panel-body"><ul>{newest}</ul></div></div>'
            '<div class="panel panel-primary"><div class="panel-heading">Tin xem nhiều</div><div class="panel-body">'
            f'<ul>{hidden}</ul><a href="{topic}">Theo dòng sự kiện: nông thôn mới</a></div></div>'
            '<div class="panel panel-primary"><div class="panel-heading">Thống kê</div><ul class="counter">'
            "<li>Đang truy cập<span>17</span></li><li>Hôm nay<span>1,204</span></li>"
            "<li>Tổng lượt truy cập<span>3,204,511</span></li></ul></div>"
        )

    def _link(self, story: Story) -> str:
        title = escape(story.article.title)
        return f'<a class="show" href="{escape(self.places.article(story))}" title="{title}">{title}</a>'

    def _login(self, target: str) -> str:
        login = escape(self.places.of("users", "login"))
        joint = "&amp;" if "?" in login else "?"
        return f'<ul class="user"><li><a href="{login}{joint}nv_redirect=x7uF0QY4">Đăng nhập</a></li></ul>'

    def _themes(self, target: str) -> str:
        joint = "&amp;" if "?" in target else "?"
        return "".join(
            f'<a href="{escape(target)}{joint}nvvithemever={kind}&amp;nv_redirect=OCGes8" title="Giao diện">{kind}</a>'
            for kind in ("m", "d")
        )


def missing(back: str) -> str:
    """The page for what is not there: it sends its reader to the module after three seconds."""
    refresh = f'<meta http-equiv="Refresh" content="3;URL={escape(back)}" />'
    return DIE.format(title="Thông báo lỗi", text=MISSING + refresh)
