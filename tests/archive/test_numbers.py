"""Numbers of legal documents are known in running text, however they are written, and nothing else is taken for one."""

from __future__ import annotations

import unicodedata

import pytest

from archive.numbers import kind_of, mentions_in, normal_number, number_in, year_of

NAMED = {
    "theo Quyết định số 1117/QĐ-UBND ngày 24/5/2019 của": ("1117/QĐ-UBND", "Quyết định", 2019, "2019-05-24"),
    "thực hiện Nghị quyết số 05-NQ/TW về": ("05-NQ/TW", "Nghị quyết", None, ""),
    "Thông tư 09/2014/TT-BTNMT quy định": ("09/2014/TT-BTNMT", "Thông tư", 2014, ""),
    "Luật số 31/2024/QH15 ngày 18 tháng 01 năm 2024": ("31/2024/QH15", "Luật", 2024, "2024-01-18"),
    "Nghị định 26/CP của Chính phủ": ("26/CP", "Nghị định", None, ""),
    "Nghị định số 99-HĐBT": ("99-HĐBT", "Nghị định", None, ""),
    "Chỉ thị số 91 CT/TW": ("91-CT/TW", "Chỉ thị", None, ""),
    "Quyết định số 12/98/QĐ-UB": ("12/98/QĐ-UB", "Quyết định", 1998, ""),
    "tại 30a/2008/NQ-CP, các": ("30A/2008/NQ-CP", "Nghị quyết", 2008, ""),
    "01/2016/TTLT-BNV-BTC.": ("01/2016/TTLT-BNV-BTC", "Thông tư liên tịch", 2016, ""),
    "quyết định số 5 / qđ – ubnd nêu": ("05/QĐ-UBND", "Quyết định", None, ""),
    "1117/qđ-ubnd": ("1117/QĐ-UBND", "Quyết định", None, ""),
    "số 1.117/QĐ-UBND": ("1117/QĐ-UBND", "Quyết định", None, ""),
    "(1117/QĐ-\nUBND)": ("1117/QĐ-UBND", "Quyết định", None, ""),
    "55/QÐ‑UBND": ("55/QĐ-UBND", "Quyết định", None, ""),
    "Công văn số 456/BNV-TCBC": ("456/BNV-TCBC", "Công văn", None, ""),
    "1355/UBND-TH1 của": ("1355/UBND-TH1", "", None, ""),
    "kết luận 07-KL/TƯ": ("07-KL/TƯ", "Kết luận", None, ""),
}
NOT_NAMED = (
    "ngày 24/05/2019", "2/3 số hộ", "1/2 diện tích", "điện thoại 0235.3885.123", "0235-3885 123", "100/m2", "5/km",
    "giá 10.000/kg", "nhiệm kỳ 2015-2020", "8/3/2022", "24/7", "tháng 12/2020", "50/50", "3-4 tấn/ha", "10/xã",
    "căn hộ 12/TP.HCM", "từ 5-10 CT", "lớp 9/A", "VB-12", "4/4 xã", "37/63 tỉnh",
)  # fmt: skip


@pytest.mark.parametrize("text", NAMED)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_number_is_known_however_it_is_written(text: str, form: str) -> None:
    written = unicodedata.normalize(form, text)
    found = [(each.number, each.kind, each.year, each.dated) for each in mentions_in(written)]
    assert found == [NAMED[text]]


@pytest.mark.parametrize("text", NOT_NAMED)
def test_dates_fractions_and_telephones_are_no_documents(text: str) -> None:
    assert list(mentions_in(text)) == []


def test_the_place_is_that_of_the_digits() -> None:
    text = "Ngày 2/3, Quyết định số 1117/QĐ-UBND và 15, 16/KH-UBND"
    assert [(text[each.start :][: len(each.printed)], each.number) for each in mentions_in(text)] == [
        ("1117/QĐ-UBND", "1117/QĐ-UBND"),
        ("16/KH-UBND", "16/KH-UBND"),
    ]


SHARED = {
    "các Quyết định số 1, 2 và 3/QĐ-UBND": ["01/QĐ-UBND", "02/QĐ-UBND", "03/QĐ-UBND"],
    "Nghị quyết số 88/2019 và 89/2019/NQ-HĐND": ["88/2019/NQ-HĐND", "89/2019/NQ-HĐND"],
    "Quyết định số 12; 13/2019/QĐ-UBND": ["12/2019/QĐ-UBND", "13/2019/QĐ-UBND"],
    "các Nghị quyết 5, 6, và 7-NQ/TW": ["05-NQ/TW", "06-NQ/TW", "07-NQ/TW"],
    "khoản 2 và 3/QĐ-UBND": ["03/QĐ-UBND"],
    "Thông tư số 12, Nghị định 13/CP": ["13/CP"],
    "Quyết định số 12 ngày 3 và 13/QĐ-UBND": ["13/QĐ-UBND"],
}


@pytest.mark.parametrize("text", SHARED)
def test_numbers_side_by_side_share_the_code_of_the_last(text: str) -> None:
    found = list(mentions_in(text))
    assert [each.number for each in found] == SHARED[text]
    assert all(text[each.start :].startswith(each.printed) for each in found)


@pytest.mark.parametrize("written", ["Số: 5/QĐ-UBND", "5 / qđ – ubnd", "05/QĐ-UBND.", "Số ký hiệu: 05/QÐ-UBND"])
def test_every_spelling_has_one_normal_form(written: str) -> None:
    assert normal_number(written) == "05/QĐ-UBND"


@pytest.mark.parametrize(
    "printed", ["Thông tư số: 26 /2012/TT-BGDĐT ngày 10/7", "TT26/2012/TT-BGDĐT", "26/2012/TT-BGDĐT"]
)
def test_a_number_is_found_in_what_a_portal_prints_as_one(printed: str) -> None:
    assert number_in(printed) == "26/2012/TT-BGDĐT"
    assert number_in("Không số") == "KHÔNG-SỐ"


def test_year_and_kind_stand_in_the_number() -> None:
    assert year_of("09/2014/TT-BTNMT") == 2014
    assert year_of("12/98/QĐ-UB") == 1998
    assert year_of("1117/QĐ-UBND") is None
    assert kind_of("05-NQ/TW") == "Nghị quyết"
    assert kind_of("1355/UBND-TH1") == ""
