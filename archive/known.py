"""One portal as an archive knows it when it is crawled again: articles, lists, and what was no list. Pure data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.records import DOCUMENT_ID, Entry


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """One stored article.

    `checked_at` and `checked_run` are the time and run of the last answer about it, whatever it was; `edited_at` is
    when its text was last seen changed, "" where it never was. `absent_at` is the first believed answer since it was
    last seen that it is not there. `unlisted` means that lists named it and none does any more; `asked_since`, that
    it was asked since; `doubted`, that it was not there at the last answer, and that this was not believed.
    """

    native_id: str
    url: str
    published_at: str
    checked_at: str
    checked_run: int
    edited_at: str = ""
    absent_at: str = ""
    gone: bool = False
    unlisted: bool = False
    asked_since: bool = False
    doubted: bool = False

    @property
    def is_document(self) -> bool:
        """Whether it is a legal document, and not an article."""
        return self.native_id.startswith(DOCUMENT_ID)


@dataclass(frozen=True, slots=True)
class KnownList:
    """One list as it was last read. `order` are the ids that stand in it, as far as no gap is between them, in its
    order; `titles` what it calls them. `whole` says whether it was ever read to its end without a gap.

    `declared` and `last` are the totals of articles and pages that it declared then. `tried` is (declared, listed) of
    a last reading that came to an end and found fewer than declared.
    """

    url: str
    title: str
    parent_url: str | None
    asked: str
    same_as: str | None = None
    whole: bool = False
    whole_at: str = ""
    order: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    declared: int | None = None
    last: int | None = None
    tried: tuple[int | None, int] | None = None


@dataclass(frozen=True, slots=True)
class Memory:
    """Everything a second crawl leans on. Legal documents with a page of their own are among the `articles`.

    `unread` are entries of lists whose articles are not stored and were not asked for, `tried` those that were asked
    for in vain, the longest ago first; `looked` are addresses that turned out to be no lists, and when. `changed` is
    what each feed last said of when an article was changed, by (feed, native id); `feeds` are those that answered, the
    most telling first; `named` are the ids that each named when it was last read. `cost` is how many requests a full
    crawl takes, as far as is known.
    `broken_off` says that the last crawl did not come to its end.
    """

    title: str = ""
    articles: Mapping[str, KnownArticle] = field(default_factory=dict)
    lists: Mapping[str, KnownList] = field(default_factory=dict)
    unread: tuple[Entry, ...] = ()
    tried: tuple[Entry, ...] = ()
    looked: Mapping[str, str] = field(default_factory=dict)
    changed: Mapping[tuple[str, str], str] = field(default_factory=dict)
    feeds: tuple[str, ...] = ()
    named: Mapping[str, frozenset[str]] = field(default_factory=dict)
    cost: int = 0
    broken_off: bool = False


NOTHING = Memory()
