"""The words by which portals label what they say of a legal document, as data, and how a label is known. Pure."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from archive.text import fold


class Field(StrEnum):
    """What a list or a page tells of a document. OTHER is what it tells besides."""

    NUMBER = "number"
    KIND = "kind"
    ISSUER = "issuer"
    SIGNER = "signer"
    ISSUED = "issued"
    EFFECTIVE = "effective"
    STATUS = "status"
    FIELD = "field"
    ABSTRACT = "abstract"
    FILES = "files"
    OTHER = "other"


LABELS: dict[Field, tuple[str, ...]] = {
    Field.NUMBER: (
        "Số ký hiệu", "Số và ký hiệu", "Số hiệu", "Số hiệu văn bản", "Ký hiệu", "Ký hiệu văn bản", "Số văn bản",
        "Số ký hiệu văn bản", "Số hiệu ký hiệu", "Số VB", "Số KH", "Tên số ký hiệu", "Mã văn bản", "Số công văn",
        "Số quyết định", "Văn bản số", "Document number", "Document no",
    ),
    Field.KIND: (
        "Loại văn bản", "Loại VB", "Hình thức văn bản", "Hình thức", "Thể loại", "Thể loại văn bản",
        "Loại hình văn bản", "Kiểu văn bản", "Loại", "Document type", "Type of document",
    ),
    Field.ISSUER: (
        "Cơ quan ban hành", "Đơn vị ban hành", "Nơi ban hành", "Cơ quan BH", "CQ ban hành", "CQBH",
        "Cơ quan ban hành văn bản", "Cơ quan phát hành", "Chủ thể ban hành", "Tên cơ quan ban hành", "Cơ quan",
        "Cơ quan đơn vị ban hành", "Issued by", "Issuing agency", "Issuing authority",
    ),
    Field.SIGNER: (
        "Người ký", "Người ký văn bản", "Người ký ban hành", "Họ tên người ký", "Người ký duyệt", "Signer", "Signed by",
    ),
    Field.ISSUED: (
        "Ngày ban hành", "Ngày BH", "Ngày ký", "Ngày văn bản", "Ngày ra văn bản", "Thời gian ban hành",
        "Ngày ban hành văn bản", "Ngày VB", "Ngày ký ban hành", "Ban hành", "Ban hành ngày", "Ngày phát hành văn bản",
        "Ngày tháng năm ban hành", "Ngày tháng ban hành", "Ngày tháng năm văn bản", "Ngày tháng văn bản",
        "Issued date", "Date issued", "Date of issue", "Issue date",
    ),
    Field.EFFECTIVE: (
        "Ngày hiệu lực", "Ngày có hiệu lực", "Hiệu lực từ", "Hiệu lực từ ngày", "Ngày bắt đầu hiệu lực",
        "Có hiệu lực từ", "Có hiệu lực từ ngày", "Thời điểm có hiệu lực", "Ngày áp dụng", "Ngày HL",
        "Effective date", "Date of effect",
    ),
    Field.STATUS: (
        "Tình trạng hiệu lực", "Trạng thái hiệu lực", "Tình trạng", "Trạng thái", "Hiệu lực", "Tình trạng văn bản",
        "Hiệu lực văn bản",
    ),
    Field.FIELD: ("Lĩnh vực", "Lĩnh vực văn bản", "Thuộc lĩnh vực", "Ngành", "Lĩnh vực ban hành"),
    Field.ABSTRACT: (
        "Trích yếu", "Trích yếu nội dung", "Nội dung trích yếu", "Trích yếu văn bản", "Trích yếu nội dung văn bản",
        "Tên văn bản", "Tiêu đề", "Tiêu đề văn bản", "Nội dung", "Nội dung văn bản", "Về việc", "Về việc trích yếu",
        "Tên loại và trích yếu", "Tên gọi văn bản", "Tên",
    ),
    Field.FILES: (
        "Tệp đính kèm", "File đính kèm", "Tập tin đính kèm", "Tải về", "Đính kèm", "Văn bản đính kèm", "Tệp tin",
        "Tài liệu đính kèm", "Nội dung file", "Toàn văn", "Download", "File", "Tải", "Tệp văn bản", "Tải file", "Xem",
        "Tải văn bản", "Tập tin", "File văn bản", "Tệp nội dung", "Tải xuống", "Tệp", "File nội dung", "Bản đính kèm",
    ),
    Field.OTHER: (
        "STT", "TT", "Số thứ tự", "Ngày đăng", "Ngày hết hiệu lực", "Người đăng", "Lượt xem",
        "Lượt tải", "Số lượt tải", "Số lượt xem", "Nguồn", "Cấp ban hành", "Chức vụ", "Chức danh", "Thao tác",
        "Chi tiết", "Ngôn ngữ", "Số trang", "Phạm vi", "Văn bản liên quan", "Ngày cập nhật", "Ngày đăng công báo",
        "Số công báo", "Chức vụ người ký", "Người soạn", "Ngày tạo", "Đối tượng", "Ghi chú", "Ngày đăng tải",
        "Chia sẻ", "Từ khóa", "Chuyên mục", "Phân loại", "Độ mật", "Độ khẩn", "Đánh giá", "Nơi nhận",
    ),
}  # fmt: skip
DATES = frozenset((Field.ISSUED, Field.EFFECTIVE))
IN_HEADERS = {
    "so": Field.NUMBER, "ngay": Field.ISSUED, "ngay thang": Field.ISSUED, "vv": Field.ABSTRACT,
    "number": Field.NUMBER, "symbol": Field.NUMBER, "type": Field.KIND, "summary": Field.ABSTRACT,
    "abstract": Field.ABSTRACT, "content": Field.ABSTRACT, "title": Field.ABSTRACT, "status": Field.STATUS,
    "attachment": Field.FILES, "attachments": Field.FILES, "attached file": Field.FILES,
}  # fmt: skip
"""Labels of columns, folded, that say as much only beside others."""
MAX_LABEL = 40
"""Characters of a label."""
_POINTS = {
    Field.ISSUED: 2, Field.ABSTRACT: 2, Field.KIND: 1, Field.ISSUER: 1, Field.SIGNER: 1, Field.EFFECTIVE: 1,
}  # fmt: skip
"""How much a field says, beside a number, for legal documents."""
ENOUGH = 2
"""Points that tell them: a day or an abstract, or two other fields."""
_SURE = (Field.NUMBER, Field.KIND, Field.ISSUER, Field.SIGNER, Field.ISSUED, Field.EFFECTIVE)
_PLAIN = frozenset(("Ban hành", "Loại", "Cơ quan", "Hình thức", "Thể loại", "Ký hiệu"))
"""Labels that prose begins with too."""
_OF_DOCUMENT = re.compile(r" (?:vb|van ban|cua van ban)$")
"""What may stand behind any label, folded."""
_HINT = re.compile(r"\s?\([^()]{1,20}\)")
"""What may stand behind a label to say how it is written: `(dd/mm/yyyy)`."""
_SPELLED = {"ki": "ky"}
"""Words that are spelled in two ways."""
_WORDS = re.compile(r"[^\W_]+")


def words_of(text: str) -> str:
    """The words of a label alone, folded: `Số / Kí hiệu:` is `so ky hieu`."""
    found: list[str] = []
    for word in _WORDS.findall(fold(text)):
        found.append(_SPELLED.get(word, word))
    return " ".join(found)


def _table() -> dict[str, Field]:
    found: dict[str, Field] = {}
    for field, labels in LABELS.items():
        for label in labels:
            found.setdefault(words_of(label), field)
    return found


FIELDS = _table()
"""What each label says, by its words."""


def _any_of(labels: list[str]) -> str:
    """A pattern for any of the labels, the longest first; between their words anything but letters may stand."""
    forms = []
    for label in sorted(labels, key=len, reverse=True):
        form = r"[\s/,&-]{1,3}".join(map(re.escape, label.split()))
        forms.append(form.replace("ký", "k[ýí]"))
    return "|".join(forms)


_ALL = [label for labels in LABELS.values() for label in labels]
_OPENING = [label for field in _SURE for label in LABELS[field] if label not in _PLAIN]
_CUT = re.compile(
    rf"(?<!\w)(?P<colon>{_any_of(_ALL)})(?:\s?\([^()]{{1,20}}\))?\s?[:：]"
    rf"|^\W{{0,3}}(?P<bare>{_any_of(_OPENING)})(?:\s(?=\S)|(?-i:(?=[0-9A-ZĐ])))",
    re.I,
)


@lru_cache(maxsize=4096)
def field_of(text: str) -> Field | None:
    """The field that a text labels, if it is nothing but a label."""
    if len(text) > MAX_LABEL:
        return None
    words = words_of(_HINT.sub("", text))
    return FIELDS.get(words) or FIELDS.get(_OF_DOCUMENT.sub("", words))


_BETWEEN = re.compile(r"\s?[,;/–-]\s?|\svà\s")


def column_of(text: str) -> tuple[Field, ...]:
    """What the header of a column labels: several fields where it names several (`Số hiệu, ngày ban hành`)."""
    whole = _field_in_header(text)
    if whole is not None:
        return (whole,)
    if len(text) > 2 * MAX_LABEL:
        return ()
    found: list[Field] = []
    for part in _BETWEEN.split(text):
        field = _field_in_header(part)
        if field is None:
            return ()
        found.append(field)
    return tuple(found)


def _field_in_header(text: str) -> Field | None:
    """The field that a text labels in the header of a table."""
    return field_of(text) or IN_HEADERS.get(words_of(text))


def cut(line: str) -> list[tuple[Field, str]]:
    """The labelled values of a line: `Số ký hiệu: 5/QĐ-UBND | Ngày ban hành: 24/5/2019` has two. A line that labels
    nothing has none, and one with prose before its first label."""
    matches = list(_CUT.finditer(line))
    if not matches or _WORDS.search(line, 0, matches[0].start()):
        return []
    found: list[tuple[Field, str]] = []
    ends = [match.start() for match in matches[1:]] + [len(line)]
    for match, end in zip(matches, ends, strict=True):
        field = FIELDS.get(words_of(match["colon"] or match["bare"]), Field.OTHER)
        found.append((field, _value(line[match.end() : end])))
    return found


def _value(text: str) -> str:
    """A value without the signs that part it from the next label, or that close the bracket around both."""
    value = text.strip(" \t|;,-–•·")
    if "(" not in value:
        value = value.removesuffix(")")
    return value


_STATUS = re.compile(
    r"(?:con|het|da het|chua co|dang co|ngung|het mot phan|khong con) hieu luc(?: (?:mot|toan) (?:phan|bo))?"
)


def is_status(text: str) -> bool:
    """Whether a text says whether a document is in force, and nothing else."""
    return len(text) <= MAX_LABEL and _STATUS.fullmatch(words_of(text)) is not None


def tells_day_of_document(text: str) -> bool:
    """Whether a text labels the day of a legal document, which is no day of publication."""
    fields = [field for field, _ in cut(text)]
    return field_of(text) in DATES or not DATES.isdisjoint(fields)


def are_of_documents(fields: frozenset[Field]) -> bool:
    """Whether these fields together are those of legal documents: a number, and what only they have beside it."""
    if Field.NUMBER not in fields:
        return False
    return sum(_POINTS.get(field, 0) for field in fields) >= ENOUGH
