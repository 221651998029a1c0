"""How fast text is cleaned, keyed and dated, on text made here: clean articles, spoiled articles, label values."""

import unicodedata
from collections.abc import Callable, Iterable
from time import process_time

from archive.text import fold, tone_key
from queson_crawler.text import normalise, read_date

_PARAGRAPH = (
    "Sáng ngày 24/7/2020, Ủy ban nhân dân huyện Quế Sơn tổ chức hội nghị đối thoại với “người dân” về công tác đền bù, "
    "giải phóng mặt bằng Cụm công nghiệp Đông Phú 1; tham dự có lãnh đạo 13 xã, thị trấn và hơn 120 hộ dân."
)
_CLEAN = "\n\n".join(f"{_PARAGRAPH} (Đoạn {number})" for number in range(400))
_SPOILED = "\n".join(
    (
        _CLEAN.replace(" ", "\xa0 "),
        unicodedata.normalize("NFD", _CLEAN),
        _CLEAN.replace("Đ", "Ð").replace("o ", "о "),
        _CLEAN.replace("ă", "&#259;").replace("ng ", "n\u200bg  "),
    )
)
_DATES = (
    "Ngày đăng: 10:19 | 24/07/2020",
    "Thứ tư - 23/03/2022 10:44",
    "13/05/2016 | 4:53 PM",
    "Cập nhật thứ hai, ngày 24/12/12 11:05 tối",
    "Hà Nội, ngày 08 tháng 04 năm 2021",
    "2020-07-24T03:19:00Z",
    "Số: 123/2020/QĐ-UBND",
    "Người đăng: Nguyễn Văn A",
)
_ROUNDS = 5


def _best_seconds(work: Callable[[str], object], texts: Iterable[str]) -> float:
    """CPU seconds of the fastest round: other processes can only make a round slower."""
    rounds = []
    texts = list(texts)
    for _ in range(_ROUNDS):
        start = process_time()
        for text in texts:
            work(text)
        rounds.append(process_time() - start)
    return min(rounds)


def run() -> list[tuple[str, float, str]]:
    """Characters per second of each pass over text, milliseconds per date."""
    mixed = _CLEAN * 3 + _SPOILED
    speeds = [
        ("normalise, clean text", len(_CLEAN) / _best_seconds(normalise, [_CLEAN]), "chars/s"),
        ("normalise, spoiled text", len(_SPOILED) / _best_seconds(normalise, [_SPOILED]), "chars/s"),
        ("normalise, mixed text", len(mixed) / _best_seconds(normalise, [mixed]), "chars/s"),
        ("fold", len(_CLEAN) / _best_seconds(fold, [_CLEAN]), "chars/s"),
        ("tone_key", len(_CLEAN) / _best_seconds(tone_key, [_CLEAN]), "chars/s"),
    ]
    dates = _DATES * 200
    return [*speeds, ("read_date", 1000 * _best_seconds(read_date, dates) / len(dates), "ms")]
