"""The pages that are no news: about, contact, login, registration, and the server's own error pages."""

from __future__ import annotations

from html import escape

from queson_crawler.demo.model import Content

MAC_FAILED = (
    "Validation of viewstate MAC failed. If this application is hosted by a Web Farm or cluster, ensure that "
    "&lt;machineKey&gt; configuration specifies the same validationKey and validation algorithm."
)
NOT_FOUND = (
    "<!DOCTYPE html><html><head><title>404 - File or directory not found.</title></head><body><h1>Server Error</h1>"
    "<h2>404 - File or directory not found.</h2><h3>The resource you are looking for might have been removed, had its "
    "name changed, or is temporarily unavailable.</h3></body></html>"
)
LOGIN = (
    '<div class="CategoryTitle">Đăng nhập</div>'
    '<p>Tên truy cập: <input type="text" name="dnn$ctr112$Login$txtUsername" /></p>'
    '<p>Mật khẩu: <input type="password" name="dnn$ctr112$Login$txtPassword" /></p>'
    '<p><input type="submit" name="dnn$ctr112$Login$cmdLogin" value="Đăng nhập" /></p>'
)
REGISTER = '<div class="CategoryTitle">Đăng ký</div><p>Cổng thông tin hiện không nhận đăng ký tài khoản mới.</p>'


def about_html(content: Content) -> str:
    """The content pane of the standing page `Giới thiệu`: prose without any date."""
    prose = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in content.about)
    return f'<div class="CategoryTitle">Giới thiệu</div>\n<div id="dnn_ctr420_HtmlModule_lblContent">{prose}</div>'


def contact_html(content: Content) -> str:
    """The content pane of the page `Liên hệ`."""
    site = content.site
    return (
        '<div class="CategoryTitle">Liên hệ</div><p>Mọi ý kiến xin gửi về:</p>'
        f"<p>{escape(site.address)}<br />Điện thoại: {site.phone}<br />Email: {site.email}</p>"
        '<p>Nội dung: <textarea name="dnn$ctr421$Feedback$txtBody" rows="5" cols="40"></textarea></p>'
    )


def state_error(reason: str) -> str:
    """The page ASP.NET answers, with status 500, to a postback it cannot trust."""
    return (
        "<html><head><title>Validation of viewstate MAC failed.</title></head><body bgcolor=white>"
        "<span><H1>Server Error in '/' Application.<hr width=100% size=1 color=silver></H1>"
        f"<h2> <i>{MAC_FAILED}</i> </h2></span><!-- [HttpException]: {escape(reason)} --></body></html>"
    )
