"""Portals that publish legal documents, on three platforms and in four layouts, and what a perfect reader finds there.

A table whose rows lead nowhere but to files (SharePoint); records label by label, each with a page of its own
(NukeViet); a list of titles whose pages tell everything; and rows that lead to a viewer (both of no known platform).
Beside them each portal has news, which are none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html import escape

from queson_crawler.demo.media import pdf, png
from tests.crawl.tools import Told, news, page

KINDS = (("Quyết định", "QĐ"), ("Nghị quyết", "NQ"), ("Chỉ thị", "CT"), ("Kế hoạch", "KH"), ("Thông báo", "TB"))
SIGNERS = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Đức Cường")
ISSUERS = ("UBND huyện Quế Sơn", "HĐND huyện Quế Sơn", "Phòng Tài chính - Kế hoạch")
SUBJECTS = (
    "phê duyệt quy hoạch sử dụng đất",
    "giao dự toán ngân sách",
    "phân công nhiệm vụ các thành viên",
    "công nhận hộ nghèo",
    "tổ chức Tết trồng cây",
    "thành lập Tổ công tác cải cách hành chính",
    "phòng chống thiên tai và tìm kiếm cứu nạn",
)
STATES = ("Còn hiệu lực", "Hết hiệu lực một phần", "Hết hiệu lực")
PER_PAGE = 5


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"


@dataclass(frozen=True)
class Paper:
    """One document as it is."""

    id: int
    number: str
    kind: str
    issuer: str
    signer: str
    issued: str
    effective: str
    status: str
    field: str
    abstract: str
    files: tuple[str, ...]

    @property
    def day(self) -> str:
        return _day(self.issued)


def papers(count: int, first: int = 1) -> tuple[Paper, ...]:
    """Documents, the newest first; some have two files."""
    made = []
    for at in range(first, first + count):
        kind, code = KINDS[at % len(KINDS)]
        files = [f"/tai-lieu/{at}-{code.lower().replace('đ', 'd')}.pdf"]
        if at % 4 == 0:
            files.append(f"/tai-lieu/{at}-phu-luc.pdf")
        made.append(
            Paper(
                at, f"{at * 7}/{code}-UBND", kind, ISSUERS[at % 3], SIGNERS[at % 3],
                f"20{10 + at % 10}-0{at % 9 + 1}-{at % 28 + 1:02d}", f"20{10 + at % 10}-1{at % 3}-15",
                STATES[at % 3], "Đất đai" if at % 2 else "Tài chính",
                f"Về việc {SUBJECTS[at % len(SUBJECTS)]} năm {2010 + at % 10} ({at})", tuple(files),
            )
        )  # fmt: skip
    return tuple(reversed(made))


def _code(paper: Paper) -> str:
    """The code of a document's kind as it stands in addresses."""
    return paper.number.partition("/")[2].partition("-")[0].lower().replace("đ", "d")


@dataclass
class Office:
    """A portal: what it answers, and the documents that a perfect reader finds with the fields that it shows."""

    papers: tuple[Paper, ...]
    hides: frozenset[str] = frozenset()
    """Fields that no page of the portal tells."""
    answers: dict[str, Told] = field(default_factory=dict)


def _parts(found: tuple[Paper, ...]) -> list[tuple[Paper, ...]]:
    return [found[at : at + PER_PAGE] for at in range(0, len(found), PER_PAGE)]


def _portal(office: Office, head: str, menu: dict[str, str]) -> None:
    """The news, the home page and the files of a portal."""
    office.answers |= news(6)
    links = "".join(f"<li><a href='{url}'>{title}</a></li>" for url, title in {"/tin-tuc": "Tin tức", **menu}.items())
    office.answers["/"] = page("Cổng thông tin điện tử huyện", f"<ul class='menu'>{links}</ul>")
    office.answers["/i.png"] = Told(png(7), headers={"Content-Type": "image/png"})
    for paper in office.papers:
        for file in paper.files:
            office.answers[file] = Told(pdf(f"Tai lieu {file}"), headers={"Content-Type": "application/pdf"})
    for path, told in list(office.answers.items()):
        if b"<head>" in told.body:
            framed = told.body.replace(b"<head>", b"<head>" + head.encode())
            framed = framed.replace(b"<body>", f"<body><ul class='menu'>{links}</ul>".encode())
            office.answers[path] = Told(framed)


def _lists(office: Office, address: Callable[[int], str], title: str, show: Callable[[tuple[Paper, ...]], str]) -> None:
    parts = _parts(office.papers)
    for number, part in enumerate(parts, 1):
        ways = []
        for other in range(1, len(parts) + 1):
            ways.append(f"<span>{other}</span>" if other == number else f"<a href='{address(other)}'>{other}</a>")
        office.answers[address(number)] = page(
            title, f"<h1>{title}</h1>{show(part)}<div class='paging'>{' '.join(ways)}</div>"
        )


def _links(paper: Paper) -> str:
    return " ".join(f"<a href='{file}'><img src='/i.png' alt='tải'></a>" for file in paper.files)


def table(found: tuple[Paper, ...] = papers(12)) -> Office:
    """SharePoint: a table with a form for searching above it; rows have files and no pages of their own."""
    office = Office(found, frozenset(("effective", "status", "field")))
    labels = (
        "STT",
        "Số/Ký hiệu",
        "Ngày ban hành",
        "Trích yếu",
        "Loại văn bản",
        "Cơ quan ban hành",
        "Người ký",
        "Tải về",
    )

    def show(part: tuple[Paper, ...]) -> str:
        rows = ""
        for at, one in enumerate(part, 1):
            cells = (str(at), one.number, one.day, escape(one.abstract), one.kind, one.issuer, one.signer, _links(one))
            rows += "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
        head = "".join(f"<th><b>{label}</b></th>" for label in labels)
        form = (
            "<div class='timkiem'><label>Số ký hiệu:</label><input name='so'><label>Trích yếu:</label><input name='ty'>"
            "<label>Cơ quan ban hành:</label><select><option>UBND huyện</option></select></div>"
        )
        return f"{form}<table class='vb'><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"

    def address(number: int) -> str:
        return "/Pages/vanban.aspx" if number == 1 else f"/Pages/vanban.aspx?Page={number}"

    _lists(office, address, "Văn bản chỉ đạo điều hành", show)
    _portal(office, "<meta name='GENERATOR' content='Microsoft SharePoint'>", {address(1): "Văn bản chỉ đạo"})
    return office


def records(found: tuple[Paper, ...] = papers(11, first=20)) -> Office:
    """NukeViet: a heading that leads to the document's page, and below it some labels; the page tells the rest."""
    office = Office(found)

    def path(paper: Paper) -> str:
        return f"/laws/detail/van-ban-{paper.id}/"

    def show(part: tuple[Paper, ...]) -> str:
        items = ""
        for one in part:
            items += (
                f"<div class='item'><h3><a href='{path(one)}'>{escape(one.abstract)}</a></h3><p>Số ký hiệu: "
                f"<strong>{one.number}</strong></p><p>Ngày ban hành: {one.day}</p><p>Loại văn bản: "
                f"<a href='/laws/cat/{_code(one)}/'>{one.kind}</a></p></div>"
            )
        return f"<div class='list'>{items}</div>"

    def address(number: int) -> str:
        return "/laws/" if number == 1 else f"/laws/page-{number}/"

    _lists(office, address, "Văn bản pháp luật", show)
    for kind, code in KINDS:
        of_kind = tuple(one for one in office.papers if one.kind == kind)
        office.answers[f"/laws/cat/{code.lower().replace('đ', 'd')}/"] = page(kind, f"<h1>{kind}</h1>{show(of_kind)}")
    for one in office.papers:
        told = {
            "Số ký hiệu": one.number, "Ngày ban hành": one.day, "Ngày có hiệu lực": _day(one.effective),
            "Thể loại": one.kind, "Lĩnh vực": one.field, "Cơ quan ban hành": one.issuer, "Người ký": one.signer,
            "Tình trạng hiệu lực": one.status,
        }  # fmt: skip
        rows = "".join(f"<tr><td class='hd'>{label}</td><td>{value}</td></tr>" for label, value in told.items())
        files = "".join(f"<li><a href='{file}'>{file.rsplit('/')[-1]}</a></li>" for file in one.files)
        other = "".join(f"<li><a href='{path(each)}'>{each.abstract}</a></li>" for each in office.papers[:4])
        office.answers[path(one)] = page(
            one.abstract,
            f"<h1>{escape(one.abstract)}</h1><table><tbody>{rows}</tbody></table><h4>File đính kèm</h4><ul>{files}</ul>"
            f"<h4>Các văn bản cùng lĩnh vực</h4><ul>{other}</ul>",
        )
    _portal(office, "<meta name='generator' content='NukeViet v4.5'>", {address(1): "Văn bản"})
    for path, told in office.answers.items():
        office.answers[path] = replace(
            told, body=told.body.replace(b"<div class='content'>", b"<div id='news-bodyhtml'>")
        )
    return office


def titles(found: tuple[Paper, ...] = papers(9, first=40)) -> Office:
    """A list of titles as news have it; the pages of the documents are definition lists."""
    office = Office(found)

    def path(paper: Paper) -> str:
        return f"/van-ban/{_code(paper)}-ubnd-{paper.id}.html"

    def show(part: tuple[Paper, ...]) -> str:
        items = ""
        for one in part:
            items += f"<li><a href='{path(one)}'>{one.number}: {escape(one.abstract)}</a> <span>{one.day}</span></li>"
        return f"<ul class='vanban'>{items}</ul>"

    def address(number: int) -> str:
        return "/van-ban" if number == 1 else f"/van-ban?page={number}"

    _lists(office, address, "Văn bản của huyện", show)
    for one in office.papers:
        told = {
            "Số hiệu văn bản": one.number, "Trích yếu": escape(one.abstract), "Loại văn bản": one.kind,
            "Ngày ban hành": one.day, "Hiệu lực từ ngày": _day(one.effective), "Đơn vị ban hành": one.issuer,
            "Người ký": one.signer, "Lĩnh vực": one.field, "Trạng thái": one.status,
            "Tệp đính kèm": " ".join(f"<a href='{file}'>Tải tệp</a>" for file in one.files),
        }  # fmt: skip
        listed = "".join(f"<dt>{label}:</dt><dd>{value}</dd>" for label, value in told.items())
        office.answers[path(one)] = page(one.number, f"<h1>Văn bản {one.number}</h1><dl>{listed}</dl>")
    _portal(office, "", {address(1): "Văn bản của huyện"})
    return office


def viewer(found: tuple[Paper, ...] = papers(8, first=60)) -> Office:
    """Boxes that stand like a table and lead to a page that shows the file in a frame, with its labels in one line."""
    office = Office(found)

    def path(paper: Paper) -> str:
        return f"/xem-van-ban?vb={paper.id}"

    def show(part: tuple[Paper, ...]) -> str:
        rows = "<div class='row head'><div>Số ký hiệu</div><div>Trích yếu nội dung</div><div>Ngày ký</div></div>"
        for one in part:
            rows += (
                f"<div class='row'><div>{one.number}</div><div><a href='{path(one)}'>{escape(one.abstract)}</a></div>"
                f"<div>{one.day}</div></div>"
            )
        return f"<div class='grid'>{rows}</div>"

    def address(number: int) -> str:
        return "/van-ban-dieu-hanh" if number == 1 else f"/van-ban-dieu-hanh?trang={number}"

    _lists(office, address, "Văn bản điều hành", show)
    for one in office.papers:
        frames = "".join(f"<iframe src='/pdfjs/web/viewer.html?file={file}'></iframe>" for file in one.files)
        office.answers[path(one)] = page(
            one.number,
            f"<div class='xem'><h2>{escape(one.abstract)}</h2><p><b>Số ký hiệu:</b> {one.number} | "
            f"<b>Ngày ban hành:</b> {one.day} | <b>Ngày hiệu lực:</b> {_day(one.effective)}</p>"
            f"<p>Hình thức văn bản: {one.kind}<br>Cơ quan ban hành: {one.issuer}<br>Người ký: {one.signer}<br>"
            f"Lĩnh vực: {one.field}<br>Hiệu lực: {one.status}</p>"
            f"{frames}</div>",
        )
    _portal(office, "", {address(1): "Văn bản điều hành"})
    return office


OFFICES = {"table": table, "records": records, "titles": titles, "viewer": viewer}
