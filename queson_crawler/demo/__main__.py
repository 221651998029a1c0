"""`python -m queson_crawler.demo`: serves the demo portal until Ctrl-C."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from threading import Event

from queson_crawler.demo import DemoPortal


def main() -> None:
    """Prints the address as its only line, then serves."""
    parser = argparse.ArgumentParser(prog="python -m queson_crawler.demo", description="Serve the demo portal.")
    parser.add_argument("--port", type=int, default=8070, help="port on 127.0.0.1 (default: %(default)s; 0: any)")
    portal = DemoPortal()
    address = portal.start(parser.parse_args().port)
    sys.stdout.write(f"{address}/\n")
    sys.stdout.flush()
    with suppress(KeyboardInterrupt):
        Event().wait()
    portal.stop()


if __name__ == "__main__":
    main()
