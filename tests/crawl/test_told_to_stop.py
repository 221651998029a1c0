"""A crawl that waits, because it was asked to or for a file, ends within seconds when it is told to."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crawl.tools import Told, assert_sound, begun, crawl, news, rows, site, value

AFTER = 6
"""Requests that are answered as ever."""


def patience(status: int) -> Callable[[str], Told | None]:
    """A portal that asks for eight minutes of peace, again and again."""
    answers, asked = news(12), [0]

    def answer(path: str) -> Told | None:
        asked[0] += 1
        if asked[0] > AFTER:
            return Told(b"<h1>Too many requests</h1>", status, {"Retry-After": "500"})
        return answers.get(path)

    return answer


@pytest.mark.parametrize(("sign", "status"), [(signal.SIGTERM, 429), (signal.SIGINT, 503)])
def test_a_crawl_that_waits_for_retry_after_ends_when_told_to(
    sign: signal.Signals, status: int, tmp_path: Path
) -> None:
    with site(patience(status)) as running, begun(running.base, tmp_path / "data", "--delay", 0) as process:
        while len(running.asked) <= AFTER:
            assert process.poll() is None, process.communicate()
            time.sleep(0.01)
        time.sleep(1)
        process.send_signal(sign)
        said, _ = process.communicate(timeout=400)  # it waits eight minutes otherwise
        assert process.returncode == 3, said
        assert "Stopped before the end; start it again" in said
    assert rows(tmp_path / "data", "select outcome from runs") == [("stopped",)]
    assert_sound(tmp_path / "data")


def test_a_crawl_that_waits_for_a_file_ends_when_told_to_and_the_next_brings_it(tmp_path: Path) -> None:
    answers, slow, silent = news(3), "/files/ke-hoach.pdf", [True]
    path = next(one for one in answers if one.endswith(".html"))
    link = f"</p><p><a href='{slow}'>Kế hoạch</a></p>".encode()
    answers[path] = Told(answers[path].body.replace(b"</p>", link, 1))

    def answer(asked: str) -> Told | None:
        if asked == slow:
            for _ in range(3000 if silent[0] else 0):
                if not silent[0]:
                    break
                time.sleep(0.1)
            return Told(b"%PDF-1.4\n%%EOF\n", headers={"Content-Type": "application/pdf"})
        return answers.get(asked)

    with site(answer) as running:
        with begun(running.base, tmp_path / "data", "--delay", 0) as process:
            while slow not in running.asked:
                assert process.poll() is None, process.communicate()
                time.sleep(0.01)
            begin = time.monotonic()
            process.send_signal(signal.SIGTERM)
            said, _ = process.communicate(timeout=240)
            assert time.monotonic() - begin < 120, said
        silent[0] = False
        assert crawl(running.base, tmp_path / "data", "--files").code in (0, 3)
    assert value(tmp_path / "data", "select count(*) from captures where role = 'file' and status = 200") == 1
