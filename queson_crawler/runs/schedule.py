"""A crontab line or a systemd timer that crawls by itself: text from what it is to run. Pure."""

from __future__ import annotations

import re
import shlex
import zlib
from dataclasses import dataclass

FIRST_HOUR, HOURS = 1, 5
"""Nightly crawls begin between one and six, each archive at a minute of its own."""
MARK = "# queson: "
"""What the line ends in, before the archive's folder: to the shell it is a comment. Earlier versions wrote it on a line
of its own, above the job."""
KILL_AFTER = 600
"""Seconds a crawl has to finish the page in hand after its time is over."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_FIELDS = 5
"""The fields of a crontab line before its command."""


class NotWritable(ValueError):
    """A path or an address that cannot stand on one line."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is run, and when. `command` are the words of the crawl, all paths absolute; `archive` is its folder.

    `every` is hourly, daily or weekly; at most `hours` are spent; `jitter` are seconds by which a systemd timer may be
    late. `timeout` is the path of that program, "" where the machine has none.
    """

    archive: str
    command: tuple[str, ...]
    every: str = "daily"
    hours: int = 20
    jitter: int = 1800
    timeout: str = ""

    def __post_init__(self) -> None:
        for word in (self.archive, *self.command):
            if _CONTROL.search(word):
                raise NotWritable(f"{word!r} holds a line break or another control character: rename it.")

    @property
    def name(self) -> str:
        """The name of its units: one for each archive."""
        return f"queson-{zlib.crc32(self.archive.encode('utf-8', 'surrogateescape')):08x}"

    @property
    def minute(self) -> int:
        return zlib.crc32(self.archive.encode("utf-8", "surrogateescape")) % 60

    @property
    def hour(self) -> int:
        return FIRST_HOUR + zlib.crc32(self.archive.encode("utf-8", "surrogateescape")) // 60 % HOURS

    @property
    def mark(self) -> str:
        return f"{MARK}{self.archive}"


def crontab(plan: Plan) -> str:
    """One line of a crontab, which ends in a mark by which it is found again."""
    when = {"hourly": f"{plan.minute} * * * *", "daily": f"{plan.minute} {plan.hour} * * *"}
    at = when.get(plan.every, f"{plan.minute} {plan.hour} * * 0")
    limit = []
    if plan.timeout:
        limit = [plan.timeout, "-k", str(KILL_AFTER), f"{plan.hours}h"]
    command = shlex.join([*limit, *plan.command, "--nightly"])
    return f"{at} {escaped(command)} {escaped(plan.mark)}\n"


def escaped(command: str) -> str:
    """A command as a crontab writes it: a percent sign would end it."""
    return command.replace("%", r"\%")


def merged(before: str, plan: Plan) -> str:
    """A crontab with the plan's line in the place of what it had for the same archive."""
    return without(before, plan) + crontab(plan)


def without(before: str, plan: Plan) -> str:
    """A crontab without what it had for the archive of a plan: lines that bear its mark, and the job that an earlier
    version wrote below its mark. Every other line stays, whatever stands above it."""
    kept: list[str] = []
    is_marked = False
    for line in before.splitlines():
        if line == plan.mark:
            is_marked = True
            continue
        if not _is_ours(line, plan, is_marked=is_marked):
            kept.append(f"{line}\n")
        is_marked = False
    return "".join(kept)


def _is_ours(line: str, plan: Plan, *, is_marked: bool) -> bool:
    """Whether a line is a job that queson wrote for the archive: it ends in the mark, or stands below it and crawls
    into that very archive."""
    if line.startswith("#"):
        return False
    if line.endswith(f" {escaped(plan.mark)}"):
        return True
    if not is_marked:
        return False
    try:
        words = shlex.split(line.replace(r"\%", "%"))[_FIELDS:]
    except ValueError:
        return False
    if "crawl" not in words or "--archive" not in words[:-1]:
        return False
    return words[words.index("--archive") + 1] == plan.archive


def service(plan: Plan) -> str:
    """The unit that crawls. Its log is the journal's, which rotates it."""
    return f"""[Unit]
Description=queson crawl into {_plain(plan.archive)}
After=network-online.target
Wants=network-online.target

[Service]
Type=oneshot
ExecStart={" ".join(map(quoted, plan.command))}
TimeoutStartSec={plan.hours}h
TimeoutStopSec={KILL_AFTER}
SuccessExitStatus=75
Nice=10
IOSchedulingClass=idle
"""


def timer(plan: Plan) -> str:
    """The unit that starts it."""
    when = {"hourly": f"*-*-* *:{plan.minute:02d}:00", "daily": f"*-*-* {plan.hour:02d}:{plan.minute:02d}:00"}
    return f"""[Unit]
Description=queson crawl into {_plain(plan.archive)}, {plan.every}

[Timer]
OnCalendar={when.get(plan.every, f"Sun *-*-* {plan.hour:02d}:{plan.minute:02d}:00")}
RandomizedDelaySec={plan.jitter}
Persistent=true

[Install]
WantedBy=timers.target
"""


def quoted(word: str) -> str:
    """A word of ExecStart: neither systemd's specifiers nor its variables nor its quotes may act in it."""
    inner = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{inner}"'


def _plain(text: str) -> str:
    return text.replace("%", "%%").replace("\\", "\\\\")
