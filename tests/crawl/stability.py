"""Whether a portal reads the same with what half of its articles told as with what all of them told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from archive import captures, portals
from archive.store import Archive
from archive.warc import Place, read_at
from queson_crawler.parse.answer import Answer
from queson_crawler.parse.article.field_places import NO_FIELDS, Fields
from queson_crawler.parse.article.furniture import Sibling, Template
from queson_crawler.parse.article.reading import sibling_of
from queson_crawler.portals import Portal
from queson_crawler.profile.fields import learn_fields
from queson_crawler.profile.furniture import learn_furniture
from queson_crawler.profile.profile import Profile
from queson_crawler.profile.titles import learn_title
from queson_crawler.understand import judge
from queson_crawler.understand.reader import answer_of
from queson_crawler.understand.tasks import Task, task_of

Asked = tuple[Task, Answer]


def unstable(folder: Path, step: int = 1) -> list[str]:
    """The addresses of articles, of every `step`th, that read otherwise with what the other half of them told than
    with what all did."""
    with Archive.open(folder) as archive:
        ((slug, start),) = portals.stored(archive)
        profile = Profile.of(Portal(slug, start), portals.platform_of(archive, slug))
        asked = list(_asked(archive, slug, step))
    siblings = [sibling_of(answer.document(), profile.platform.article) for _, answer in asked]
    assert len(siblings) > 1
    whole = profile.sharing(_learned(siblings))
    found: list[str] = []
    for first in (0, 1):
        half = profile.sharing(_learned(siblings[first::2]))
        for task, answer in asked[1 - first :: 2]:
            if judge.read(answer, task, half).result != judge.read(answer, task, whole).result:
                found.append(task.url)
    return found


def _learned(siblings: list[Sibling]) -> Template:
    regions = [sibling.region for sibling in siblings]
    furniture = learn_furniture(regions)
    fields = learn_fields(regions, [sibling.seen for sibling in siblings], furniture, NO_FIELDS)
    return Template(furniture, learn_title(regions), Fields(fields))


def _asked(archive: Archive, slug: str, step: int) -> Iterator[Asked]:
    for capture in captures.of_articles(archive, slug)[::step]:
        place = Place(capture.warc_file, capture.warc_offset, capture.warc_length)
        exchange = read_at(archive.warc, place).exchange
        yield task_of(exchange.url, exchange.task), answer_of(exchange)
