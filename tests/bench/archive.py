"""How fast pages become records and rows, and how fast they are found and read back. Pages are made up."""

import random
import tempfile
from collections.abc import Callable
from itertools import product
from pathlib import Path
from time import process_time

from archive.notes import Note
from archive.records import Article, Capture, Category, Entry, Image, ListPage, Page, RunStart
from archive.search import search
from archive.store import Archive
from archive.warc import Exchange, WarcWriter, read_all

PAGES = 2000
RECORDS = 400
SYLLABLES = ["".join(parts) for parts in product("bcdđhlmnstvx", "aăâeêioôơuư", ("", "n", "ng", "m", "t"))]


def prose(dice: random.Random, words: int) -> str:
    """Syllables with roughly the frequencies of a language: few common, many rare."""
    return " ".join(SYLLABLES[min(int(dice.expovariate(0.02)), len(SYLLABLES) - 1)] for _ in range(words))


def pages(dice: random.Random) -> list[Page]:
    made = []
    for number in range(1, PAGES + 1):
        url = f"http://queson.example/{number}"
        capture = Capture(number, 1, url, "2026-01-01T00:00:00Z", 200, "text/html", f"{number:064x}", "f", number, 1)
        if number % 20 == 1:
            entries = tuple(Entry(str(each), f"{url}/{each}", "Bài") for each in range(number, number + 20))
            listing = ListPage("http://queson.example/", number, url, entries=entries)
            made.append(Page(1, capture, category=Category("http://queson.example/", "Tin"), listing=listing))
        else:
            body = "\n\n".join(prose(dice, 60) for _ in range(8))
            images = tuple(Image(f"{url}/{each}.jpg") for each in range(3))
            article = Article(
                "queson", str(number), url, prose(dice, 10), prose(dice, 30), body, view_count=1, images=images
            )
            made.append(Page(1, capture, article=article))
    return made


def exchanges(dice: random.Random) -> list[Exchange]:
    """Pages of 45 KB: half menus, half text."""
    item = '<li class="menu-item level-2"><a class="menu-link" href="/{}">{}</a></li>\n'
    menu = "".join(item.format(prose(dice, 2), prose(dice, 4)) for _ in range(300))
    headers = (("Content-Type", "text/html; charset=utf-8"), ("Server", "Microsoft-IIS/8.5"))
    made = []
    for number in range(RECORDS):
        url, body = f"http://queson.example/{number}", f"{menu}<p>{prose(dice, 3000)}</p>".encode()[:45_000]
        answer = (200, "OK", headers, body, "127.0.0.1", "2026-01-01T00:00:00Z")
        note = Note(1, number, {"role": "article"})
        made.append(Exchange(url, "GET", (("User-Agent", "queson"),), b"", *answer, note=note))
    return made


def per_second(count: int, work: Callable[[], object]) -> float:
    begun = process_time()
    work()
    return count / (process_time() - begun)


def run() -> list[tuple[str, float, str]]:
    dice = random.Random(1)
    sent, brought = exchanges(dice), pages(dice)
    with tempfile.TemporaryDirectory() as name, Archive.open(Path(name)) as archive:
        archive.begin_run(RunStart("queson", "2026-01-01T00:00:00Z"))
        writer = WarcWriter(archive.warc, software="bench", find_payload=archive.find_payload)
        queries = [prose(dice, 3) for _ in range(50)]
        figures = [
            ("exchanges written to WARC", per_second(RECORDS, lambda: [writer.write(each) for each in sent]), "1/s"),
            ("exchanges read back", per_second(RECORDS, lambda: sum(1 for _ in read_all(archive.warc))), "1/s"),
            ("pages stored", per_second(PAGES, lambda: [archive.store(each) for each in brought]), "1/s"),
            ("searches of three words", per_second(50, lambda: [search(archive, each) for each in queries]), "1/s"),
        ]
        writer.close()
    return figures
