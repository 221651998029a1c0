"""Ways in which a portal breaks, as a server sends it: independent of what any platform's pages look like.

Each takes an answer, what it answers (an article, a list, the home page) and the portal, and gives the answer as it is
from then on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from queson_crawler.demo.wire import Request, Response, Skin
from tests.lab import DemoArticle, LabPortal

Sender = Callable[[str], Response]


@dataclass(frozen=True)
class Asked:
    """One request: `article` is the one whose page it asks for, `is_list` whether it asks for a page of a list."""

    request: Request
    article: DemoArticle | None
    is_list: bool
    skin: Skin
    portal: LabPortal

    @property
    def is_home(self) -> bool:
        return self.article is None and not self.is_list


Break = Callable[[Response, Asked], Response]
FRAME = (
    "<html><head><meta charset='utf-8'><title>Cổng thông tin điện tử</title></head><body>"
    "<div class='header'>Cổng thông tin điện tử</div><div id='main'>{}</div><div class='footer'>Bản quyền</div>"
    "</body></html>"
)


def html_of(answer: Response) -> str:
    return unicodedata.normalize("NFC", answer.body.decode("utf-8", "replace")).replace("\xa0", " ")


def changed(edit: Callable[[str, DemoArticle], str], answer: Response, asked: Asked) -> Response:
    """The pages of articles, edited."""
    if asked.article is None or answer.status != 200:
        return answer
    return replace(answer, body=edit(html_of(answer), asked.article).encode())


def instead(text: str, where: str, answer: Response, asked: Asked, status: int = 200) -> Response:
    """Another page in the place of articles, lists or everything."""
    hit = where == "all" or (where == "articles" and asked.article) or (where == "lists" and asked.is_list)
    return Response.page(FRAME.format(text) if text else "", status) if hit else answer


def of_lists(edit: Callable[[str, Asked], str], answer: Response, asked: Asked) -> Response:
    return replace(answer, body=edit(html_of(answer), asked).encode()) if asked.is_list else answer


def paragraphs(html: str) -> list[str]:
    return [one for one in re.findall(r"(?s)<p\b.*?</p>|<table\b.*?</table>", html) if len(one) > 60]


def without_text(html: str, article: DemoArticle, text: str) -> str:
    """The article's text, as far as it stands in plain runs, replaced by another, once."""
    said = False
    for block in article.body.split("\n"):
        for run in filter(None, (block.strip(), article.lead if not said else "")):
            if run in html and len(run) > 8 and run != article.title:
                html, said = html.replace(run, "" if said else text), True
    return html


def relabelled(html: str, article: DemoArticle) -> str:
    for old, new in (("Ngày đăng", "Thời điểm"), ("Tác giả", "Thực hiện"), ("Nguồn", "Dẫn theo"), ("Đăng ngày", "Ra")):
        html = html.replace(old, new)
    return html


DATE = re.compile(
    r"(?:\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?[\s,|-]*)?\b(\d{1,2}) ?[/.-] ?(\d{1,2}) ?[/.-] ?((?:19|20)\d\d)"
    r"(?:[\s,|-]*\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?)?"
)
ISO = re.compile(r"\b20\d\d-\d\d-\d\dT[\d:+]*")


def redated(form: str, html: str, article: DemoArticle) -> str:
    year, month, day = article.published[:10].split("-")
    said = form.format(d=int(day), m=int(month), y=year, yy=year[2:])
    return DATE.sub(said, ISO.sub("", html))


def same_text(html: str, article: DemoArticle) -> str:
    return without_text(
        html, article, "Văn bản chung của mọi trang: kính mời bạn đọc theo dõi các chuyên mục khác. " * 4
    )


def mojibake(answer: Response, asked: Asked) -> Response:
    text = "".join(chr(byte) for byte in answer.body) if "html" in answer.media_type else ""
    return replace(answer, body=text.encode()) if text else answer


def questioned(answer: Response, asked: Asked) -> Response:
    if "html" not in answer.media_type:
        return answer
    return replace(answer, body=html_of(answer).encode("ascii", "replace"))


def half(answer: Response, asked: Asked) -> Response:
    return replace(answer, body=answer.body[: len(answer.body) // 2]) if asked.article else answer


def third(answer: Response, asked: Asked) -> Response:
    return replace(answer, body=answer.body[: len(answer.body) // 3]) if asked.article else answer


def to_home(where: str, answer: Response, asked: Asked) -> Response:
    hit = asked.article if where == "articles" else asked.is_list
    return Response(302, b"", headers=(("Location", "/"),)) if hit else answer


def stuck(answer: Response, asked: Asked) -> Response:
    """Every page of a list shows its first."""
    if not asked.is_list:
        return answer
    return asked.skin.answer(replace(asked.request, target=list_home(asked), method="GET", form={}))


def list_home(asked: Asked) -> str:
    for one in asked.portal.categories():
        if belongs(asked.request.target, one.path):
            return one.path
    return asked.request.target


def belongs(target: str, path: str) -> bool:
    return target.startswith(path.removesuffix(".html").removesuffix(".aspx").removesuffix("/")) and path != "/"


def shell(answer: Response, asked: Asked) -> Response:
    if "html" not in answer.media_type:
        return answer
    return Response.page(
        "<!doctype html><html><head><title>Cổng thông tin</title><script src='/app.3f2.js'></script></head>"
        "<body><div id='root'></div><noscript>Bạn cần bật JavaScript để xem trang này.</noscript></body></html>"
    )


def shorter_menu(answer: Response, asked: Asked) -> Response:
    """Half of the lists are linked nowhere any more and answer 404."""
    html, dropped = html_of(answer), asked.portal.categories()[1::2]
    if asked.is_list and any(belongs(asked.request.target, one.path) for one in dropped):
        return Response.page(FRAME.format("<h1>404</h1>"), 404)
    for one in dropped:
        html = re.sub(rf"<a[^>]*href=[\"'][^\"']*{re.escape(one.path)}[\"'][^>]*>.*?</a>", "", html)
    return replace(answer, body=html.encode()) if "html" in answer.media_type else answer


def few_entries(html: str, asked: Asked) -> str:
    """Only the first two articles of a page are listed."""
    paths = {path for one in asked.portal.truth() for path in asked.skin.article_paths(one.native_id)}
    seen: list[str] = []

    def link(match: re.Match[str]) -> str:
        target = match[2].replace("&amp;", "&").removeprefix(asked.request.base)
        if not any(target.startswith(path) for path in paths):
            return match[0]
        seen.append(target)
        return match[0] if target in dict.fromkeys(seen[:2]) else "<span>"

    return re.sub(r"(<a\b[^>]*href=[\"'])([^\"']*)([\"'][^>]*>)", link, html)


def unlinked(html: str, asked: Asked) -> str:
    """Titles are no links any more; a script opens the articles."""
    return re.sub(r"<a\b[^>]*?href=[\"'][^\"']*[\"']", "<a onclick='moBai(this)'", html)


def no_pager(html: str, asked: Asked) -> str:
    html = re.sub(
        r"(?s)<a\b[^>]*>\s*(?:\d+|&gt;+|>+|»|&raquo;|…|Sau|Tiếp|Trang sau|Cuối|[^<]{0,20}(?:Next|Last))\s*</a>",
        "",
        html,
    )
    return re.sub(r"(?s)<option.*?</option>|(?i:Trang \d+ ?/ ?\d+)|(?i:tổng số:? ?\d+[^<]*)", "", html)


def titled_alike(html: str, article: DemoArticle) -> str:
    return html.replace(article.title, "Cổng thông tin điện tử huyện")


def teaser(html: str, article: DemoArticle) -> str:
    first, *rest = [line for line in article.body.split("\n") if line] or [""]
    for line in rest:
        html = html.replace(line, "")
    return html.replace(first, f"{first} Vui lòng đăng nhập để đọc tiếp.", 1)


def as_picture(html: str, article: DemoArticle) -> str:
    return without_text(html, article, "<img src='/anh/trang.jpg' alt=''>")


def swallowed(html: str, article: DemoArticle) -> str:
    """The side boxes stand within the text, with much that belongs to other articles."""
    noise = "".join(
        f"<p>{'Bạn đọc quan tâm nhiều nhất trong tuần qua trên cổng thông tin ' * 3}{n}</p>" for n in range(9)
    )
    first = (paragraphs(html) or [""])[0]
    return html.replace(first, first + noise, 1) if first else html


def swapped(html: str, article: DemoArticle) -> str:
    """Day and month have changed places where both can be either."""
    return DATE.sub(lambda m: m[0].replace(f"{m[1]}/{m[2]}", f"{m[2]}/{m[1]}") if int(m[1]) <= 12 else m[0], html)


def removed(field: str, html: str, article: DemoArticle) -> str:
    text = str(getattr(article, field) or "")
    return html.replace(text, "") if text else html


LOGIN = "<h2>Đăng nhập</h2><p>Bạn phải đăng nhập để xem.</p><form><input type='password' name='p'></form>"
CAPTCHA = "<h1>Xác thực</h1><p>Vui lòng nhập mã captcha để tiếp tục.</p><form><input name='captcha'></form>"
ROBOT = "<p>Xác minh bạn không phải là robot.</p><form><input name='captcha'></form>"
ERROR = "<h1>Đã có lỗi xảy ra</h1><p>Object reference not set to an instance of an object.</p>"
UPDATING = "Nội dung đang được cập nhật."
BROKEN: dict[str, Break] = {
    "labels": partial(changed, relabelled),
    "date in words": partial(changed, partial(redated, "ngày {d} tháng {m} năm {y}")),
    "date in English": partial(changed, partial(redated, "{m}-{d}, {yy}")),
    "date as a number": partial(changed, partial(redated, "{y}{m}{d}")),
    "date today": partial(changed, partial(redated, "25/11/2026")),
    "day and month swapped": partial(changed, swapped),
    "text is being updated": partial(changed, lambda html, one: without_text(html, one, UPDATING)),
    "every text the same": partial(changed, same_text),
    "every title the same": partial(changed, titled_alike),
    "teaser and a login": partial(changed, teaser),
    "text as pictures": partial(changed, as_picture),
    "strange text within": partial(changed, swallowed),
    "no author": partial(changed, partial(removed, "author")),
    "no lead": partial(changed, partial(removed, "lead")),
    "mojibake": mojibake,
    "question marks": questioned,
    "half a page": half,
    "a third of a page": third,
    "articles lead home": partial(to_home, "articles"),
    "lists lead home": partial(to_home, "lists"),
    "every page is the first": stuck,
    "shell of a script": shell,
    "captcha": partial(instead, CAPTCHA, "all"),
    "captcha on articles": partial(instead, ROBOT, "articles"),
    "login on articles": partial(instead, LOGIN, "articles"),
    "login on lists": partial(instead, LOGIN, "lists"),
    "maintenance": partial(instead, "<h1>Hệ thống đang bảo trì, nâng cấp</h1><p>Mời bạn quay lại sau.</p>", "all"),
    "empty answers": partial(instead, "", "articles"),
    "an error in place of articles": partial(instead, ERROR, "articles"),
    "500 on articles": partial(instead, "<h1>Lỗi</h1>", "articles", status=500),
    "403 on articles": partial(instead, "<h1>Forbidden</h1>", "articles", status=403),
    "no news in lists": partial(instead, "<h2>Tin tức</h2><p>Chưa có bài viết nào.</p>", "lists"),
    "half of the menu": shorter_menu,
    "two entries a page": partial(of_lists, few_entries),
    "entries without links": partial(of_lists, unlinked),
    "no pager": partial(of_lists, no_pager),
}


class BrokenSkin:
    """A skin whose answers are broken on their way."""

    def __init__(self, skin: Skin, portal: LabPortal, breaks: Break) -> None:
        self._skin, self._portal, self._breaks = skin, portal, breaks
        self._articles = {path: one for one in portal.truth() for path in portal.article_paths(one.native_id)}
        self._lists = [one.path for one in portal.categories()]

    def answer(self, request: Request) -> Response:
        article = self._articles.get(request.target) or self._articles.get(request.path)
        is_list = article is None and any(belongs(request.target, path) for path in self._lists)
        answer = self._skin.answer(request)
        if request.path == "/robots.txt" or not ("html" in answer.media_type or is_list):
            return answer
        return self._breaks(answer, Asked(request, article, is_list, self._skin, self._portal))

    def category_path(self, category_id: str) -> str:
        return self._skin.category_path(category_id)

    def article_paths(self, native_id: str) -> tuple[str, ...]:
        return self._skin.article_paths(native_id)


def break_portal(portal: LabPortal, breaks: Break) -> None:
    """From now on a running portal sends broken answers."""
    server = portal._server
    assert server is not None
    server.desk.skin = BrokenSkin(server.desk.skin, portal, breaks)
