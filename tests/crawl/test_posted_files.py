"""Files that a portal sends only when a form of a page is sent: of articles, and of the rows of a list of documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from queson_crawler.parse.document import Document
from queson_crawler.parse.posted_files import posted_files
from tests.crawl.tools import Told, assert_equal_tables, assert_sound, crawl, news, page, queson, rows, site
from tests.files import make

ARTICLE = "/tin-tuc/khanh-thanh-cong-trinh-1-1001.html"
LIST = "/vanban.aspx"
PER_PAGE = 4
FORM = "<form method='post' action='{path}'><input type='hidden' name='__VIEWSTATE' value='{state}'>{inside}</form>"
HUNG = (
    "<p><a href=\"javascript:__doPostBack('ctl00$tep1','')\">Bao-cao-2020.doc</a></p>"
    "<p><input type='submit' name='ctl00$nut' value='Tải về'></p>"
    "<p><input type='submit' name='ctl00$xoa' value='Xóa bài'><input type='submit' name='ctl00$gui' value='Gửi'></p>"
)
ASKED = "<form action='/tai.ashx'><input type='hidden' name='id' value='7'><button>Tải xuống</button></form>"


SCRIPTED = (
    "<tr><td>1{0}/QĐ-UBND</td><td>02/03/2019</td><td>Về việc giao đất số {0}</td>"
    "<td><a href='javascript:taiTep({0})'>Tải về</a></td><td><a href='/vb-{0}.pdf'>Xem</a></td></tr>"
)


def test_files_of_documents_that_nothing_leads_to_are_named(tmp_path: Path) -> None:
    head = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th><th>Tải về</th><th>Xem</th></tr>"
    shown = "".join(SCRIPTED.format(number) for number in range(5))
    answers = news(2) | {LIST: page("Văn bản", f"<h1>Văn bản</h1><table>{head}{shown}</table>")}
    menu = f"<ul class='menu'><li><a href='{LIST}'>Văn bản</a></li><li><a href='/tin-tuc'>Tin tức</a></li></ul>"
    answers["/"] = page("Cổng thông tin", menu)
    with site(answers) as running:
        crawl(running.base, tmp_path)
        found = rows(tmp_path, "select kind, url, detail from problems")
    assert found == [
        ("file without an address", f"{running.base}{LIST}", "10/QĐ-UBND: Tải về, and of 4 more documents")
    ]


@dataclass
class Office:
    """A portal as ASP.NET makes it: what a control does is told by the state of the page on which it stands."""

    numbers: list[int] = field(default_factory=lambda: list(range(7, 0, -1)))
    sent: list[tuple[str, ...]] = field(default_factory=list)

    def get(self, path: str) -> Told | None:
        if path == "/":
            return page("Cổng thông tin", f"<ul class='menu'><li><a href='{LIST}'>Văn bản</a></li>"
                        "<li><a href='/tin-tuc'>Tin tức - Sự kiện</a></li></ul>")  # fmt: skip
        if path == LIST:
            return self.shown(1)
        if path == "/tai.ashx?id=7":
            return _file("Tep theo dia chi")
        told = news().get(path)
        if path == ARTICLE and told is not None:
            hung = FORM.format(path=path, state="bai-1", inside=HUNG) + ASKED
            return Told(told.body.replace(b"</div></div>", f"{hung}</div></div>".encode()))
        return told

    def shown(self, number: int) -> Told:
        """A page of the list of documents, whose pager and files are events of its form."""
        part = self.numbers[(number - 1) * PER_PAGE : number * PER_PAGE]
        lines = ""
        for at, one in enumerate(part):
            file = f"<a href=\"javascript:__doPostBack('ctl00$bang$ctl0{at}$lnkTai','')\"><img src='/i.png'></a>"
            cells = (f"{one}/QĐ-UBND", f"0{one}/03/2019", f"Về việc số {one} của huyện", file)
            lines += f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
        head = "<tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th><th>Tải về</th></tr>"
        pager = ""
        for other in range(1, -(-len(self.numbers) // PER_PAGE) + 1):
            link = f"<a href=\"javascript:__doPostBack('ctl00$trang','Page${other}')\">{other}</a>"
            pager += f"<span>{other}</span>" if other == number else link
        inside = f"<h1>Văn bản</h1><table>{head}{lines}</table><div class='pager'>{pager}</div>"
        return page("Văn bản", FORM.format(path=LIST, state=f"trang-{number}", inside=inside))

    def posted(self, path: str, fields: dict[str, str]) -> Told | None:
        target, state = fields.get("__EVENTTARGET", ""), fields["__VIEWSTATE"]
        self.sent.append((target, state, *(name for name in fields if name.startswith("ctl00"))))
        if target == "ctl00$trang":
            return self.shown(int(fields["__EVENTARGUMENT"].removeprefix("Page$")))
        if path == LIST:
            at = (int(state.removeprefix("trang-")) - 1) * PER_PAGE + int(target[-len("0$lnkTai")])
            return _file(f"Toan van so {self.numbers[at]}")
        if "ctl00$nut" in fields:
            return _file("Tep cua nut")
        return _file("Bao cao") if target == "ctl00$tep1" else None


def _file(text: str) -> Told:
    name = text.lower().replace(" ", "-")
    headers = {"Content-Type": "application/octet-stream", "Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return Told(make.pdf([text]), headers=headers)


def test_files_behind_forms_of_articles_and_lists(tmp_path: Path) -> None:
    office, folder = Office(), tmp_path / "data"
    with site(office.get, posted=office.posted) as running:
        ran = crawl(running.base, folder, "--files")
        files = rows(folder, "select label, filename, state, text from attachments order by id")
        assert files == [
            ("Bao-cao-2020.doc", "Bao-cao-2020.doc", "text", "Bao cao"),
            ("Tải về", "tep-cua-nut.pdf", "text", "Tep cua nut"),
            ("Tải xuống", "tep-theo-dia-chi.pdf", "text", "Tep theo dia chi"),
        ], ran.said
        found = "select d.number, f.text, f.filename from documents d join document_files f on f.document_id = d.id"
        assert sorted(rows(folder, found)) == [
            (f"0{number}/QĐ-UBND", f"Toan van so {number}", f"toan-van-so-{number}.pdf") for number in range(1, 8)
        ]
        assert not {"ctl00$xoa", "ctl00$gui"} & {name for each in office.sent for name in each}
        assert rows(folder, "select kind, url from problems") == []
        office.sent.clear()
        office.numbers.insert(0, 8)
        crawl(running.base, folder, "--files", day=1)
        posted = [each for each in office.sent if each[0].endswith("lnkTai")]
        assert posted == [("ctl00$bang$ctl00$lnkTai", "trang-1")], "rows that moved are asked for once more"
        assert ("08/QĐ-UBND", "Toan van so 8", "toan-van-so-8.pdf") in rows(folder, found)
    assert_sound(folder)
    rebuilt = tmp_path / "rebuilt"
    assert queson("rebuild", "--archive", folder, "--to", rebuilt).code == 0
    assert_equal_tables(folder, rebuilt)


OFFERS = {
    "<a href=\"javascript:__doPostBack('a$b','1')\">Quyet-dinh.doc</a>": "a%24b%241/Quyet-dinh.doc",
    "<a href='#' onclick=\"__doPostBack('a$b','')\">Tải về</a>": "a%24b/T%E1%BA%A3i%20v%E1%BB%81",
    "<button name='tai' value='3'>Tải văn bản</button>": "tai/T%E1%BA%A3i%20v%C4%83n%20b%E1%BA%A3n",
    "<input type='image' name='btnDownload' src='/i.gif'>": "btnDownload/",
    "<tr><td>12/QĐ-UBND</td><td><a href=\"javascript:__doPostBack('c','')\">Tải về</a></td></tr>": (
        "12/Q%C4%90-UBND/T%E1%BA%A3i%20v%E1%BB%81"
    ),
}
NONE = (
    "<a href=\"javascript:__doPostBack('a$b','Page$2')\">2</a>",
    "<input type='submit' name='tim' value='Tìm kiếm'>",
    "<a href=\"javascript:__doPostBack('a$xoa','')\">Xóa tệp đính kèm</a>",
    "<a href=\"javascript:__doPostBack('tai','')\">Tải thêm</a>",
    "<button type='button'>Tải về</button>",
    "<a href='/tep/a.doc'>Tải về</a>",
)


@pytest.mark.parametrize("inside", OFFERS)
def test_what_says_that_it_sends_a_file_has_an_address(inside: str) -> None:
    doc = Document("http://a.vn/van-ban", f"<form method='post'><table>{inside}</table></form>")
    assert [each.url for each in posted_files(doc).values()] == [f"http://a.vn/van-ban#posted={OFFERS[inside]}"]


@pytest.mark.parametrize("inside", NONE)
def test_nothing_else_is_sent(inside: str) -> None:
    assert posted_files(Document("http://a.vn/", f"<form method='post'>{inside}</form>")) == {}


def test_a_form_that_changes_something_is_not_sent() -> None:
    button = "<form method='post' action='/xoa?id=5'><button>Tải về</button></form>"
    assert posted_files(Document("http://a.vn/", button)) == {}
