"""Legal documents that a page fetches by a script: what the API says of each is kept, and no browser is asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from queson_crawler.parse.json_list import read_json_list
from queson_crawler.platforms import GENERIC
from tests.crawl.test_documents import stored, truth
from tests.crawl.tools import Told, assert_equal_tables, crawl, news, page, queson, rows, site, value
from tests.files import make
from tests.lab.legal import PER_PAGE, Office, Paper, papers

HEAD = (
    "<table><thead><tr><th>Số ký hiệu</th><th>Ngày ban hành</th><th>Trích yếu</th></tr></thead><tbody id='ds'></tbody>"
)
FETCHES = (
    "<script>fetch('/api/van-ban?page=' + trang).then(r => r.json()).then(ve)</script>",
    '<script>const apiUrl = `/api/van-ban?page=${trang}`; $.getJSON(apiUrl, ve);</script>',
    '<div id="luoi" data-api="/api/van-ban?page=1"></div><script src="/luoi.js"></script>',
)  # fmt: skip


def vietnamese(one: Paper) -> dict[str, Any]:
    files = [{"tenFile": file[1:], "duongDan": file} for file in one.files]
    return {
        "id": one.id,
        "soKyHieu": one.number,
        "trichYeu": f"<b>{one.abstract}</b>",
        "ngayBanHanh": f"{one.issued}T00:00:00",
        "ngayHieuLuc": one.effective,
        "loaiVanBan": {"id": 3, "ten": one.kind},
        "coQuanBanHanh": one.issuer,
        "nguoiKy": one.signer,
        "tinhTrang": one.status,
        "linhVuc": one.field,
        "fileDinhKem": files,
    }


def english(one: Paper) -> dict[str, Any]:
    return {
        "DOC_NUMBER": one.number,
        "ABSTRACT": one.abstract,
        "ISSUED_DATE": _ticks(one.issued),
        "EFFECTIVE_DATE": _ticks(one.effective),
        "DOC_TYPE": one.kind,
        "AGENCY": one.issuer,
        "SIGNER": one.signer,
        "STATUS": one.status,
        "FIELD": one.field,
        "ATTACHMENTS": list(one.files),
        "CATEGORY": 12,
    }


def _ticks(day: str) -> str:
    at = datetime.fromisoformat(day).replace(tzinfo=timezone(timedelta(hours=7)))
    return f"/Date({int(at.timestamp() * 1000)})/"


def office(row: Callable[[Paper], dict[str, Any]], fetches: str) -> tuple[Office, Callable[[str], Told | None]]:
    found = Office(papers(12))

    def answer(path: str) -> Told | None:
        parts = urlsplit(path)
        if path == "/":
            return page(
                "Cổng thông tin",
                "<ul class='menu'><li><a href='/'>Trang chủ</a></li><li><a href='/tin-tuc'>Tin tức</a></li>"
                "<li><a href='/van-ban-dieu-hanh'>Văn bản điều hành</a></li></ul>",
            )
        if path == "/van-ban-dieu-hanh":
            return page("Văn bản", f"<h1>Văn bản điều hành</h1>{HEAD}</table>{fetches}")
        if parts.path == "/api/van-ban":
            number = int(dict(parse_qsl(parts.query)).get("page", 1))
            part = found.papers[(number - 1) * PER_PAGE : number * PER_PAGE]
            told = {"data": {"total": len(found.papers), "rows": [row(one) for one in part]}, "success": True}
            return Told(json.dumps(told).encode(), headers={"Content-Type": "application/json; charset=utf-8"})
        if path.startswith("/tai-lieu/"):
            return Told(make.pdf([path]), headers={"Content-Type": "application/pdf"})
        return news(6).get(path)

    return found, answer


@pytest.mark.parametrize(
    ("row", "fetches"), [(vietnamese, FETCHES[0]), (english, FETCHES[1]), (vietnamese, FETCHES[2])]
)
def test_what_an_api_lists_is_kept(row: Callable[[Paper], dict[str, Any]], fetches: str, tmp_path: Path) -> None:
    found, answers = office(row, fetches)
    folder = tmp_path / "archive"
    with site(answers) as portal:
        ran = crawl(portal.base, folder, "--files", "--render", "never")
        again = crawl(portal.base, folder, "--render", "never", day=1 / 24)
        assert stored(folder, portal.base) == truth(found)
    assert (ran.code, again.code) == (0, 0), ran.said + again.said
    assert value(folder, "select count(*) from document_files where text <> ''") == sum(
        len(one.files) for one in found.papers
    )
    assert value(folder, "select count(*) from articles") == 6
    assert rows(folder, "select kind, url from problems where kind <> 'resource not found'") == []
    assert queson("rebuild", "--archive", folder, "--to", tmp_path / "rebuilt").code == 0
    assert_equal_tables(folder, tmp_path / "rebuilt")


NO_DOCUMENTS = (
    [
        {
            "title": "Khánh thành cầu Bà Rén năm 2020",
            "url": "/tin/1",
            "code": "A-1",
            "content": "Sáng nay",
            "type": "tin",
        }
    ],
    [{"number": 5, "name": "Nguyễn Văn An", "status": "active", "type": "user"}],
    [{"soDienThoai": "0235 388", "trichYeu": "x", "ngay": "1/1/2020"}],
)


@pytest.mark.parametrize("data", NO_DOCUMENTS)
def test_other_data_is_no_list_of_documents(data: list[dict[str, Any]]) -> None:
    listing = read_json_list(json.dumps(data).encode(), "http://a.vn/api", GENERIC)
    assert listing is not None
    assert listing.documents == ()
