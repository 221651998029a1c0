"""What goes wrong is told to readers in their language, whatever its kind."""

from __future__ import annotations

import pytest

from archive.datasette.words import words
from archive.dictionary import tables
from queson_crawler.files.readings import UNREAD
from queson_crawler.monitoring.kinds import AlarmKind
from queson_crawler.parse.results import Why


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_reading_room_has_words_for_every_kind_of_problem_and_alarm(language: str) -> None:
    told = words(language)
    problems = {*map(str, Why), *(f"file {state}" for state in UNREAD)}
    assert problems <= told["kinds"].keys()
    assert set(map(str, AlarmKind)) <= told["alarm_kinds"].keys()


def test_the_data_dictionary_names_every_kind_of_alarm() -> None:
    assert tables()["alarms"]["kind"][0] == ", ".join(AlarmKind)
