"""The table as Parquet: one row group in memory at a time. Needs pyarrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from sqlite3 import Connection
from typing import BinaryIO

import pyarrow
import pyarrow.parquet

from archive.exchange.selection import counts
from archive.exchange.table import COLUMNS, Value, rows
from archive.search import Query

ROWS = 5000
"""Of a row group: some 15 MB of text."""

_TYPES = {"string": pyarrow.string(), "integer": pyarrow.int64()}
SCHEMA = pyarrow.schema(
    [pyarrow.field(name, _TYPES[each.type], metadata={"description": each.meaning}) for name, each in COLUMNS.items()]
)


def write(connection: Connection, query: Query, file: BinaryIO) -> Iterator[int]:
    """Write the articles that a query selects; yields how many are written so far."""
    yield from write_rows(rows(connection, query), file, str(counts(connection, query)))


def write_rows(found: Iterable[tuple[Value, ...]], file: BinaryIO, told: str) -> Iterator[int]:
    """Write rows of COLUMNS; yields how many are written so far. ``told``: which articles they are of how many; it
    stands in the file's metadata under `queson`."""
    left, count = iter(found), 0
    schema = SCHEMA.with_metadata({"queson": told})
    with pyarrow.parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while group := list(islice(left, ROWS)):
            writer.write_table(_table(group))
            count += len(group)
            yield count


def _table(group: list[tuple[Value, ...]]) -> pyarrow.Table:
    columns = []
    for values, field in zip(zip(*group, strict=True), SCHEMA, strict=True):
        columns.append(pyarrow.array(values, field.type))
    return pyarrow.Table.from_arrays(columns, schema=SCHEMA)
