"""The tables, as append-only migrations: the only DDL. A step that was released is never edited; add another.

Beside the tables researchers rely on there is bookkeeping that makes a row independent of the order in which
concurrent pages were stored. ``capture_id`` in `categories`, `articles` and `list_entries`, and ``shown_by`` in
`images` and `attachments` (whose own ``capture_id`` is that of the fetched file), are the newest capture that described
the row; ``captures.content_sha256`` is the text an article had in that capture. Ids that come from capture ids may
become smaller when an earlier capture is stored later, so every reference to them cascades.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.sqlite import Database, Migrations
from archive.steps import (
    counts,
    document_revisions,
    documents,
    first,
    fleet,
    full_text,
    near_copies,
    page_files,
    pages,
    resources,
    troubles,
)

MIGRATIONS = Migrations("queson")
APPLICATION_ID = 0x51534F4E
"""``QSON`` in the file's header: how an archive.db is told from any other SQLite file."""
_STEP = re.compile(r"m\d{3}\w*")
"""How steps are called."""

_ARTICLE = "references articles(id) on update cascade"
_CATEGORY = "references categories(id) on update cascade"


def apply(db: Database) -> None:
    """Bring the database to the newest step, wholly or not at all."""
    if MIGRATIONS.pending(db):
        with db.atomic():
            MIGRATIONS.apply(db)


def is_older(db: Database) -> bool:
    """Whether the database lacks steps that this program has."""
    return bool(MIGRATIONS.pending(db))


def is_newer(db: Database) -> bool:
    """Whether the database has all steps that this program knows, and further ones behind them."""
    names = _applied(db)
    further = names[len(_known()) :]
    return names[: len(_known())] == _known() and bool(further) and all(map(_is_step, further))


def is_altered(db: Database) -> bool:
    """Whether the list of steps is none that any queson writes: they are taken one after the other."""
    names = _applied(db)
    return names != _known()[: len(names)] and not is_newer(db)


def _known() -> list[str]:
    """The names of all steps, in their order."""
    return [step.name for step in MIGRATIONS.pending(Database(memory=True))]


def _applied(db: Database) -> list[str]:
    """The names of the steps that a database has taken, those that are known here in their order."""
    known = _known()
    names = [str(step.name) for step in MIGRATIONS.applied(db)]
    return [*filter(names.__contains__, known), *filter(lambda name: name not in known, names)]


def _is_step(name: str) -> bool:
    return _STEP.fullmatch(name) is not None


def _execute(db: Database, statements: Iterable[str]) -> None:
    for statement in statements:
        db.conn.execute(statement)


@MIGRATIONS()
def m001_first(db: Database) -> None:
    """Everything the first release keeps."""
    _execute(db, first.STATEMENTS)
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
    statements = (
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
    )
    _execute(db, statements)


@MIGRATIONS()
def m004_accepted(db: Database) -> None:
    """When a keeper said of a run's alarms that this is how the portal is now."""
    db.conn.execute("alter table runs add column accepted_at text")


@MIGRATIONS()
def m005_two_indexes(db: Database) -> None:
    """Full text as folded words and as published words, with the text of attachments."""
    _execute(db, full_text.STATEMENTS)


@MIGRATIONS()
def m006_again(db: Database) -> None:
    """What a second crawl leans on: how far each list was read, what left it, what was not there, which parser read."""
    statements = (
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
    )
    _execute(db, statements)


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
    statements = (
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
    )
    _execute(db, statements)


@MIGRATIONS()
def m009_near_copies(db: Database) -> None:
    """Near copies. What is stored already is compared later (`Archive.compare_stored`): that can take hours."""
    _execute(db, near_copies.STATEMENTS)


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
    _execute(db, counts.STATEMENTS)


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


@MIGRATIONS()
def m014_profiles(db: Database) -> None:
    """What the pages of each portal told together, as it was learned last: JSON of `events.ProfileLearned`."""
    db.conn.execute(
        """create table profiles (
            portal text primary key references portals(slug) on update cascade,
            run_id integer not null references runs(id), learned_at text not null, content text not null
        ) without rowid"""
    )


@MIGRATIONS()
def m015_recognised(db: Database) -> None:
    """What a program read of scans, by the digest of their bytes, and how sure it was."""
    db.conn.execute(
        """create table recognised (
            sha256 text primary key, run_id integer not null references runs(id), recognised_at text not null,
            text text not null, confidence real not null, pages integer not null, engine text not null,
            problem text not null) without rowid"""
    )
    db.conn.execute("create index recognised_run_id on recognised (run_id)")
    db.conn.execute("alter table attachments add column confidence real")


@MIGRATIONS()
def m016_documents(db: Database) -> None:
    """Legal documents, what lists and pages say of each, their files, and which texts name which numbers."""
    _execute(db, documents.STATEMENTS)


@MIGRATIONS()
def m017_resources(db: Database) -> None:
    """Style sheets, scripts, fonts, icons and pictures that pages are shown with: where they are, and what became of
    each."""
    _execute(db, resources.STATEMENTS)


@MIGRATIONS()
def m018_fleet(db: Database) -> None:
    """The keeper's list of portals: what was decided of each, and how its crawls stand."""
    _execute(db, fleet.STATEMENTS)


@MIGRATIONS()
def m019_pages(db: Database) -> None:
    """Pages that are neither lists nor news, every address at which a portal may have one, and the bounds within which
    they were asked for."""
    _execute(db, pages.STATEMENTS)


@MIGRATIONS()
def m020_document_revisions(db: Database) -> None:
    """What portals changed legal documents to, and which other documents their files name."""
    _execute(db, document_revisions.STATEMENTS)


@MIGRATIONS()
def m021_troubles(db: Database) -> None:
    """What is wrong with each portal now: what the keeper was told of it, and what was accepted."""
    _execute(db, troubles.STATEMENTS)


@MIGRATIONS()
def m022_page_files(db: Database) -> None:
    """The files of pages that are neither lists nor news, and their text in the index of these pages."""
    _execute(db, page_files.STATEMENTS)


@MIGRATIONS()
def m023_files_once_offered(db: Database) -> None:
    """Files that a document named once and names no more."""
    db.conn.execute("alter table document_files add column offered integer not null default 1")
