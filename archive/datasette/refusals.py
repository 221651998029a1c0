"""What Datasette answers with "the server failed" where a visitor asked a table for what makes no sense."""

from __future__ import annotations

import sqlite3

from datasette import Response
from datasette.database import QueryInterrupted
from datasette.views.base import DatasetteError

ASKED_WRONGLY = (ValueError, TypeError, LookupError, ArithmeticError, AssertionError)
"""What Datasette's own pages raise for a parameter that they cannot read. None of them is a fault of the archive: that
is another sqlite3.DatabaseError, or an OSError."""
_OF_SQLITE = (sqlite3.ProgrammingError, sqlite3.InterfaceError, sqlite3.DataError, sqlite3.IntegrityError)
_HEADERS = {"X-Content-Type-Options": "nosniff"}


def refusal(error: Exception) -> Response | None:
    """The answer to a request for a table or a row that raised an error; None where the server is at fault."""
    if isinstance(error, sqlite3.ProgrammingError) and "binding" in str(error):  # a row with another number of keys
        return _told("Không có dòng này. · There is no such row.", 404)
    if isinstance(error, QueryInterrupted):  # Datasette says so itself, but not of a table as CSV
        return _told(
            "Câu hỏi này quá lâu, hãy hỏi ít hơn. · This takes longer than a question may: ask for less of the table.",
            400,
        )
    if isinstance(error, DatasetteError) and error.status == 500:
        return _told("Không hỏi bảng như vậy được. · A table cannot be asked for this.", 400)
    if isinstance(error, (*ASKED_WRONGLY, *_OF_SQLITE)):
        return _told("Không hỏi bảng như vậy được. · A table cannot be asked for this.", 400)
    return None


def _told(said: str, status: int) -> Response:
    return Response(f"{said}\n", status, _HEADERS, content_type="text/plain; charset=utf-8")
