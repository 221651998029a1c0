"""Which articles repeat others: nearly, exactly, or not at all though they fill in one form. Whatever the order."""

import hashlib
import itertools
import random
from pathlib import Path
from typing import Any

import pytest

from archive.dedup import Kind, compare, read, sketch, text_key
from archive.dedup.sketch import SCHEME
from archive.records import Page, PortalRecord, RunStart
from archive.store import Archive, sketches
from archive.store.copies import UP_TO
from tests.archive.make import article, capture, moment, opened, rows, shown, tables
from tests.bench import bulletins, notices

DICE = random.Random(7)
STORY = notices.news(DICE)
while len(read(*STORY)) < 250:
    STORY = notices.news(DICE)


def of(number: int, text: notices.Text, **changes: Any) -> Page:
    title, lead, body = text
    changes = {"published_at": f"2020-01-01T{number // 60:02d}:{number % 60:02d}+07:00"} | changes
    return shown(number, article(str(number), title=title, lead=lead, body=body, **changes))


def copies(archive: Archive) -> list[tuple[Any, ...]]:
    return rows(archive, "select article_id, original_id, kind, is_first from copies order by 1, 2")


@pytest.mark.parametrize("share", [0.01, 0.05, 0.15])
def test_an_edited_text_is_a_near_copy(tmp_path: Path, share: float) -> None:
    edited = notices.edited(random.Random(3), STORY, share)
    with opened(tmp_path, of(1, STORY), of(2, edited)) as archive:
        assert copies(archive) == [(2, 1, "near", 1)]
        assert rows(archive, "select duplicate_of from articles") == [(None,), (1,)]
        assert 0.55 < rows(archive, "select similarity from copies")[0][0] < 1


def test_an_excerpt_a_new_lead_and_another_headline_are_near_copies(tmp_path: Path) -> None:
    dice = random.Random(4)
    headline = ("Tin trong ngày", *STORY[1:])
    pages = (
        of(1, STORY),
        of(2, notices.excerpt(dice, STORY, 0.6)),
        of(3, notices.new_lead(dice, STORY)),
        of(4, headline),
    )
    with opened(tmp_path, *pages) as archive:
        assert [row[:3] for row in copies(archive)] == [(number, 1, "near") for number in (2, 3, 4)]


@pytest.mark.parametrize("form", notices.FORMS, ids=lambda form: form.__name__)
def test_two_notices_of_one_form_are_no_copies_but_a_reprinted_one_is(tmp_path: Path, form: Any) -> None:
    dice = random.Random(5)
    made = list(dict.fromkeys(form(dice) for _ in range(12)))
    reprinted = (made[0][0], made[0][1], f"{made[0][2]}\n\nTheo Báo Quảng Nam")
    with opened(tmp_path, *itertools.starmap(of, enumerate((*made, reprinted), 1))) as archive:
        assert copies(archive) == [(len(made) + 1, 1, "near", 1)]


def test_notices_that_differ_in_one_place_name_or_one_number_fill_in_a_form() -> None:
    text = "Phòng Kinh tế thông báo lịch tiêm phòng đàn gia súc, gia cầm tại xã {} trong {} ngày. Đề nghị bà con nhốt "
    text += "vật nuôi "
    text += "tại nhà để cán bộ thú y đến tiêm, mang theo sổ theo dõi và nộp phí theo quy định hiện hành của tỉnh."
    one = read("Thông báo", "", text.format("Quế Phú", 3))
    for place, days in (("Quế Long", 3), ("Hương An", 3), ("Quế Phú", 5)):
        assert compare(one, read("Thông báo", "", text.format(place, days)))[0] is Kind.TEMPLATE
    assert compare(one, read("Lịch tiêm", "", text.format("Quế Phú", 3).replace("bà con", "nhân dân")))[0] is Kind.NEAR


@pytest.mark.parametrize("edit", bulletins.EDITS, ids=lambda edit: edit.__name__)
def test_whatever_an_editor_does_to_a_text_it_is_a_near_copy(tmp_path: Path, edit: Any) -> None:
    dice = random.Random(4)
    stories = [bulletins.story(dice) for _ in range(5)]
    texts = [text for each in stories for text in (each, edit(dice, each))]
    with opened(tmp_path, *itertools.starmap(of, enumerate(texts, 1))) as archive:
        found = rows(archive, "select id, duplicate_of from articles where duplicate_of is not null order by id")
    assert found == [(number, number - 1) for number in range(2, 11, 2)]


def test_two_bulletins_of_one_form_are_no_copies_but_a_reprinted_one_is(tmp_path: Path) -> None:
    dice = random.Random(6)
    texts = [form(dice) for form in bulletins.FORMS for _ in range(12)]
    again = [dice.choice(bulletins.LIGHT[1:])(dice, text) for text in texts[::8]]
    with opened(tmp_path, *itertools.starmap(of, enumerate([*texts, *again], 1))) as archive:
        found = rows(archive, "select id, duplicate_of from articles where duplicate_of is not null order by id")
    assert found == [(len(texts) + 1 + number, 1 + 8 * number) for number in range(len(again))]


def test_a_short_text_is_a_copy_only_under_the_same_headline() -> None:
    title, body = "Nghỉ lễ", "Đề nghị các cơ quan, đơn vị nghiêm túc triển khai thực hiện, chi tiết xem tệp đính kèm."
    assert compare(read(title, "", body), read(title.upper(), "", f"{body} Theo báo tỉnh."))[0] is Kind.NEAR
    assert compare(read(title, "", body), read("Mời họp", "", body.upper()))[0] is None
    assert (
        compare(read(title, "", body), read(title, "", body.replace("nghiêm túc", "sớm").replace("chi tiết", "mời")))[0]
        is None
    )


COVERING = (
    "Ủy ban nhân dân xã Đồng Mít đăng tải toàn văn để bà con nhân dân trong xã được biết, "
    "nội dung chi tiết xem tại tệp đính kèm dưới đây."
)
HEADLINES = (
    "Kế hoạch phòng chống hạn mặn",
    "Quyết định công nhận hộ nghèo",
    "Danh sách cử tri thôn Trung",
    "Thông báo",
)


@pytest.mark.parametrize("more", ["", " Mọi ý kiến xin gửi về văn phòng trong giờ hành chính, trân trọng cảm ơn." * 3])
def test_documents_with_one_covering_sentence_are_no_copies(tmp_path: Path, more: str) -> None:
    texts = [(headline, "", COVERING + more) for headline in HEADLINES]
    with opened(tmp_path, *itertools.starmap(of, enumerate(texts, 1))) as archive:
        assert copies(archive) == []
    again = ("Xã Đồng Mít đăng tải toàn văn", "", COVERING + more)
    assert compare(read(*again), read(*texts[0]))[0] is Kind.NEAR, "the text speaks of what the headline says"


def test_a_name_is_the_same_with_another_i_or_an_initial() -> None:
    said = f"{STORY[2]} Ông Nguyễn Thị Lý nói. Bà Trần Hữu Quý khen. Ông Vũ Mỹ vui."
    respelled = said.replace("Thị Lý", "T. Lí").replace("Hữu Quý", "H. Quí").replace("Mỹ", "Mĩ")
    assert compare(read("Tin", "", said), read("Tin", "", respelled))[0] is Kind.NEAR


def test_the_first_of_all_portals_and_the_first_of_its_own(tmp_path: Path) -> None:
    edited = [notices.edited(random.Random(seed), STORY, 0.03) for seed in (1, 2)]
    with opened(tmp_path) as archive:
        archive.begin_run(RunStart("other", moment(1)))
        archive.store(Page(2, portal=PortalRecord("other")))
        archive.store(of(2, edited[0]))
        archive.store(of(3, edited[0]))
        archive.store(of(4, edited[1]))
        title, lead, body = STORY
        first = article("1", portal="other", title=title, lead=lead, body=body, published_at="2019-12-31")
        archive.store(Page(2, capture(5, 2), article=first))
        assert copies(archive) == [
            (2, 5, "near", 1),
            (3, 2, "exact", 0), (3, 5, "near", 1),
            (4, 2, "near", 0), (4, 5, "near", 1),
        ]  # fmt: skip


def test_of_a_story_that_everybody_reprints_there_is_one_original(tmp_path: Path) -> None:
    dice = random.Random(6)
    texts = [STORY, *(notices.edited(dice, STORY, dice.choice((0.01, 0.03, 0.05))) for _ in range(40))]
    numbers = list(range(1, len(texts) + 1))
    dice.shuffle(numbers)
    with opened(tmp_path, *(of(number, texts[number - 1]) for number in numbers)) as archive:
        assert rows(archive, "select duplicate_of, count(*) from articles group by 1") == [(None, 1), (1, 40)]


def crowd(dice: random.Random) -> list[Page]:
    """Pages of one crawl: a chain of copies, a crowd of copies, forms and copies of forms, revisions."""
    texts = [STORY]
    for _ in range(7):
        texts.append(notices.edited(dice, texts[-1], 0.12))
    texts += [notices.edited(dice, STORY, 0.01) for _ in range(12)]
    weather, planning = notices.FORMS[4], notices.FORMS[7]
    for form in (weather, planning):
        forms = list(dict.fromkeys(form(dice) for _ in range(14)))
        texts += [*forms, notices.edited(dice, forms[3], 0.02), notices.edited(dice, forms[9], 0.02), forms[5]]
    dice.shuffle(texts)
    dates = [None if dice.random() < 0.1 else f"2020-01-{dice.randint(1, 28):02d}" for _ in texts]
    pages = [
        of(number, text, published_at=date) for number, (text, date) in enumerate(zip(texts, dates, strict=True), 1)
    ]
    for number in range(len(texts) + 1, len(texts) + 13):
        title, lead, body = dice.choice(texts)
        again = article(str(dice.randint(1, len(texts))), title=title, lead=lead, body=body, published_at="2020-01-15")
        pages.append(shown(number, again))
    return pages


@pytest.mark.slow
@pytest.mark.parametrize("few", [sketches._FEW, 8], ids=["buckets at once", "bucket by bucket"])
def test_the_order_of_storing_plays_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    monkeypatch.setattr(sketches, "_FEW", few)
    dice = random.Random(11)
    pages = crowd(dice)
    wanted = None
    for attempt in range(3):
        with opened(tmp_path / str(attempt), *pages) as archive:
            wanted = wanted or tables(archive)
            assert tables(archive) == wanted
            assert_pairs_are_those_of_neighbours(archive)
        dice.shuffle(pages)
    assert len(wanted["copies"]) > 5


def assert_pairs_are_those_of_neighbours(archive: Archive) -> None:
    """Every two neighbours in some bucket were compared, and nobody else."""
    buckets: dict[int, list[tuple[int, int]]] = {}
    readings = {
        text_key(sha): read(*text)
        for sha, *text in rows(archive, "select content_sha256, title, lead, body from articles")
    }
    for text, reading in readings.items():
        made = sketch(reading)
        for bucket, place in made.buckets(text).items() if made else ():
            buckets.setdefault(bucket, []).append((place, text))
    met = set()
    for members in buckets.values():
        members.sort()
        for distance in range(1, sketches.NEIGHBOURS + 1):
            met |= {(one, other) for (_, one), (_, other) in zip(members, members[distance:], strict=False)}
    near = {pair for pair in met if compare(readings[pair[0]], readings[pair[1]])[0] is Kind.NEAR}
    pairs = set(rows(archive, "select one, other from text_pairs"))
    assert pairs == near | {(other, one) for one, other in near}


def test_an_archive_older_than_near_copies_is_compared_bit_by_bit(tmp_path: Path) -> None:
    pages = crowd(random.Random(12))
    with opened(tmp_path / "whole", *pages) as archive:
        wanted = tables(archive)
    with opened(tmp_path / "older", *pages) as archive:
        for table in ("texts", "text_buckets", "text_pairs", "copies"):
            archive.db.execute(f"delete from {table}")
        archive.db.execute("update articles set duplicate_of = null")
        archive.db.execute("insert into about (name, value) values (?, '0')", [UP_TO])
        left = [archive.compare_stored(20) for _ in range(5)]
        assert left[0] > left[1] > left[-1] == 0
        assert tables(archive) == wanted


def test_a_copy_that_is_mended_leaves_its_original(tmp_path: Path) -> None:
    edited = notices.edited(random.Random(3), STORY, 0.05)
    other = notices.news(random.Random(8))
    again = article("2", title=other[0], lead=other[1], body=other[2])
    with opened(tmp_path, of(1, STORY), of(2, edited), shown(3, again)) as archive:
        assert copies(archive) == []
        assert rows(archive, "select count(*) from texts") == [(2,)]
        assert rows(archive, "select count(*) from text_buckets") == [(64,)]
        assert rows(archive, "select duplicate_of from articles") == [(None,), (None,)]


def test_no_chain_makes_copies_of_texts_that_have_nothing_in_common(tmp_path: Path) -> None:
    dice = random.Random(2)
    texts = [STORY]
    for _ in range(12):
        texts.append(notices.edited(dice, texts[-1], 0.15))
    with opened(tmp_path, *itertools.starmap(of, enumerate(texts, 1))) as archive:
        sides = "a.title, a.lead, a.body, o.title, o.lead, o.body"
        found = rows(archive, f"select {sides} from articles a, articles o where o.id = a.duplicate_of")
        assert len(found) > 5
        assert all(compare(read(*row[:3]), read(*row[3:]))[0] is Kind.NEAR for row in found)


def test_sketches_are_those_of_their_scheme() -> None:
    """Sketches of two schemes do not mix: if this fails after an upgrade of rensa, count SCHEME up."""
    made = sketch(read("Tiêu đề", "", " ".join(f"từ {number} Quế Sơn" for number in range(40))))
    assert made is not None
    digest = hashlib.sha256(made.signature + made.places + made.numbers).hexdigest()
    assert (SCHEME, digest[:16]) == (1, "cff99f8aab6761f4")
