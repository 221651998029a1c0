"""What a date on a page means, and what is no date."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queson_crawler.text import PublishedDate, find_date, read_date

VECTORS = Path(__file__).parents[2].parent / "shared" / "data" / "dates.json"
NOW = datetime(2022, 3, 25, 2, 0, 30, tzinfo=UTC)  # 09:00 in Hanoi


def iso(text: str, now: datetime | None = None) -> str | None:
    read = read_date(text, now)
    return read.iso if read else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10:19 | 24/07/2020", "2020-07-24T10:19"),
        ("13/05/2016 | 4:53 PM", "2016-05-13T16:53"),
        ("04/04/2018 9:34:50 SA", "2018-04-04T09:34:50"),
        ("04/04/2018 1:34:19 CH", "2018-04-04T13:34:19"),
        ("04-04-2018 - 09:34", "2018-04-04T09:34"),
        ("10:19 - 17 - 05 - 2024", "2024-05-17T10:19"),
        ("10:19-24/07/2020", "2020-07-24T10:19"),
        ("24-07-2020-10:19", "2020-07-24T10:19"),
        ("15:20 PM | 21/12/2012", "2012-12-21T15:20"),
        ("Thứ Hai, 24/12/2012, 03:04 AM (GMT+7)", "2012-12-24T03:04"),
        ("Thứ năm, 20/12/2012, 10:18 GMT+7", "2012-12-20T10:18"),
        ("Cập nhật thứ hai, ngày 24/12/12 11:05 tối", "2012-12-24T23:05"),
        ("3 giờ chiều ngày 24/7/2020", "2020-07-24T15:00"),
        ("8 giờ sáng, ngày 24/7/2020", "2020-07-24T08:00"),
        ("12:30 trưa 24/07/2020", "2020-07-24T12:30"),
        ("16g20, 24/7/2020", "2020-07-24T16:20"),
        ("8h30' ngày 24/7/2020", "2020-07-24T08:30"),
        ("10 giờ 19 phút, ngày 24 tháng 7 năm 2020", "2020-07-24T10:19"),
        ("10:19, Thứ sáu, 24/07/2020", "2020-07-24T10:19"),
        ("Thứ hai, 11 Tháng 12 2023 16:03", "2023-12-11T16:03"),
        ("Tháng Mười Một 18, 2021 10:05 sáng", "2021-11-18T10:05"),
        ("Fri, 24 Jul 2020 03:19:00 GMT", "2020-07-24T10:19"),
        ("Jul 24, 2020 10:19:00 AM", "2020-07-24T10:19"),
        ("2020-07-24T03:19:00.123Z", "2020-07-24T10:19"),
        ("2020-07-23T23:19:00-0400", "2020-07-24T10:19"),
    ],
)
def test_a_time_beside_a_date_is_read_with_it(text: str, expected: str) -> None:
    read = read_date(text)
    assert read is not None
    assert read.iso == (expected if expected.count(":") == 2 else expected + ":00") + "+07:00"
    assert read.precision == "minute"
    assert read.stored == read.iso
    assert read.raw == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("17 - 05 - 2024", "2024-05-17"),
        ("Hà Nội, ngày 08 tháng 04 năm 2021", "2021-04-08"),
        ("ngày 24/7 năm 2020", "2020-07-24"),
        ("18 Tháng Mười Một, 2021", "2021-11-18"),
        ("Tháng Năm 4, 2021", "2021-05-04"),
        ("24 Th7 2020", "2020-07-24"),
        ("4 March 2021", "2021-03-04"),
        ("24-07-98", "1998-07-24"),
        ("Thứ Bẩy, 25/07/2020", "2020-07-25"),
        ("24/07/2020 25:61", "2020-07-24"),
        ("24/07/2020 15:20 AM", "2020-07-24"),
        ("24/07/2020 12:05 tối", "2020-07-24"),
        ("10:19 24/07/2020 11:30", "2020-07-24"),
        ("24/07/2020 2 giờ trước", "2020-07-24"),
    ],
)
def test_without_a_certain_time_only_the_day_is_told(text: str, expected: str) -> None:
    assert read_date(text) == PublishedDate(expected, "day", text)


@pytest.mark.parametrize("text", ["28/02/2020 00:00", "28/02/2020 12:00 AM", "2020-02-27T17:00:00Z"])
def test_midnight_keeps_its_time_but_is_only_a_day(text: str) -> None:
    read = read_date(text)
    assert read is not None
    assert read.iso == "2020-02-28T00:00:00+07:00"
    assert read.precision == "day"


@pytest.mark.parametrize(
    "text", ["Tháng 3 năm 2022", "tháng 03/2022", "Tháng Ba 2022", "March 2022", "tháng ba năm 2022"]
)
def test_a_month_alone_is_no_day(text: str) -> None:
    assert read_date(text) == PublishedDate("2022-03", "month", text)
    assert find_date(text) is None


def test_the_stored_form_is_always_a_full_time() -> None:
    assert PublishedDate("2021-04-08", "day", "").stored == "2021-04-08T00:00:00+07:00"
    assert PublishedDate("2022-03", "month", "").stored == "2022-03-01T00:00:00+07:00"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hôm nay",
        "31/02/2020",
        "ngày 31 tháng 2 năm 2020",
        "24/13/2020 10:19",
        "07/2020",
        "Số: 123/2020/QĐ-UBND",
        "Số 12/3/2020/QĐ-UBND",
        "12-03-2020-QĐ",
        "0905-12-11-20",
        "024.3.12.2020",
        "0235 3885 123",
        "Mục 1.2.10",
        "10.12.20.11",
        "01/01/0001",
        "01/01/1900 00:00",
        "01/01/1970 07:00",
        "24/07/2020 - 25/07/2020",
        "rằm tháng 8 năm 2020 (âm lịch)",
        "768",
    ],
)
def test_what_is_no_single_possible_day_is_not_read(text: str) -> None:
    assert read_date(text, NOW if "Hôm" not in text else None) is None


def test_the_weekday_is_a_check_digit() -> None:
    assert iso("Thứ sáu, 24/07/2020") == "2020-07-24"
    assert iso("24/07/2020 (Thứ sáu)") == "2020-07-24"
    assert iso("Thứ hai, 24/07/2020") is None
    assert iso("lần thứ hai, 24/07/2020") == "2020-07-24"


def test_the_month_comes_first_only_where_it_must_and_a_weekday_agrees() -> None:
    assert iso("04/05/2020") == "2020-05-04"
    assert iso("7/24/2020") is None
    assert iso("Friday, 7/24/2020") == "2020-07-24"
    assert iso("Thứ hai, 05/06/2019") is None  # a Wednesday; 6 May was a Monday, yet days come first


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(3 giờ trước)", "2022-03-25T06:00:00+07:00"),
        ("2 giờ 43 phút trước", "2022-03-25T06:17:00+07:00"),
        ("Hôm qua lúc 5:30 chiều", "2022-03-24T17:30:00+07:00"),
        ("hôm nay", "2022-03-25"),
        ("3 ngày trước", "2022-03-22"),
        ("2 tháng trước", "2022-01"),
        ("4 tháng trước", "2021-11"),
        ("2 năm trước", None),
        ("999 tháng trước", None),
        ("Hôm nay: 1648", None),
        ("Hôm qua 25:00", None),
        ("10 ngày trước khi", None),
    ],
)
def test_relative_dates_need_the_time_of_asking(text: str, expected: str | None) -> None:
    assert iso(text) is None
    assert iso(text, NOW) == expected


def test_a_time_of_asking_without_a_zone_is_local() -> None:
    assert iso("1 giờ trước", datetime(2022, 3, 25, 9, 0)) == "2022-03-25T08:00:00+07:00"


@pytest.mark.parametrize(
    ("line", "raw", "expected"),
    [
        ("Người đăng: A Ngày đăng: 10:19 | 24/07/2020 Lượt xem: 768", "10:19 | 24/07/2020", "2020-07-24T10:19"),
        ("Ngày đăng\n13/05/2016 | 4:53 PM | View count: 1648", "13/05/2016 | 4:53 PM", "2016-05-13T16:53"),
        ("09/02/2023 07:31:00 AM - Đã xem: 924", "09/02/2023 07:31:00 AM", "2023-02-09T07:31"),
        ("Văn A - Thứ tư - 23/03/2022 10:44   In ra", "Thứ tư - 23/03/2022 10:44", "2022-03-23T10:44"),
        ("Số 15/2020/QĐ-UBND 31/02/2020, 24/07/2020 - 10:19, 25/07/2020", "24/07/2020 - 10:19", "2020-07-24T10:19"),
        ("24/07/2020 | Thứ bảy 25/07/2020", "24/07/2020", "2020-07-24"),
    ],
)
def test_the_first_date_of_a_line_is_found_and_can_be_cut_away(line: str, raw: str, expected: str) -> None:
    found = find_date(line)
    assert found is not None
    assert found.raw == raw
    assert found.iso == (expected + ":00+07:00" if "T" in expected else expected)


def test_a_relative_date_is_found_in_a_line_only_with_the_time_of_asking() -> None:
    assert find_date("Đăng bởi A (3 giờ trước) 12 bình luận") is None
    assert find_date("Đăng bởi A (3 giờ trước) 12 bình luận", NOW) == PublishedDate(
        "2022-03-25T06:00:00+07:00", "minute", "3 giờ trước"
    )


pieces = st.lists(
    st.one_of(
        st.text(max_size=4),
        st.integers(0, 2100).map(str),
        st.sampled_from(
            ["/", "-", ".", ":", "| ", ",", "   ", "T", "Z", "CH", " PM", "GMT+", "Jul ", "24/07/2020", "10:19"]
        ),
        st.sampled_from(["thứ ", "hai", "ngày ", " tháng ", " năm ", "trước", " giờ", " phút ", " tuần ", "hôm qua "]),
    ),
    max_size=10,
).map("".join)


@given(pieces)
def test_no_text_is_too_odd_to_be_asked(text: str) -> None:
    for read in (read_date(text, NOW), find_date(text, NOW)):
        if read:
            assert datetime.fromisoformat(read.stored).isoformat() == read.stored
            assert read.stored.endswith("+07:00")
            assert read.stored.startswith(read.iso)
            assert len(read.iso) == 25 or len(read.iso) == {"month": 7, "day": 10}[read.precision]
    found = find_date(text)
    assert found is None or found.raw in text


def test_blanks_are_read_in_linear_time() -> None:
    assert find_date("5" + " " * 100_000 + "24/07/2020" + " " * 100_000) is not None
    assert iso("ngày \n\t\t  24      tháng 7 năm 2020") == "2020-07-24"


@given(st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)))
def test_every_minute_is_read_back_as_written(moment: datetime) -> None:
    expected = moment.strftime("%Y-%m-%dT%H:%M:00+07:00")
    for form in ("%H:%M | %d/%m/%Y", "%d-%m-%Y %H:%M", "ngày %d tháng %m năm %Y, %H:%M", "%d/%m/%Y | %I:%M %p"):
        assert iso(moment.strftime(form)) == expected


def test_the_shared_vectors_hold() -> None:
    if not VECTORS.exists():
        pytest.skip(f"shared vectors are not beside this checkout: {VECTORS.name}")
    data = json.loads(VECTORS.read_text("utf-8"))
    now = datetime.fromisoformat(data["about"]["reference_now"])
    for vector in data["tests"]:
        assert iso(vector["input"], now if vector.get("relative") else None) == vector["expected"], vector["form"]


def test_the_first_month_by_its_name_is_january_unless_the_day_is_of_the_moon() -> None:
    read = read_date("Thứ Hai, 18 Tháng Giêng 2021 10:30")
    assert read is not None
    assert read.iso == "2021-01-18T10:30:00+07:00"
    assert read_date("mùng 5 tháng Giêng năm 2020") is None


def test_unusual_letters_and_counts_of_nothing_break_no_date() -> None:
    assert iso("ſunday, 19/07/2020") == "2020-07-19"
    assert iso("5 ſept 2021") == "2021-09-05"
    assert iso("0 tháng 3 ngày trước", datetime.fromisoformat("2024-03-31T08:00:00+07:00")) == "2024-03-28"


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("一月 07, 2025", "2025-01-07"),
        ("1月 07, 2025", "2025-01-07"),
        ("07 十二月 2025 08:15", "2025-12-07T08:15:00+07:00"),
        ("2020年11月3日", "2020-11-03"),
        ("2020年11月3日 星期二 16:37", "2020-11-03T16:37:00+07:00"),
        ("2025년 1월 7일", "2025-01-07"),
        ("7. November 2020", "2020-11-07"),
        ("Freitag, 7. März 2025 um 16:37 Uhr", "2025-03-07T16:37:00+07:00"),
        ("Mai 7, 2025", "2025-05-07"),
        ("7 août 2025 à 16:37", "2025-08-07T16:37:00+07:00"),
        ("7 de enero de 2025", "2025-01-07"),
    ],
)
def test_a_date_of_a_system_that_speaks_another_language_is_read(said: str, iso: str) -> None:
    found = read_date(said)
    assert found is not None
    assert found.iso == iso


@pytest.mark.parametrize(
    "said", ["Tổ 3, cô Mai, 2025 ngày công", "13月 07, 2025", "Mai 2025", "2020年11月", "十三月 07, 2025"]
)
def test_what_only_resembles_such_a_date_is_none(said: str) -> None:
    found = find_date(said)
    assert found is None
