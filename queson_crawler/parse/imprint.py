"""What a portal says of itself on its start page: its name, and owner and contact from the footer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from queson_crawler.parse.document import Document
from queson_crawler.parse.flow import flow_of

_HOME = re.compile(r"^(?:trang chủ|home|trang nhất|default)$", re.I)
_NEXT = r"(?=\s{0,9}(?:[-–;|]\s{0,9})?(?:điện thoại|đt|tel|fax|email|e-mail|website|địa chỉ|hotline)\s{0,9}[:.]|$)"
_OWNER = re.compile(
    r"(?:bản quyền thuộc(?: về)?|cơ quan chủ quản|đơn vị chủ quản)\s{0,9}:?\s{0,9}(.{4,120}?)\s{0,9}(?:\.|$)", re.I
)
_ADDRESS = re.compile(rf"(?:địa chỉ|trụ sở)\s{{0,9}}:\s{{0,9}}(.{{6,200}}?){_NEXT}", re.I)
_PHONE = re.compile(r"(?:điện thoại|đt|tel|hotline)\s{0,9}[:.]\s{0,9}([\d\s().+-]{7,60}\d)", re.I)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")


@dataclass(frozen=True, slots=True)
class Imprint:
    """Name, owner and contact of a portal; empty where its start page does not tell."""

    title: str = ""
    owner: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


def read_imprint(doc: Document) -> Imprint:
    """The imprint of a start page; of several mentions the last counts, since footers come last."""
    lines = [block.text for block in flow_of(doc).blocks][-60:]

    def last(pattern: re.Pattern[str]) -> str:
        found = [match.group(pattern.groups) for line in lines for match in pattern.finditer(line)]
        return found[-1].strip(" -–;,.") if found else ""

    names = [part.strip() for part in re.split(r"(?<!\s)\s+[-–|>»]\s+", doc.title) if not _HOME.match(part.strip())]
    return Imprint(max(names, key=len, default=""), last(_OWNER), last(_ADDRESS), last(_PHONE), last(_EMAIL))
