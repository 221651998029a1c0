"""The data dictionary: what every public table and column means, in two languages, for Datasette and for the documents.

``python -m archive.dictionary`` prints it as Markdown.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

FACETS = {
    "articles": ["portal", "author"], "captures": ["run_id"], "problems": ["kind"], "categories": ["portal"],
    "runs": ["portal", "outcome"], "alarms": ["kind"], "portals": ["platform"], "attachments": ["media_type"],
    "documents": ["portal", "kind", "issuer"], "pages": ["portal"],
}  # fmt: skip
"""Columns that an index counts, or of tables that stay small: others would take seconds in a big archive."""
SORTED = {
    "articles": "published_at",
    "captures": "id",
    "runs": "id",
    "revisions": "id",
    "alarms": "since",
    "documents": "issued",
    "pages": "id",
}


@cache
def tables() -> dict[str, dict[str, list[str]]]:
    """[English, Vietnamese] of each public table (``about``) and of each of its columns."""
    return _read("dictionary.toml")


@cache
def queries() -> dict[str, dict[str, Any]]:
    """The canned queries: ``title`` in [English, Vietnamese] and ``sql``."""
    return _read("queries.toml")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("archive").joinpath(name).read_text("utf-8"))


def metadata(every_table: list[str]) -> dict[str, Any]:
    """What Datasette is told of an archive with these tables; those the dictionary does not name are hidden."""
    return {
        "title": "queson",
        "description": "Tin tức các cổng thông tin cấp huyện · The news of Vietnamese district portals",
        "license": "Nội dung thuộc về các cổng đã đăng · What the portals published belongs to its publishers",
        "databases": {
            "archive": {
                "tables": {name: _table(name) for name in every_table},
                "queries": {
                    name: {"sql": each["sql"], "title": " · ".join(reversed(each["title"]))}
                    for name, each in queries().items()
                },
            }
        },
    }


def _table(name: str) -> dict[str, Any]:
    known = tables().get(name)
    if known is None:
        return {"hidden": True}
    english, vietnamese = known["about"]
    columns = {column: f"{texts[1]} · {texts[0]}" for column, texts in known.items() if column != "about"}
    described: dict[str, Any] = {"description": f"{vietnamese} · {english}", "columns": columns}
    if name == "documents":
        described |= {"label_column": "number", "fts_table": "documents_fts", "fts_pk": "id"}
    if name == "pages":
        described |= {"label_column": "title", "fts_table": "pages_fts", "fts_pk": "id"}
    if name == "articles":
        described |= {"label_column": "title", "fts_table": "articles_fts", "fts_pk": "id"}
    if name in FACETS:
        described["facets"] = FACETS[name]
    if name in SORTED:
        described["sort_desc"] = SORTED[name]
    return described


def markdown() -> str:
    """The dictionary as a document."""
    lines = ["# Data dictionary", "", "Made from `archive/dictionary.toml` by `python -m archive.dictionary`.", ""]
    for name, columns in tables().items():
        lines += [f"## {name}", "", f"{columns['about'][0]} {columns['about'][1]}", "", "| column | meaning | nghĩa |"]
        lines += ["|---|---|---|"]
        lines += [f"| `{column}` | {text[0]} | {text[1]} |" for column, text in columns.items() if column != "about"]
        lines.append("")
    lines += ["## Questions that are ready in Datasette", ""]
    lines += [f"- `/archive/{name}`: {each['title'][0]} · {each['title'][1]}" for name, each in queries().items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    import sys

    sys.stdout.write(markdown())
