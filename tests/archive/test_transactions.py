"""Transactions that are committed later, with others: seen at once by who wrote them, all of them or those before."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.store import transactions
from archive.store.transactions import Transactions

Pair = tuple[Transactions, sqlite3.Connection]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """Transactions on a new database, and a connection of somebody else's."""
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as own, closing(sqlite3.connect(path)) as other:
        own.execute("pragma journal_mode = wal")
        own.execute("create table t (n integer unique)")
        yield Transactions(tmp_path, own), other


def add(its: Transactions, number: int, *, later: bool) -> None:
    with its.writing(later=later):
        its._connection.execute("insert into t values (?)", [number])


def add_and_fail(its: Transactions) -> None:
    with its.writing(later=True):
        its._connection.execute("insert into t values (9)")
        raise ValueError("no")


def count(connection: sqlite3.Connection) -> int:
    (found,) = connection.execute("select count(*) from t").fetchone()
    return int(found)


def test_what_may_be_committed_later_gathers_and_is_seen_here(pair: Pair) -> None:
    its, other = pair
    for number in range(3):
        add(its, number, later=True)
    assert (count(its._connection), count(other)) == (3, 0)
    its.settle()
    assert count(other) == 3
    its.settle()


def test_only_so_many_gather(pair: Pair) -> None:
    its, other = pair
    for number in range(transactions.MAX_GATHERED + 1):
        add(its, number, later=True)
    assert count(other) == transactions.MAX_GATHERED


def test_what_may_not_wait_commits_what_gathered(pair: Pair) -> None:
    its, other = pair
    add(its, 1, later=True)
    add(its, 2, later=False)
    assert count(other) == 2
    add(its, 3, later=True)
    assert its.attempt(count, keep=False) == 3
    assert count(other) == 3


@pytest.mark.parametrize("gathered", [0, 2])
def test_one_that_fails_takes_nothing_with_it(pair: Pair, gathered: int) -> None:
    its, other = pair
    for number in range(gathered):
        add(its, number, later=True)
    with pytest.raises(ValueError, match="no"):
        add_and_fail(its)
    assert its._connection.in_transaction is bool(gathered)
    its.settle()
    assert count(other) == gathered
    add(its, 7, later=False)
    assert count(other) == gathered + 1


def test_what_a_commit_refuses_is_gone_and_the_next_is_not(pair: Pair) -> None:
    its, other = pair

    def refuse() -> None:
        raise ValueError("full")

    add(its, 1, later=True)
    its.before_commit = refuse
    with pytest.raises(ValueError, match="full"):
        its.settle()
    assert not its._connection.in_transaction
    its.before_commit = lambda: None
    add(its, 2, later=False)
    assert count(other) == 1


def test_the_disk_has_what_rows_refer_to_before_they_are_committed(pair: Pair) -> None:
    its, other = pair
    seen: list[int] = []
    its.before_commit = lambda: seen.append(count(other))
    add(its, 1, later=True)
    its.settle()
    assert seen == [0]


def test_within_many_that_are_committed_together_nothing_is_later(pair: Pair) -> None:
    its, other = pair
    with its.together(2):
        add(its, 1, later=True)
        assert count(other) == 0
        add(its, 2, later=True)
        assert count(other) == 2
