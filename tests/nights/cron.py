"""A real crond whose clock is set, with a real crontab, in a mount namespace of its own: nothing of this machine's."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.clock import AHEAD

ROOT = Path(__file__).parent.parent.parent
SPOOL = "/var/spool/cron/crontabs"
NEEDED = ("cron", "crontab", "unshare", "mount")
FAKETIME = "/usr/lib/*/faketime/libfaketime.so.1"
FAST = 20
"""How many times as fast as other clocks the clock of crond is."""
BEFORE = timedelta(seconds=20)
"""How long before the moment of its job crond is started, by its own clock."""
SHELL = """#!/bin/sh
# What crond starts its jobs with: the crawl's clock is that of the night; what is said is what cron would mail.
cd "{folder}"
[ ! -e files ] || ulimit -n "$(cat files)"
export {AHEAD}=$(cat ahead) PYTHONPATH="{root}" PATH="{path}"
/bin/sh "$@" > said.part 2>&1
echo $? > code
mv said.part said
cat said
"""


def why_not() -> str:
    """Why there can be no such crond here; "" where there can."""
    missing = [name for name in NEEDED if shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") is None]
    if missing or not glob.glob(FAKETIME):
        return "not installed: cron or libfaketime (apt install cron libfaketime)"
    if os.geteuid() != 0:
        return "only root can give crond a spool of its own"
    probe = subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False)
    return "" if probe.returncode == 0 else "mount namespaces cannot be made here"


ENDED_WHEN_TOLD = """#!/bin/sh
# timeout, whose time is over when the file is there: as many seconds as a night has are another number on each machine.
shift 3
"$@" &
while kill -0 $! 2>/dev/null; do
    [ ! -e "{enough}" ] || {{ kill -TERM $!; wait $!; exit 124; }}
    sleep 0.05
done
wait $!
"""


@dataclass
class Night:
    """What a night's job ended with, and what cron would have mailed."""

    code: int
    mailed: str


class Cron:
    """The crontab of a keeper, and the crond that runs it. `first` is the day of night 0."""

    def __init__(self, folder: Path, first: datetime) -> None:
        self._folder, self._first = folder, first
        self._crontabs = folder / "crontabs"
        self._crontabs.mkdir(parents=True)
        shell = folder / "shell"
        shell.write_text(
            SHELL.format(
                folder=folder, AHEAD=AHEAD, root=ROOT, path=f"{Path(sys.executable).parent}:{os.environ['PATH']}"
            )
        )
        shell.chmod(0o755)
        (folder / "theirs").write_text(f'MAILTO=""\nSHELL={shell}\n59 23 31 12 * /bin/true\n')
        self.enough = folder / "enough"
        """Where this file is, the time of the night is over."""
        (folder / "bin").mkdir()
        limit = folder / "bin" / "timeout"
        limit.write_text(ENDED_WHEN_TOLD.format(enough=self.enough))
        limit.chmod(0o755)
        self.run(["crontab", str(folder / "theirs")])

    def run(self, command: Sequence[str]) -> str:
        """What a command says that sees this crontab as the keeper's."""
        env = os.environ | {"PATH": f"{self._folder / 'bin'}:{os.environ['PATH']}"}
        done = subprocess.run(self._inside(command), cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def _inside(self, command: Sequence[str]) -> list[str]:
        script = f'mount -t tmpfs none /run && mount --bind "$0" {SPOOL} && exec "$@"'
        return ["unshare", "-m", "/bin/sh", "-c", script, str(self._crontabs), *command]

    def give_files(self, count: int) -> None:
        """Let jobs have at most so many files open."""
        (self._folder / "files").write_text(str(count))

    def _job_at(self, night: int) -> datetime:
        """When the job of the archive runs that night, by the clock on the wall."""
        line = next(line for line in self.run(["crontab", "-l"]).splitlines() if "queson:" in line)
        minute, hour = line.split()[:2]
        return self._first + timedelta(days=night, hours=int(hour), minutes=int(minute))

    def night(self, number: int, longest: float) -> Night:
        """Let crond run through the minute of the job, and wait until that is done."""
        at = self._job_at(number)
        for name in ("said", "code", self.enough.name):
            (self._folder / name).unlink(missing_ok=True)
        ahead = int((at - datetime.now(UTC)).total_seconds())
        (self._folder / "ahead").write_text(str(ahead))
        clock = (at - BEFORE).astimezone().strftime("@%Y-%m-%d %H:%M:%S") + f" x{FAST}"
        process = subprocess.Popen(
            self._inside(["env", f"LD_PRELOAD={glob.glob(FAKETIME)[0]}", f"FAKETIME={clock}", "cron", "-f"]),
            env=os.environ | {"PATH": f"{os.environ['PATH']}:/usr/sbin"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            self._wait(longest)
        finally:
            process.kill()
            process.wait()
        return Night(int((self._folder / "code").read_text()), (self._folder / "said").read_text("utf-8"))

    def _wait(self, longest: float) -> None:
        until = time.monotonic() + longest
        while not (self._folder / "said").exists():
            assert time.monotonic() < until, "the job of the night did not run, or not to its end"
            time.sleep(0.1)
