"""Vietnamese text as it is stored: normalisation, legacy encodings, dates. Pure: no network, no clock, no files."""

from queson_crawler.text.calendar_days import Order, order_of
from queson_crawler.text.dates import PublishedDate, find_date, read_date
from queson_crawler.text.detect import detect_legacy
from queson_crawler.text.legacy import DECODERS, from_cp1258, from_tcvn3, from_viqr, from_viscii, from_vni, from_vps
from queson_crawler.text.moments import HANOI
from queson_crawler.text.normalise import normalise

__all__ = [
    "DECODERS",
    "HANOI",
    "Order",
    "PublishedDate",
    "detect_legacy",
    "find_date",
    "from_cp1258",
    "from_tcvn3",
    "from_viqr",
    "from_viscii",
    "from_vni",
    "from_vps",
    "normalise",
    "order_of",
    "read_date",
]
