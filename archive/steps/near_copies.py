"""The tables of near copies, as they were released: never edited."""

from __future__ import annotations

_ARTICLE = "references articles(id) on update cascade"
STATEMENTS = (
    """create table texts (
            text integer primary key, scheme integer not null, length integer not null, signature blob not null,
            places blob not null, numbers blob not null, leader integer, similarity real)""",
    """create table text_buckets (
            bucket integer not null, place integer not null, text integer not null,
            primary key (bucket, place, text)) without rowid""",
    """create table text_pairs (
            one integer not null, other integer not null, similarity real not null,
            primary key (one, other)) without rowid""",
    f"""create table copies (
            article_id integer not null {_ARTICLE}, original_id integer not null {_ARTICLE}, kind text not null,
            similarity real not null, is_first integer not null,
            primary key (article_id, original_id)) without rowid""",
    "create index texts_leader on texts (leader) where leader is not null",
    "create index copies_original_id on copies (original_id)",
    "create index articles_order_of_copies on articles (content_sha256, published_at, id)",
    "drop index articles_content_sha256",
    "insert into copies select id, duplicate_of, 'exact', 1.0, 1 from articles where duplicate_of is not null",
    "insert into about (name, value) select 'compared_up_to', '0' where exists (select 1 from articles)",
)
