"""Golden pages: every page in tests/portals/<portal>/ is understood as its JSON says. A new portal is new files only.

The folder's name is the portal's slug: its pages are read with its own file, the one that is shipped under that name or
`<slug>.toml` beside the pages. Where there is none, with nothing but the platform.

A page is `<name>.html` or `<name>.html.gz`; beside it `<name>.json`, whose first keys say what was asked: `url`,
`role` (article, list, page), and where it matters `platform`, `status`, `charset`. Without a `platform` the page tells.
`is_a` is `article`, `listing` or the kind of problem. Where the JSON is missing, the test writes what was understood
and fails: read it as a reader of the page would, put it right, commit it.

A key that a JSON lacks is null: a new field is written down only of pages that have it.

`parsed.json` records what each page gave under which `PARSER`: a change of what is read demands another one.
"""

import difflib
import gzip
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from archive.records import Article, Capture
from queson_crawler.parse.answer import Answer
from queson_crawler.parse.links import Links
from queson_crawler.parse.results import Listing, NotContent, RawArticle, Redirect
from queson_crawler.platforms import detect
from queson_crawler.portals import Portal, resolve, shipped
from queson_crawler.understand.reader import PARSER, Reader
from queson_crawler.understand.steps import normalised
from queson_crawler.understand.tasks import Role, task_of

FOLDER = Path(__file__).parent / "portals"
RECORD = FOLDER / "parsed.json"
PAGES = {
    str(path.relative_to(FOLDER).with_suffix("" if path.suffix == ".html" else ".html")).removesuffix(".html"): path
    for path in sorted([*FOLDER.glob("*/*.html"), *FOLDER.glob("*/*.html.gz")])
}
ASKED = ("url", "platform", "status", "charset", "role")
TEXTS = ("native_id", "title", "lead", "body", "author", "poster", "source")
TIMES = ("published_at", "published_precision", "published_raw", "view_count")


def portal_of(slug: str, asked: dict[str, Any], answer: Answer) -> Portal:
    """The portal as its own file describes it; without a file, one of the page's platform."""
    file = FOLDER / slug / f"{slug}.toml"
    if file.is_file():
        return resolve(str(file))
    if slug in shipped():
        return resolve(slug)
    platform = asked.get("platform") or detect(answer.document()).name
    return Portal("golden", asked["url"], platform=platform)


def understood(slug: str, body: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    """What the whole pure flow makes of a page of a portal: reading, then text as it is stored."""
    note = {"role": asked["role"], "listed": True}
    if asked["role"] == Role.LIST:
        note |= {"category": asked["url"], "number": 1}
    task = task_of(asked["url"], note)
    answer = Answer(asked["url"], asked.get("status", 200), body, charset=asked.get("charset"))
    reader = Reader(portal_of(slug, asked, answer), 1)
    capture = Capture(1, 1, asked["url"], "2026-01-01T00:00:00Z", answer.status, "text/html", "", "", 0, 0)
    read, page = reader.read(task, answer, capture)
    page = normalised(page)
    match read.result:
        case Listing():
            listed = [[each.native_id, each.url, each.title] for each in page.listing.entries] if page.listing else []
            found = {"is_a": "listing", **_of_listing(read.result), "entries": listed}
        case RawArticle() if page.article is not None:
            found = {"is_a": "article", **_of_article(page.article)}
        case RawArticle() as article:
            found = {"is_a": "article of another page", "title": article.title}
        case NotContent() as refusal:
            found = {"is_a": str(refusal.why)}
        case Redirect() as redirect:
            found = {"is_a": "redirect", "target": redirect.target}
    return found | (_of_links(read.links) if task.role is Role.PAGE and read.links != Links() else {})


def _of_article(article: Article) -> dict[str, Any]:
    whole = {name: getattr(article, name) for name in (*TEXTS, *TIMES)}
    whole["body"] = article.body.split("\n\n") if article.body else []
    whole["images"] = [[image.url, image.caption] for image in article.images]
    whole["attachments"] = [[file.url, file.filename] for file in article.attachments]
    return whole


def _of_listing(listing: Listing) -> dict[str, Any]:
    """The totals a list declares, and the way to the page after this one."""
    pager = listing.pager
    link = pager.link((pager.current or 1) + 1) if pager.last is None or (pager.current or 1) < pager.last else None
    following = None if link is None else {"number": link.number, "url": link.url}
    if link is not None and link.postback is not None:
        following |= {"target": link.postback.target, "argument": link.postback.argument}
    return {
        "title": listing.title,
        "declared_total": listing.declared_total,
        "declared_range": list(listing.declared_range) if listing.declared_range else None,
        "page": pager.current,
        "pages": pager.last,
        "following": following,
    }


def _of_links(links: Links) -> dict[str, Any]:
    return {
        "mentions": [entry.native_id for entry in links.mentions],
        "candidates": [[candidate.url, candidate.title] for candidate in links.candidates],
    }


def differences(expected: dict[str, Any], found: dict[str, Any]) -> str:
    """What a person needs to see: for each key that differs, its lines. Of another kind of page, only what it is."""
    lines: list[str] = []
    if expected.get("is_a") != found.get("is_a"):
        expected = {key: expected.get(key) for key in ("is_a", "title")}
        found = {key: found.get(key) for key in ("is_a", "title")}
    for key in dict.fromkeys((*expected, *found)):
        left, right = expected.get(key), found.get(key)
        if left == right:
            continue
        lines.append(f"{key}:")
        lines += [f"  {line}" for line in difflib.ndiff(_lines(left), _lines(right)) if line[0] in "+-"]
    return "\n".join(lines)


def _lines(value: Any) -> list[str]:
    if not isinstance(value, list):
        return [json.dumps(value, ensure_ascii=False)]
    return [json.dumps(each, ensure_ascii=False) for each in value]


def golden(name: str) -> tuple[bytes, Path]:
    """The bytes of a page and where what is expected of it stands."""
    path = PAGES[name]
    body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return body, FOLDER / f"{name}.json"


def guess(name: str) -> dict[str, Any]:
    """What to ask about a page that nothing is said of: its name, or that of its folder, tells its role."""
    folder, _, page = name.rpartition("/")
    role = Role.ARTICLE
    if folder == "lists" or Role.LIST in page:
        role = Role.LIST
    elif Role.PAGE in page:
        role = Role.PAGE
    return {"url": f"http://{folder}.example/{page}-12345.html", "role": role}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_understood_as_a_reader_would(name: str) -> None:
    body, file = golden(name)
    slug = name.partition("/")[0]
    if not file.exists():
        asked = guess(name)
        whole = json.dumps(asked | understood(slug, body, asked), ensure_ascii=False, indent=2)
        file.write_text(whole + "\n", "utf-8")
        pytest.fail(f"written, look at it: {file.relative_to(FOLDER)}", pytrace=False)
    whole = json.loads(file.read_text("utf-8"))
    asked = {key: value for key, value in whole.items() if key in ASKED}
    expected = {key: value for key, value in whole.items() if key not in ASKED}
    if different := differences(expected, understood(slug, body, asked)):
        pytest.fail(f"{file.relative_to(FOLDER)} (- expected, + understood)\n{different}", pytrace=False)


def test_every_expectation_has_a_page() -> None:
    names = {str(path.relative_to(FOLDER).with_suffix("")) for path in FOLDER.glob("*/*.json")}
    assert names <= set(PAGES)


def test_a_portals_own_file_decides_how_its_pages_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    body, file = golden("generic/short-notice")
    asked = {key: value for key, value in json.loads(file.read_text("utf-8")).items() if key in ASKED}
    monkeypatch.setitem(globals(), "FOLDER", tmp_path)
    assert understood("own", body, asked)["native_id"] != "nghi-tet"
    (tmp_path / "own").mkdir()
    (tmp_path / "own/own.toml").write_text(f'start = "{asked["url"]}"\nids = "/(nghi-tet)-"\n', "utf-8")
    assert understood("own", body, asked)["native_id"] == "nghi-tet"


def parsed(whole: dict[str, Any]) -> str:
    """A digest of what a page gives: of an article every field, of any other page what it is."""
    told = {key: value for key, value in whole.items() if key not in ASKED}
    if told.get("is_a") != "article":
        told = {"is_a": told.get("is_a")}
    return sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def test_another_reading_of_the_same_bytes_is_another_parser() -> None:
    """Archives are read again when PARSER is raised; if it is not, they keep what was read before."""
    now = {name: parsed(json.loads(golden(name)[1].read_text("utf-8"))) for name in PAGES if golden(name)[1].exists()}
    recorded = json.loads(RECORD.read_text("utf-8"))
    before = recorded["pages"] if recorded["parser"] == PARSER else {}
    changed = [name for name, digest in now.items() if before.get(name, digest) != digest]
    if changed:
        pytest.fail(
            f"raise PARSER in understand/reader.py: {', '.join(changed)} read otherwise than under {PARSER!r}. "
            f"A page that nobody has committed yet needs none: take its line out of {RECORD.name}",
            pytrace=False,
        )
    if before != now:
        RECORD.write_text(json.dumps({"parser": PARSER, "pages": now}, indent=1) + "\n", "utf-8")
        pytest.fail(f"written, commit it: tests/portals/{RECORD.name}", pytrace=False)
