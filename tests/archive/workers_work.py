"""What the processes of tests/archive/test_workers.py are given to do."""

import os
import signal
from pathlib import Path


def work(item: str) -> object:
    """Do what an item says: `die` and `die once FILE` kill the process, `fail` raises, `spin` never ends, `pid`
    tells the process."""
    match item.split():
        case ["die"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["die", "once", name]:
            if not Path(name).exists():
                Path(name).touch()
                os.kill(os.getpid(), signal.SIGKILL)
        case ["fail"]:
            raise ValueError(item)
        case ["spin"]:
            while True:
                pass
        case ["pid"]:
            return os.getpid()
    return item.upper()
