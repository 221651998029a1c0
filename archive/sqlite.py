"""sqlite_utils, imported without pandas: it takes that along where it is installed, for a third of a second."""

from __future__ import annotations

import sys
from typing import Any


def _imported() -> Any:
    """The package; pandas can be imported afterwards as ever."""
    if "pandas" in sys.modules:
        import sqlite_utils

        return sqlite_utils
    sys.modules["pandas"] = None  # type: ignore[assignment]  # what Python calls a module that cannot be imported
    try:
        import sqlite_utils

        return sqlite_utils
    finally:
        del sys.modules["pandas"]


_imported()

from sqlite_utils import Database as Database  # noqa: E402
from sqlite_utils import Migrations as Migrations  # noqa: E402
