"""The tables, as append-only migrations: the only DDL. A step that was released is never edited; add another.

Beside the tables researchers rely on there is bookkeeping that makes a row independent of the order in which
concurrent pages were stored. ``capture_id`` in `categories`, `articles` and `list_entries`, and ``shown_by`` in
`images` and `attachments` (whose own ``capture_id`` is that of the fetched file), are the newest capture that described
the row; ``captures.content_sha256`` is the text an article had in that capture. Ids that come from capture ids may
become smaller when an earlier capture is stored later, so every reference to them cascades.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from archive import fulltext, tallies

MIGRATIONS = Migrations("queson")
APPLICATION_ID = 0x51534F4E
"""``QSON`` in the file's header: how an archive.db is told from any other SQLite file."""

_ARTICLE = "references articles(id) on update cascade"
_CATEGORY = "references categories(id) on update cascade"

_TABLES = (
    """create table portals (
        slug text primary key, title text not null default '', base_url text not null default '',
        platform text not null default '', owner text not null default '', address text not null default '',
        phone text not null default '', email text not null default '')""",
    """create table runs (
        id integer primary key, portal text not null references portals(slug), target text not null default '',
        parser text not null default '', started_at text not null, finished_at text, outcome text,
        requests integer, new integer, revised integer, unchanged integer, gone integer, failed integer)""",
    f"""create table categories (
        id integer primary key, portal text not null references portals(slug), parent_id integer {_CATEGORY},
        title text not null default '', url text not null, declared_total integer, walked_at text,
        same_as integer {_CATEGORY}, parent_url text, same_as_url text, capture_id integer,
        unique (portal, url))""",
    f"""create table articles (
        id integer primary key, key text not null unique, portal text not null references portals(slug),
        native_id text not null, url text not null, title text not null, lead text not null default '',
        body text not null default '', author text, poster text, source text, published_at text,
        published_precision text, published_raw text, view_count integer, word_count integer not null default 0,
        content_sha256 text not null, duplicate_of integer {_ARTICLE}, first_seen_at text not null,
        last_seen_at text not null, gone_at text, gone_reason text, capture_id integer not null,
        unique (portal, native_id))""",
    f"""create table captures (
        id integer primary key, run_id integer not null references runs(id), url text not null,
        fetched_at text not null, status integer not null, media_type text not null, sha256 text not null,
        warc_file text not null, warc_offset integer not null, warc_length integer not null,
        role text not null default '', article_id integer {_ARTICLE}, content_sha256 text)""",
    f"""create table article_categories (
        article_id integer not null {_ARTICLE}, category_id integer not null {_CATEGORY},
        primary key (article_id, category_id)) without rowid""",
    f"""create table article_urls (
        url text primary key, article_id integer not null {_ARTICLE}) without rowid""",
    f"""create table revisions (
        id integer primary key, article_id integer not null {_ARTICLE}, number integer not null,
        captured_at text not null, title text not null, lead text not null, body text not null,
        content_sha256 text not null, capture_id integer not null references captures(id),
        unique (article_id, number))""",
    f"""create table view_counts (
        article_id integer not null {_ARTICLE}, observed_at text not null, views integer not null,
        primary key (article_id, observed_at)) without rowid""",
    f"""create table images (
        id integer primary key, article_id integer not null {_ARTICLE}, url text not null,
        caption text not null default '', media_type text, bytes integer, sha256 text, text text,
        capture_id integer references captures(id), shown_by integer not null references captures(id),
        unique (article_id, url))""",
    f"""create table attachments (
        id integer primary key, article_id integer not null {_ARTICLE}, url text not null,
        filename text not null default '', media_type text, bytes integer, sha256 text, text text,
        capture_id integer references captures(id), shown_by integer not null references captures(id),
        unique (article_id, url))""",
    f"""create table coverage (
        run_id integer not null references runs(id), category_id integer not null {_CATEGORY},
        declared integer, listed integer not null, stored integer not null, pages integer not null,
        gaps integer not null, missing text not null default '', primary key (run_id, category_id)) without rowid""",
    """create table problems (
        run_id integer not null references runs(id), capture_id integer references captures(id), url text not null,
        kind text not null, detail text not null default '', observed_at text)""",
    f"""create table list_pages (
        run_id integer not null references runs(id), category_id integer not null {_CATEGORY},
        number integer not null, url text not null, capture_id integer references captures(id), state text not null,
        entries integer not null, declared_total integer, declared_pages integer,
        primary key (run_id, category_id, number)) without rowid""",
    """create table met_addresses (
        portal text not null references portals (slug) on update cascade,
        url text not null,
        native_id text not null,
        primary key (portal, url)) without rowid""",
    f"""create table list_entries (
        category_id integer not null {_CATEGORY}, native_id text not null, url text not null, title text not null,
        page integer not null, first_run_id integer not null references runs(id),
        last_run_id integer not null references runs(id), capture_id integer not null,
        primary key (category_id, native_id)) without rowid""",
)

_INDEXES = (
    "create index runs_portal on runs (portal)",
    "create index categories_parent_id on categories (parent_id)",
    "create index categories_same_as on categories (same_as)",
    "create index articles_content_sha256 on articles (content_sha256)",
    "create index articles_published_at on articles (published_at)",
    "create index articles_duplicate_of on articles (duplicate_of) where duplicate_of is not null",
    "create index captures_run_id on captures (run_id)",
    "create index captures_url on captures (url)",
    "create index captures_sha256 on captures (sha256)",
    "create index captures_article_id on captures (article_id)",
    "create index captures_place on captures (warc_file, warc_offset)",
    "create index article_categories_category_id on article_categories (category_id)",
    "create index article_urls_article_id on article_urls (article_id)",
    "create index revisions_capture_id on revisions (capture_id)",
    "create index coverage_category_id on coverage (category_id)",
    "create index problems_run_id on problems (run_id, kind)",
    "create index problems_capture_id on problems (capture_id)",
    "create index list_pages_category_id on list_pages (category_id)",
    "create index list_entries_native_id on list_entries (native_id)",
    "create index met_addresses_native_id on met_addresses (portal, native_id)",
    "create index list_entries_last_run_id on list_entries (last_run_id, category_id)",
)


def _indexed(row: str) -> str:
    """The text FTS5 is given: unicode61 takes every Vietnamese mark off but leaves đ, so plain SQL does that."""
    return ", ".join(f"replace(replace({row}.{column}, 'đ', 'd'), 'Đ', 'D')" for column in ("title", "lead", "body"))


_INSERT = f"insert into articles_fts (rowid, title, lead, body) values (new.id, {_indexed('new')});"
# FTS5 has to be told exactly what was indexed, or the index silently rots.
_DELETE = (
    f"insert into articles_fts (articles_fts, rowid, title, lead, body) values ('delete', old.id, {_indexed('old')});"
)

_SEARCH = (
    """create virtual table articles_fts using fts5 (
        title, lead, body, content="articles", content_rowid='id', tokenize='unicode61 remove_diacritics 2')""",
    f"create trigger articles_fts_insert after insert on articles begin {_INSERT} end",
    f"create trigger articles_fts_delete after delete on articles begin {_DELETE} end",
    f"""create trigger articles_fts_update after update of id, title, lead, body on articles
        when old.id is not new.id or old.title is not new.title or old.lead is not new.lead
            or old.body is not new.body
        begin {_DELETE} {_INSERT} end""",
)


@MIGRATIONS()
def m001_first(db: Database) -> None:
    """Everything the first release keeps."""
    for statement in (*_TABLES, *_INDEXES, *_SEARCH):
        db.conn.execute(statement)
    db.conn.execute(f"pragma application_id = {APPLICATION_ID}")


@MIGRATIONS()
def m002_witnesses(db: Database) -> None:
    """Where else a portal names its articles: its home page, sitemaps, feeds. Each run writes its own rows."""
    db.conn.execute(
        """create table witnesses (
            run_id integer not null references runs(id), source text not null, native_id text not null,
            url text not null, primary key (run_id, source, native_id)) without rowid"""
    )


@MIGRATIONS()
def m003_signs(db: Database) -> None:
    """What each run found in its pages, so that the next can be held against it; and what was found amiss."""
    for statement in (
        """create table signs (
            run_id integer not null references runs(id), sign text not null, seen integer not null,
            held integer not null, example text not null, primary key (run_id, sign)) without rowid""",
        """create table layouts (
            run_id integer not null references runs(id), role text not null, pages integer not null,
            tokens text not null, primary key (run_id, role)) without rowid""",
        """create table alarms (
            run_id integer not null references runs(id), kind text not null, subject text not null,
            detail text not null, example text not null, since text not null,
            primary key (run_id, kind, subject)) without rowid""",
        "create index problems_url on problems (url)",
    ):
        db.conn.execute(statement)


@MIGRATIONS()
def m004_accepted(db: Database) -> None:
    """When a keeper said of a run's alarms that this is how the portal is now."""
    db.conn.execute("alter table runs add column accepted_at text")


@MIGRATIONS()
def m005_two_indexes(db: Database) -> None:
    """Full text as folded words and as published words, with the text of attachments."""
    fulltext.install(db.conn)


@MIGRATIONS()
def m006_again(db: Database) -> None:
    """What a second crawl leans on: how far each list was read, what left it, what was not there, which parser read."""
    for statement in (
        "alter table list_entries add column position integer not null default 0",
        "alter table list_entries add column left_run_id integer references runs(id)",
        "alter table coverage add column extent text not null default 'part'",
        "alter table witnesses add column changed text not null default ''",
        f"""create table walks (
            run_id integer not null references runs(id), category_id integer not null {_CATEGORY},
            extent text not null, primary key (run_id, category_id)) without rowid""",
        """create table absences (
            run_id integer not null references runs(id), portal text not null references portals(slug),
            native_id text not null, observed_at text not null, kind text not null, detail text not null,
            left_list integer not null, counts integer not null default 0, capture_id integer references captures(id),
            primary key (portal, native_id, run_id)) without rowid""",
        "create table about (name text primary key, value text not null) without rowid",
        "create index walks_category_id on walks (category_id, extent)",
        "create index absences_run_id on absences (run_id)",
        "create index absences_capture_id on absences (capture_id)",
        "create index list_entries_left_run_id on list_entries (left_run_id)",
    ):
        db.conn.execute(statement)


@MIGRATIONS()
def m007_imports(db: Database) -> None:
    """Which runs read a file that others made, and which file that was."""
    db.conn.execute(
        """create table imports (
            run_id integer primary key references runs(id), name text not null, sha256 text not null,
            bytes integer not null, about text not null default '')"""
    )
    db.conn.execute("create index imports_sha256 on imports (sha256)")


@MIGRATIONS()
def m008_files(db: Database) -> None:
    """Files and pictures: what became of each, the name it was sent under, and how often it was asked for.

    `attachments.filename` is the words of the link where these are a file's name, else the name it was sent under; the
    words of the link are in `label`.
    """
    for statement in (
        "alter table images add column state text",
        "alter table attachments add column state text",
        "alter table attachments add column label text not null default ''",
        "update attachments set label = filename",
        """create table files (
            portal text not null references portals(slug), url text not null, state text not null,
            tries integer not null, observed_at text not null, capture_id integer references captures(id),
            media_type text not null, bytes integer not null, sha256 text not null, sent_as text not null,
            primary key (portal, url)) without rowid""",
        "create index files_capture_id on files (capture_id)",
        "create index images_url on images (url)",
        "create index images_capture_id on images (capture_id)",
        "create index attachments_url on attachments (url)",
        "create index attachments_capture_id on attachments (capture_id)",
        "create index attachments_sha256 on attachments (sha256)",
    ):
        db.conn.execute(statement)


@MIGRATIONS()
def m009_near_copies(db: Database) -> None:
    """Near copies. What is stored already is compared later (`Archive.compare_stored`): that can take hours."""
    for statement in (
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
    ):
        db.conn.execute(statement)


@MIGRATIONS()
def m010_connections(db: Database) -> None:
    """How each host was spoken to: old portals speak old TLS and have broken certificates."""
    db.conn.execute(
        """create table connections (
            run_id integer not null references runs(id), host text not null, protocol text not null,
            cipher text not null, wrong text not null, address text not null,
            primary key (run_id, host, protocol, cipher, wrong, address)) without rowid"""
    )


@MIGRATIONS()
def m011_tallies(db: Database) -> None:
    """Numbers of articles by month, category and year, and indexes for what readers ask of all articles."""
    tallies.install(db.conn)


def apply(db: Database) -> None:
    """Bring the database to the newest step, wholly or not at all."""
    if MIGRATIONS.pending(db):
        with db.atomic():
            MIGRATIONS.apply(db)


def is_newer(db: Database) -> bool:
    """Whether the database has steps that this program does not know."""
    known = {step.name for step in MIGRATIONS.pending(Database(memory=True))}
    return any(step.name not in known for step in MIGRATIONS.applied(db))


@MIGRATIONS()
def m012_short_copies(db: Database) -> None:
    """Short texts are compared too, and names by how they are spelled: all are compared anew, later."""
    for table in ("texts", "text_buckets", "text_pairs"):
        db.conn.execute(f"delete from {table}")
    db.conn.execute(
        "insert or replace into about (name, value) select 'compared_up_to', '0' where exists (select 1 from articles)"
    )


@MIGRATIONS()
def m013_copies_elsewhere(db: Database) -> None:
    """What an imported record says of an original that is not in this archive, by the text of which it says so."""
    db.conn.execute(
        f"""create table copies_elsewhere (
            article_id integer not null {_ARTICLE}, original text not null, kind text not null,
            similarity real not null, is_first integer not null, content_sha256 text not null,
            primary key (article_id, original)) without rowid"""
    )
