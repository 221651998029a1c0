"""Whether a portal reads the same with what half of its articles told as with what all of them told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archive import captures, portals
from archive.store import Archive
from archive.warc import Place, read_at
from queson_crawler.parse.answer import Answer
from queson_crawler.parse.article.furniture import Template
from queson_crawler.parse.article.reading import region_blocks
from queson_crawler.portals import Portal
from queson_crawler.profile.furniture import learn_furniture
from queson_crawler.profile.profile import Profile
from queson_crawler.profile.regions import Region
from queson_crawler.profile.titles import learn_title
from queson_crawler.understand import judge
from queson_crawler.understand.reader import answer_of
from queson_crawler.understand.tasks import Task, task_of

Asked = tuple[Task, Answer]


def unstable(folder: Path, step: int = 1) -> list[str]:
    """The addresses of articles, of every `step`th, that read otherwise with the furniture of the other half of them
    than with that of all."""
    with Archive.open(folder) as archive:
        ((slug, start),) = portals.stored(archive)
        profile = Profile.of(Portal(slug, start), portals.platform_of(archive, slug))
        asked = list(_asked(archive, slug, step))
    regions = [region_blocks(answer.document(), profile.platform.article) for _, answer in asked]
    assert len(regions) > 1
    whole = profile.sharing(_learned(regions))
    found: list[str] = []
    for first in (0, 1):
        half = profile.sharing(_learned(regions[first::2]))
        for task, answer in asked[1 - first :: 2]:
            if judge.read(answer, task, half).result != judge.read(answer, task, whole).result:
                found.append(task.url)
    return found


def _learned(regions: list[Region]) -> Template:
    return Template(learn_furniture(regions), learn_title(regions))


def _asked(archive: Archive, slug: str, step: int) -> Iterator[Asked]:
    for capture in captures.of_articles(archive, slug)[::step]:
        place = Place(capture.warc_file, capture.warc_offset, capture.warc_length)
        exchange = read_at(archive.warc, place).exchange
        yield task_of(exchange.url, exchange.task), answer_of(exchange)
