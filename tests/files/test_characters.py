"""How many characters of real old documents come back, against their transcripts; where those are at hand."""

from __future__ import annotations

import difflib
import json
import unicodedata

import pytest

from queson_crawler.files.read import read_file
from tests.conftest import SHARED

CORPUS = SHARED / "data/legacy-documents"
MAX_GAP = 4_000_000
"""Pairs of characters that are compared where words differ; longer gaps count as wholly lost."""
LEAST = 0.98


def words_of(text: str) -> list[str]:
    """The words of a text, without what parts cells."""
    return [word for word in unicodedata.normalize("NFC", text).split() if word != "|"]


def distance(have: str, want: str) -> int:
    """The characters to change, add or take away."""
    if not have or not want or len(have) * len(want) > MAX_GAP:
        return max(len(have), len(want))
    row = list(range(len(want) + 1))
    for place, letter in enumerate(have, 1):
        before, row = row, [place]
        for at, wanted in enumerate(want, 1):
            row.append(min(before[at] + 1, row[-1] + 1, before[at - 1] + (letter != wanted)))
    return row[-1]


def faults(have: str, want: str) -> tuple[int, int]:
    """The characters in which a text differs from its transcript, and those of the transcript."""
    mine, theirs = words_of(have), words_of(want)
    wrong = 0
    matcher = difflib.SequenceMatcher(None, mine, theirs, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind != "equal":
            wrong += distance(" ".join(mine[first:last]), " ".join(theirs[start:end]))
    return wrong, len(" ".join(theirs))


def test_the_measure_counts_characters() -> None:
    assert faults("Quyết định | số 5", "Quyết định số 5") == (0, 15)
    assert faults("Quyếtđịnh số 5", "Quyết định số 5") == (1, 15)
    assert faults("", "Quyết định")[0] == 10


@pytest.mark.real
@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not at hand")
def test_real_documents_come_back_whole() -> None:
    wrong = characters = 0
    shares: list[tuple[float, str]] = []
    for entry in json.loads((CORPUS / "index.json").read_text()):
        text = read_file((CORPUS / entry["file"]).read_bytes()).text
        missed, all_of_it = faults(text, (CORPUS / entry["truth"]).read_text())
        wrong += missed
        characters += all_of_it
        shares.append((1 - missed / all_of_it, entry["file"]))
    print(f"{1 - wrong / characters:.4f} of {characters} characters")
    for share, name in sorted(shares)[:10]:
        print(f"{share:.3f}  {name}")
    assert 1 - wrong / characters >= LEAST
