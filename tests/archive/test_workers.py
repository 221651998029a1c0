"""Work in other processes: the same results, whatever becomes of a process."""

import os
import signal
from collections.abc import Iterator
from multiprocessing.connection import wait
from pathlib import Path

import pytest

from archive.workers import MAX_WAITING, Lost, Workers
from tests.archive.workers_work import work

MANY = 200


@pytest.fixture
def workers() -> Iterator[Workers]:
    with Workers(work, 2) as begun:
        yield begun


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_results_come_in_the_order_in_which_work_was_given(workers: Workers) -> None:
    items = [f"item {number}" for number in range(MANY)]
    assert list(workers.ordered(items)) == [item.upper() for item in items]
    assert len(workers.pids) == 2


def test_with_one_job_no_process_is_begun() -> None:
    with Workers(work, 1) as workers:
        assert list(workers.ordered(["pid", "a"])) == [os.getpid(), "A"]
        assert workers.pids == []


def test_little_work_is_taken_in_before_its_results_are_wanted(workers: Workers) -> None:
    taken = 0

    def items() -> Iterator[str]:
        nonlocal taken
        for _ in range(MANY):
            taken += 1
            yield "a"

    results = workers.ordered(items())
    for done in range(1, MANY // 2):
        next(results)
        assert taken - done <= 2 * MAX_WAITING * 2


def test_work_that_kills_its_process_is_given_up_and_the_rest_goes_on(workers: Workers) -> None:
    items = ["a", "die", *("b" * MAX_WAITING), "die", "c"]
    found = list(workers.ordered(items))
    assert [isinstance(result, Lost) for result in found] == [item == "die" for item in items]
    assert [result for result in found if result in ("A", "B", "C")] == ["A", *("B" * MAX_WAITING), "C"]


def wait_for_death(pid: int) -> None:
    """Until a process is dead, with its end of the connection closed; whoever began it can still ask for its end."""
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)


def test_what_was_answered_before_a_death_is_not_to_blame_for_it(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process answers two pieces and dies of the third one; the second answer is unread when a fourth one is sent."""
    monkeypatch.setattr("archive.workers.MAX_DEATHS", 1)
    workers.jobs = 1
    given = [workers.give(item) for item in ("a", "b", "die")]
    wait(workers.connections)
    workers.look()
    wait_for_death(workers.pids[0])
    given.append(workers.give("c"))
    first, second, third, fourth = map(workers.result, given)
    assert (first, second, fourth) == ("A", "B", "C")
    assert isinstance(third, Lost)


def test_a_process_that_is_killed_from_outside_loses_nothing(workers: Workers, tmp_path: Path) -> None:
    items = ["a", f"die once {tmp_path / 'died'}", "b"]
    assert list(workers.ordered(items)) == [item.upper() for item in items]
    for pid in workers.pids:
        os.kill(pid, signal.SIGKILL)
    assert list(workers.ordered(items)) == [item.upper() for item in items]


def test_what_raises_raises_where_its_result_is_wanted(workers: Workers) -> None:
    number, other = workers.give("fail"), workers.give("a")
    assert workers.result(other) == "A"
    with pytest.raises(ValueError, match="fail"):
        workers.result(number)


def test_processes_that_cannot_begin_leave_the_work_to_this_one(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.workers.BOOT", "raise SystemExit(1)")
    assert list(workers.ordered(["pid", "a", "b"])) == [os.getpid(), "A", "B"]
    assert workers.pids == []


def test_processes_that_die_at_the_same_time_leave_the_work_to_this_one(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.workers.BOOT", "import signal; signal.pause()")
    monkeypatch.setattr("archive.workers.MAX_STARTS", 1)
    given = [workers.give(item) for item in ("pid", "a")]
    for pid in workers.pids:
        os.kill(pid, signal.SIGKILL)
        wait_for_death(pid)
    workers.look()
    assert workers.pids == []
    assert list(map(workers.result, given)) == [os.getpid(), "A"]


def interrupted(pids: set[int]) -> None:
    """Work that is broken off by the keeper; `pids` are the processes that worked."""
    with Workers(work, 2) as workers:
        for _ in range(MANY):
            pids.add(workers.result(workers.give("pid")))
        raise KeyboardInterrupt


def test_an_interrupt_ends_every_process() -> None:
    pids: set[int] = set()
    with pytest.raises(KeyboardInterrupt):
        interrupted(pids)
    assert pids
    assert not any(is_running(pid) for pid in pids)


def test_work_that_never_ends_is_given_up() -> None:
    with Workers(work, 2, seconds=1) as workers:
        first, lost, last = workers.ordered(["a", "spin", "b"])
    assert (first, last) == ("A", "B")
    assert isinstance(lost, Lost)
