"""What a reader sees of a sheet: numbers as wide as Excel shows them, and no name where there is nothing below it."""

from __future__ import annotations

import pytest

from queson_crawler.files.read import read_file
from tests.files import make


def test_the_name_of_an_empty_sheet_is_not_told() -> None:
    assert read_file(make.xlsx([], "Sheet2")).text == ""
    assert read_file(make.xlsx([["Lúa"]], "Cây trồng")).text.split() == ["Cây", "trồng", "Lúa"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param(87.23599632690542, "87.23599633", id="a share"),
        pytest.param(0.1 + 0.2, "0.3", id="what binary numbers cannot hold"),
        pytest.param(1234567.25, "1234567.25", id="an amount"),
        pytest.param(12345678901.25, "12345678901.25", id="an amount too long to be cut"),
        pytest.param(12.0, "12", id="a whole number"),
    ],
)
def test_numbers_are_as_wide_as_a_cell_shows_them(value: float, shown: str) -> None:
    assert read_file(make.xlsx([["Tỷ lệ", value]])).text.splitlines()[-1].endswith(f"| {shown}")


def test_a_chart_tells_its_title_and_ends_before_the_boxes_behind_it() -> None:
    told = read_file(make.xls_of_chart("Sản lượng lúa", "Lúa", "Nguồn: Phòng Thống kê")).text
    assert told.split("\n\n")[1:] == ["Lúa", "Sản lượng lúa", "Nguồn: Phòng Thống kê"]
