"""Is this article new, revised or the same? Counters and markup play no part. Pure."""

from __future__ import annotations

import hashlib

from archive.records import Verdict


def content_sha256(title: str, lead: str, body: str) -> str:
    """The hex digest of an article's text (NFC), white space folded; equal for copies wherever they were found."""
    folded = "\x1f".join(map(_one_line, (title, lead, body)))
    return hashlib.sha256(folded.encode("utf-8", "replace")).hexdigest()


def judge(known: tuple[str, int] | None, sha: str) -> Verdict:
    """What an article with the digest ``sha`` is to the archive; ``known`` is what `Archive.known` says of its key."""
    if known is None:
        return Verdict.NEW
    if known[0] == sha:
        return Verdict.SAME
    return Verdict.REVISED


def _one_line(text: str) -> str:
    return " ".join(text.split())
