"""`make soak`: 200 kills, full disks, a second writer. `make soak KILLS=20 SEED=7`: fewer, at other moments."""

import random
import sys
import tempfile
import time
from pathlib import Path

from tests.harness.processes import Runner
from tests.soak.soak import full_disks, killed, second_writer


def main(kills: int, seed: int) -> None:
    dice, begun = random.Random(seed), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="queson-soak-") as name:
        folder = Path(name)
        runner = Runner(folder)
        tally = killed(runner, kills, dice, folder)
        early = sum(moment == 0 for moment in tally.moments)
        print(
            f"{tally.kills} kill -9 ({early} of them before the first request) in {tally.rounds} archives of together "
            f"{tally.articles} articles: 0 lost, 0 doubled; every WARC whole, every digest right, the databases sound "
            "and equal to their rebuilds"
        )
        print(
            f"requests: {tally.requests:,}, of undisturbed crawls {tally.undisturbed:,} "
            f"(× {tally.requests / tally.undisturbed:.2f}; {tally.kills / tally.rounds:.0f} kills per archive)"
        )
        full = full_disks(runner, max(kills // 8, 3), dice, folder)
        print(f"full disks: {full} crawls ended with one sentence; all sound")
        second_writer(runner, folder)
        print("second writer: turned away with 75, the first undisturbed")
    print(f"{time.monotonic() - begun:.0f} s, seed {seed}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 200, int(sys.argv[2]) if sys.argv[2:] else 1)
