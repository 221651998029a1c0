"""What other processes do for a rebuild, but for the page of one address, which takes its process down."""

import os
import signal

from queson_crawler.replay import working
from queson_crawler.understand.ahead import ToParse

PAGE = "QUESON_TEST_POISON"
"""The name in the environment under which that address is found."""


def work(item: ToParse | bytes) -> object:
    """As `working.work`, but for that page."""
    if isinstance(item, ToParse) and item.answer.url == os.environ[PAGE]:
        os.kill(os.getpid(), signal.SIGKILL)
    return working.work(item)
