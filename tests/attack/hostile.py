"""Addresses that nobody asks who wants to read: each is meant to take a server's time, memory or secrets."""

from __future__ import annotations

import random
from urllib.parse import quote, urlencode

STATEMENTS = (
    f"select printf('%.*c', 30000000, 'a') glob '*[{'b' * 900}]'",
    "select json_patch(a, a) from (select json_group_object(n, n) as a from (with recursive c(n) as "
    "(select 1 union all select n + 1 from c limit 200000) select n from c))",
    f"select {', '.join(['zeroblob(30000000)'] * 100)}",
    "with recursive c(n) as (select 1 union all select n + 1 from c) select sum(n) from c",
    "with recursive c(n, t) as (select 1, 'x' union all select n + 1, t || t from c) select length(t) from c",
    "select group_concat(body, (select group_concat(body) from articles)) from articles",
    "select * from articles a, articles b, articles c order by a.body || b.body || c.body",
    "select * from pragma_database_list",
    "select * from sqlite_master",
    "select load_extension('/tmp/x.so')",
    "select escape_fts(printf('%.*c', 30000000, '(')) ",
    "select randomblob(900000000)",
    "select highlight(articles_fts, 2, body, body) from articles_fts where articles_fts match 'a*'",
)
FILTERS = (
    ("text__glob", "*[" + "b" * 190 + "]"), ("body__glob", "*a" * 90 + "b"), ("body__like", "%" + "_%" * 90),
    ("body__contains", "a" * 190), ("_search", '"' * 900), ("_search", "a* OR " * 100), ("_search", "(" * 900),
    ("_searchmode", "raw"), ("_where", "1=randomblob(1000000000)"), ("_sort", "body"), ("_size", "max"),
    ("_facet", "body"), ("_facet_array", "body"), ("_facet_date", "body"), ("_nocount", ""), ("_next", "9" * 300),
    ("_labels", "on"), ("_stream", "on"), ("_trace", "1"), ("_shape", "object"), ("_json", "body"), ("_col", "body"),
)  # fmt: skip
TABLES = (
    "articles",
    "articles_text",
    "attachments",
    "articles_fts",
    "articles_fts_data",
    "captures",
    "runs",
    "nothing",
)
WORDS = (
    "a", "a*", "đường " * 100, "(" * 900, '"' * 900, "NOT " * 300, "a NEAR/999 " * 100, " OR ".join("abcdefgh" * 40),
    "\u0301" * 300, "ế" * 300, "aa* ab* ac* ad* ae* ba* be* bo*", "hội nghị huyện", "1/2/3/4/5-6.7,8" * 100,
    "\x00\x02\x03",
)  # fmt: skip
FORMS = ("", "csv", "json", "atom", "parquet")
MACHINE = ("databases", "threads", "plugins", "versions", "settings", "permissions", "messages", "metadata", "actor")


def address(dice: random.Random, captures: int) -> str:
    """One more address, by chance."""
    kind = dice.choice((_statement, _table, _table, _search, _search, _capture, _machine))
    return kind(dice, captures)


def _statement(dice: random.Random, captures: int) -> str:
    return f"/archive{dice.choice(('', '.json', '.csv'))}?{urlencode({'sql': dice.choice(STATEMENTS)})}"


def _table(dice: random.Random, captures: int) -> str:
    chosen = dice.choices(FILTERS, k=dice.randint(1, 6))
    form = dice.choice(("", ".json", ".csv"))
    return f"/archive/{dice.choice(TABLES)}{form}?{urlencode(chosen)}"


def _search(dice: random.Random, captures: int) -> str:
    asked = {"q": dice.choice(WORDS), "_format": dice.choice(FORMS), "page": dice.choice(("1", "499", "9" * 50))}
    for name in ("portal", "category", "author", "since", "until", "vs"):
        if dice.random() < 0.3:
            asked[name] = dice.choice(WORDS)
    return f"/-/search?{urlencode(asked)}"


def _capture(dice: random.Random, captures: int) -> str:
    kind = dice.choice(("captured", "captured", "file", "capture"))
    return f"/-/{kind}/{dice.randint(1, captures)}"


def _machine(dice: random.Random, captures: int) -> str:
    odd = (
        f"/-/{dice.choice(MACHINE)}.json",
        f"/-/article/{quote(dice.choice(WORDS))}",
        f"/archive/articles/{dice.randint(1, 999)}.json?_extras=all",
        "/archive.db", "/-/../archive.db", "/-/static/../../../../etc/passwd",
    )  # fmt: skip
    return dice.choice(odd)
