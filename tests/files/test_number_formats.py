"""Numbers and days in cells, as their formats show them."""

import datetime
import io
import zipfile

import pytest

from queson_crawler.files.number_formats import shown, tells_more
from queson_crawler.files.read import read_file
from tests.files import make

DAY = datetime.date(2005, 3, 7)
ACCOUNTS = '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)'
SHOWN = [
    ("0%", 0.145, "15%"),
    ("0.00%", -0.0512, "-5.12%"),
    ("##0.0#%", 0.5, "50.0%"),
    ("[Red]0.0%;[Blue]-0.0%", -0.5, "-50.0%"),
    ('#,##0 "đồng"', 1_500_000, "1500000 đồng"),
    ("#,##0\\ [$₫-42A]", 1234.0, "1234 ₫"),
    (ACCOUNTS, -12.5, "$(12.50)"),
    (ACCOUNTS, 0.0, "$-"),
    ('#,##0.0,,"tr"', 2_500_000, "2.5tr"),
    ("00000", 42, "00042"),
    ('"QĐ-"000', 5, "QĐ-005"),
    ("mm/yyyy", DAY, "03/2005"),
    ("yyyy", DAY, "2005"),
    ("d-mmm", DAY, "07/03"),
    ('"Ngày" dd "tháng" mm "năm" yyyy', DAY, "Ngày 07 tháng 03 năm 2005"),
]


@pytest.mark.parametrize(("form", "value", "text"), SHOWN)
def test_what_a_format_shows(form: str, value: object, text: str) -> None:
    assert shown(form, value) == text
    assert tells_more(form)


PLAIN = (
    *("General", "@", "", "#,##0", "0.00_);\\(0.00\\)", "[$-42A]d/m/yyyy", "m/d/yy h:mm", "0.00E+00", "# ?/?", "dddd"),
    *("[<100]0.0%;0%", "[h]:mm", "0%" * 200),
)


@pytest.mark.parametrize("form", PLAIN)
def test_a_format_that_shows_no_more_than_the_value_is_left_alone(form: str) -> None:
    assert not tells_more(form)


@pytest.mark.parametrize("value", [1e300, -1e300, float("nan"), float("inf"), True, "chữ", None])
def test_what_is_no_number_that_a_cell_holds_is_left_alone(value: object) -> None:
    assert shown("0.0%", value) is None


def with_part(data: bytes, name: str, content: str) -> bytes:
    whole = io.BytesIO(data)
    with zipfile.ZipFile(whole, "a") as archive:
        archive.writestr(name, content)
    return whole.getvalue()


def xlsx(styles: str, cells: str) -> bytes:
    sheet = make.xlsx_of(f"<sheetData><row r='1'>{cells}</row></sheetData>")
    return with_part(sheet, "xl/styles.xml", f"<styleSheet xmlns='{make.S}'>{styles}</styleSheet>")


def test_a_sheet_of_excel() -> None:
    forms = "<numFmts count='1'><numFmt numFmtId='170' formatCode='#,##0&quot; ®ång&quot;'/></numFmts>"
    fonts = "<fonts><font><name val='Arial'/></font><font><name val='.VnTime'/></font></fonts>"
    looks = "<cellXfs><xf/><xf numFmtId='10' fontId='0'/><xf numFmtId='170' fontId='1'/></cellXfs>"
    cells = "<c r='A1'><v>0.5</v></c><c r='B1' s='1'><v>0.155</v></c><c r='C1' s='2'><v>1500</v></c>"
    assert read_file(xlsx(forms + fonts + looks, cells)).text == "Bảng 1\n\n0.5 | 15.50% | 1500 đồng"


def test_a_sheet_of_excel_97() -> None:
    assert read_file(make.xls_of_formats()).text == "Trang 1\n\n15.5% | 25.0% | 3 ca | 0.5 | 50.0%"


def test_a_sheet_of_an_open_document() -> None:
    cells = ""
    for kind, value, text in (
        ("percentage", "0.155", "15,5%"),
        ("currency", "1500", "1.500 ₫"),
        ("float", "2.5", "2,5"),
    ):
        cells += f'<table:table-cell office:value-type="{kind}" office:value="{value}"><text:p>{text}</text:p>'
        cells += "</table:table-cell>"
    table = f'<table:table table:name="Bảng"><table:table-row>{cells}</table:table-row></table:table>'
    data = with_part(make.odt(table, media_type="spreadsheet"), "META-INF/manifest.xml", "<manifest/>")
    assert read_file(data).text == "Bảng\n\n15,5% | 1.500 ₫ | 2.5"
