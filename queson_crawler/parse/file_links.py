"""Which addresses lead to files rather than to pages."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml import etree, html

_HREFS = etree.XPath(".//a/@href", smart_strings=False)
FILE_NAME = re.compile(
    r"\.(pdf|docx?|xlsx?|pptx?|rtf|od[tsp]|zip|rar|7z|gz|csv|txt|mp3|wma|mp4|wmv|flv|avi|tiff?|dwg)$", re.I
)
_FILE_PAGE = re.compile(
    r"/LinkClick\.aspx|/documentContent\?|[?&]download=|/download(\.aspx|file)?[/?]|/getfile"
    r"|/[\w-]{0,40}(?:download|attach|getfile|tai-?(?:ve|file|xuong|tep|lieu))[\w-]{0,40}\.(?:aspx|ashx|php|jsp|do)\?",
    re.I,
)
"""The endings of files that people read."""
_HINT = re.compile(
    r"\.(?:pdf|doc|xls|ppt|rtf|od[tsp]|zip|rar|7z|gz|csv|txt|mp[34]|wm[av]|flv|avi|tif|dwg)|[%\t\r\n]"
    r"|linkclick|documentcontent|download|attach|getfile|tai-?(?:ve|file|xuong|tep|lieu)",
    re.I,
)
"""One of these stands in the address of every file, if only as a sign that may hide it: the parts of the others, nearly
all links of a page, need no look."""


@lru_cache(maxsize=4096)
def is_file_link(href: str) -> bool:
    """Whether an address leads to a file rather than to a page."""
    if _HINT.search(href) is None:
        return False
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return False
    if parts.scheme not in ("", "http", "https"):
        return False
    if _FILE_PAGE.search(href):
        return True
    names = [parts.path, *parts.path.split("/")[-2:], *(value for _, value in parse_qsl(parts.query))]
    return any(FILE_NAME.search(unquote(name)) for name in names)


def has_file_link(element: html.HtmlElement) -> bool:
    """Whether `element` holds a link to a file."""
    return any(map(is_file_link, _HREFS(element)))
