"""Word-level differences between revisions."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.diff import Piece, compare, difference
from archive.errors import NoArticle, NoRevision
from tests.archive.make import article, opened, shown
from tests.harness.processor import within

WORDS = st.lists(
    st.sampled_from(["huyện", "xã", "Quế", "Sơn", "tổ chức", ",", ".", "\n\n", "2.500", "(*)"]), max_size=40
)


def side(pieces: list[Piece], kind: str) -> list[str]:
    """The words of one side."""
    return "".join(piece.text for piece in pieces if piece.kind in ("same", kind)).split()


@given(WORDS.map(" ".join), WORDS.map(" ".join))
def test_the_pieces_are_both_texts_and_nothing_else(old: str, new: str) -> None:
    pieces = list(compare(old, new))
    assert side(pieces, "new") == new.split()
    assert "".join(side(pieces, "gone")) == "".join(old.split())


@given(WORDS.map(" ".join))
def test_white_space_is_no_difference(text: str) -> None:
    assert {piece.kind for piece in compare(text, text.replace(" ", "  "))} <= {"same"}


def test_one_syllable_is_told_and_not_its_paragraph() -> None:
    old = "Đoạn đầu.\n\nThu ngân sách đạt 95% kế hoạch năm.\n\nĐoạn cuối."
    new = old.replace("95", "105")
    changed = [piece for piece in compare(old, new) if piece.kind != "same"]
    assert changed == [Piece("gone", "95"), Piece("new", "105")]
    assert "".join(piece.text for piece in compare(old, new) if piece.kind != "gone") == new


def test_a_long_text_that_was_rewritten_takes_bounded_time() -> None:
    old = "\n\n".join(" ".join(f"từ{(i * j) % 97}" for j in range(400)) for i in range(1, 300))
    new = "\n\n".join(" ".join(f"từ{(i * j) % 89}" for j in range(400)) for i in range(1, 300))
    with within(10):
        assert any(piece.kind == "new" for piece in compare(old, new))


def test_the_last_two_revisions_are_compared_unless_others_are_named(tmp_path: Path) -> None:
    pages = [shown(n, article(body=f"Thu ngân sách huyện đạt {n}0 phần trăm kế hoạch năm.")) for n in (1, 2, 3)]
    with opened(tmp_path / "data", *pages) as archive:
        found = difference(archive, "queson/1")
        assert found is not None
        assert (found.old.number, found.new.number, found.changed) == (2, 3, ("body",))
        again = difference(archive, "queson/1", 1, 3)
        assert again is not None
        assert [piece.text.strip() for piece in again.fields["body"] if piece.kind != "same"] == ["10", "30"]
        with pytest.raises(NoRevision, match="it has 1 to 3"):
            difference(archive, "queson/1", 1, 9)
        with pytest.raises(NoArticle):
            difference(archive, "queson/2")


def test_an_article_with_one_revision_has_no_difference(tmp_path: Path) -> None:
    with opened(tmp_path / "data", shown(1, article())) as archive:
        assert difference(archive, "queson/1") is None
