"""`make attack`: two minutes. `make attack SECONDS=30 SEED=7`: fewer, with other questions."""

import sys
import tempfile
from pathlib import Path

from tests.attack.attack import CLIENTS, DEAR, MAX_MEMORY, MAX_WAIT, PAGES, attack
from tests.attack.target import ARTICLES, published


def main(seconds: float, seed: int) -> int:
    with tempfile.TemporaryDirectory(prefix="attack-") as name:
        seen = attack(published(Path(name)), seconds, seed, ARTICLES + 20)
    print(f"{CLIENTS} clients, {seconds:.0f} s, seed {seed}: {sum(seen.statuses.values()):,} hostile requests")
    print("answered with " + ", ".join(f"{status}: {count:,}" for status, count in sorted(seen.statuses.items())))
    for path in (*PAGES, *DEAR):
        waits = sorted(seen.waits[path])
        print(f"  {path:32} {len(waits):4} times, median {waits[len(waits) // 2]:.2f} s, longest {waits[-1]:.2f} s")
    print(f"the reader waited {seen.longest:.2f} s at most (bound {MAX_WAIT} s)")
    print(f"memory {seen.memory:,.0f} MB at most (bound {MAX_MEMORY:,} MB)")
    print(f"answers that tell of the machine: {sorted({path[:90] for path in seen.told})[:5] or 'none'}")
    print(f"answered with 500: {sorted({path[:90] for path in seen.failed})[:3] or 'none'}")
    print(f"pages not answered: {seen.wrong[:5] or 'none'}")
    return int(bool(seen.longest > MAX_WAIT or seen.memory > MAX_MEMORY or seen.told or seen.wrong or seen.failed))


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if sys.argv[1:] else 120, int(sys.argv[2]) if sys.argv[2:] else 1))
