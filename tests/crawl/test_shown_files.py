"""Files that an article shows in a frame, opens by a script, or sends by a form: kept, or named as a problem."""

from __future__ import annotations

from pathlib import Path

from tests.crawl.tools import Told, crawl, news, rows, site
from tests.files import make

ONE = "/tin-tuc/khanh-thanh-cong-trinh-1-1001.html"
SHOWN = {
    "/f/khung.pdf": '<iframe src="/f/khung.pdf" width="100%" height="650" title="Kế hoạch"></iframe>',
    "/f/nhung.pdf": '<embed src="/f/nhung.pdf" type="application/pdf">',
    "/f/vat.pdf": '<object data="/f/vat.pdf" type="application/pdf"><embed src="/f/vat.pdf"></object>',
    "/f/xem.pdf": '<iframe src="/xem/viewer.html?file=%2Ff%2Fxem.pdf#page=1"></iframe>',
    "/f/xem-2.pdf": '<a href="https://docs.google.com/viewer?url={base}/f/xem-2.pdf&embedded=true">Xem tệp</a>',
    "/f/nut.pdf": "<button onclick=\"taiTep('/f/nut.pdf', 5)\">Tải về</button>",
    "/f/lien-ket.pdf": "<a href='#' onclick=\"window.open('/f/lien-ket.pdf'); return false\">Tải về</a>",
    "/f/kich-ban.pdf": "<a href=\"javascript:mo('/f/kich-ban.pdf')\">Quyết định</a>",
    "/f/tre.pdf": '<iframe data-src="/f/tre.pdf" class="lazy"></iframe>',
    "/f/lat.pdf": '<div class="flipbook" data-url="/f/lat.pdf"></div>',
    "/f/nhung-2.pdf": '<div id="tep"></div><script>PDFObject.embed("/f/nhung-2.pdf", "#tep")</script>',
}
NO_FILES = (
    "<iframe src='https://www.youtube.com/embed/abc'></iframe>"
    "<button onclick=\"window.open('/in/1001.html')\">Tải lại trang</button>"
    '<a href="javascript:window.print()">In bài</a>'
)
FOREIGN = "http://khac.example/f/la.pdf"
SCRIPTED = '<a href="javascript:taiTep(5)">Bao-cao-2020.doc</a>' + f"<iframe src='{FOREIGN}'></iframe>"


def test_files_that_are_shown_or_opened_by_a_script(tmp_path: Path) -> None:
    answers = news(2)
    with site(answers) as running:
        hung = "".join(f"<p>{each.replace('{base}', running.base)}</p>" for each in SHOWN.values())
        body = answers[ONE].body.replace(b"</div></div>", f"{hung}<p>{NO_FILES}{SCRIPTED}</p></div></div>".encode())
        answers[ONE] = Told(body)
        for number, path in enumerate(SHOWN):
            answers[path] = Told(make.pdf([f"Van ban so {number}"]), headers={"Content-Type": "application/pdf"})
        crawl(f"{running.base}/", tmp_path, "--files")
        found = rows(tmp_path, "select url, state, text from attachments where state is not null order by id")
        assert {url.removeprefix(running.base): (state, text) for url, state, text in found} == {
            path: ("text", f"Van ban so {number}") for number, path in enumerate(SHOWN)
        }
    assert rows(tmp_path, "select kind, detail from problems where kind like 'file %' order by kind") == [
        ("file on another host", FOREIGN),
        ("file without an address", "Bao-cao-2020.doc"),
    ]
