"""Addresses of many parameters: a search has such, and a CMS that names each of its pages by several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import islice

from queson_crawler.parse.document import MAX_LINKS, Document
from queson_crawler.urls import parameters

MAX_PARAMETERS = 4
"""An address with more, besides those that carry only a platform's state or a page's number, may be a search's."""
MAX_NAMING = 8
"""No CMS names a page by more."""
MIN_ALIKE = 3
"""Links of a page by the same parameters, which tell that its CMS names pages so."""
MAX_FIELDS = 1
"""The names of the fields of a page's forms that its addresses may have, too."""


def names_pages_so(doc: Document, query: Mapping[str, str]) -> bool:
    """Whether the CMS of a page names pages by many parameters such as these: links to several have just these, none
    of them empty, as those of a form that nobody filled in are, and the page has no form with such fields."""
    if len(query) > MAX_NAMING or not all(query.values()):
        return False
    names = frozenset(query)
    fields = set(islice(doc.root.xpath("//input/@name | //select/@name"), MAX_LINKS))
    return _queries(doc)[names] >= MIN_ALIKE and len(names & fields) <= MAX_FIELDS


def _queries(doc: Document) -> Counter[frozenset[str]]:
    """How many links of a page have the same names of parameters."""
    known: Counter[frozenset[str]] | None = doc.made.get(_queries)
    if known is None:
        long = [href for href in islice(doc.root.xpath("//a/@href"), MAX_LINKS) if href.count("=") > MAX_PARAMETERS]
        known = Counter(frozenset(parameters(href)) for href in long)
        doc.made[_queries] = known
    return known
