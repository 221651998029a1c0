"""What is learned as furniture from the pages of a portal's articles, and what stays content."""

from collections.abc import Callable, Sequence

from queson_crawler.parse.article.furniture import ANY_WORDS, FurnitureKey, RegionBlock, Template
from queson_crawler.parse.article.reading import explain_article, region_blocks
from queson_crawler.parse.document import Document
from queson_crawler.parse.results import RawArticle
from queson_crawler.profile.changes import learn_changes
from queson_crawler.profile.furniture import learn_furniture
from queson_crawler.profile.regions import MIN_PAGES
from queson_crawler.profile.siblings import Siblings
from queson_crawler.profile.titles import learn_title

FOLLOW = "Hãy theo dõi trang của xã trên mạng xã hội để nhận tin nhanh nhất mỗi ngày."
PLACES = ("Đông", "Tây", "Nam", "Bắc", "Thượng", "Hạ", "Trung", "An", "Bình", "Phú", "Lộc", "Thọ")
BESIDE = "<div class=chan>Xã Suối Mơ trân trọng giới thiệu</div>"
BOX = "div.noidung>div.theo>p"
Draw = Callable[[str], str]


def document(place: str, inside: str) -> Document:
    text = (
        f"<h1>Khánh thành cầu {place} Sơn qua suối lớn</h1><p>Ngày đăng: 14/05/2021</p><div class=noidung>"
        f"<p>Sáng nay, nhân dân thôn {place} Sơn dự lễ khánh thành cây cầu mới dài bốn mươi mét qua suối.</p>"
        f"{inside}<p>Trưởng thôn {place} Sơn cảm ơn các hộ đã góp đất, góp công trong hai năm thi công.</p></div>"
    )
    return Document("http://suoimo.example/a", f"<html><body>{text}</body></html>")


def pages(draw: Draw, places: Sequence[str] = PLACES) -> list[tuple[RegionBlock, ...]]:
    return [region_blocks(document(place, draw(place))) for place in places]


def learned(draw: Draw, places: Sequence[str] = PLACES) -> set[str]:
    return {key.words for key in learn_furniture(pages(draw, places))}


def set_apart(_: str) -> str:
    return f"<div class=theo><p>{FOLLOW}</p></div>"


def test_a_block_set_apart_on_all_pages_is_furniture_and_leaves_the_text() -> None:
    furniture = learn_furniture(pages(set_apart))
    assert [key.words for key in furniture] == [FOLLOW.casefold().rstrip(".")]
    read = explain_article(document("Mới", set_apart("")), template=Template(furniture)).result
    assert isinstance(read, RawArticle)
    assert FOLLOW not in read.body
    assert read.body.count("Mới Sơn") == 2


def test_a_block_set_apart_may_be_called_as_what_holds_the_article() -> None:
    """In the text each page tells another number, which only a box of its own shows to be none of it."""
    drawn: list[tuple[RegionBlock, ...]] = []
    for place in PLACES:
        plain = document(place, f"<div class=theo><p>Đang truy cập: {len(drawn) + 20}</p></div>")
        wrapped = plain.text.replace("<body>", "<body><div class=theo>").replace("</body>", "</div></body>")
        drawn.append(region_blocks(Document(plain.url, wrapped)))
    assert learn_furniture(drawn)


def test_a_line_of_the_text_itself_is_none_however_often_it_recurs() -> None:
    assert not learned(lambda _: "<p>Nơi nhận: Như trên; lưu văn thư của Ủy ban nhân dân huyện.</p>")


def test_what_many_but_not_nearly_all_pages_show_is_content() -> None:
    assert not learned(lambda place: set_apart(place) if place in PLACES[:10] else "")
    assert learned(lambda place: set_apart(place) if place in PLACES[:11] else "")


def test_copies_of_one_article_teach_nothing() -> None:
    assert not learned(set_apart, [PLACES[0]] * 20)
    assert not learned(set_apart, PLACES[: MIN_PAGES - 1])
    assert learned(set_apart, PLACES[:MIN_PAGES])


def test_numbers_in_a_block_may_differ_from_page_to_page() -> None:
    assert learned(lambda place: f"<div class=theo><p>{FOLLOW} {len(place)} người theo dõi</p></div>")


def test_half_of_the_pages_teach_the_same_as_all() -> None:
    drawn = pages(set_apart, [f"{one} {other}" for one in PLACES for other in PLACES[:2]])
    assert learn_furniture(drawn) == learn_furniture(drawn[::2]) == learn_furniture(drawn[1::2])


def test_a_line_that_ends_or_begins_nearly_all_texts_is_none_of_them() -> None:
    line = f"<p>{FOLLOW}</p>"

    def ending(place: str) -> tuple[RegionBlock, ...]:
        doc = document(place, "")
        return region_blocks(Document(doc.url, doc.text.replace("</div>", f"{line}</div>")))

    def beginning(place: str) -> tuple[RegionBlock, ...]:
        doc = document(place, "")
        return region_blocks(Document(doc.url, doc.text.replace("<div class=noidung>", f"<div class=noidung>{line}")))

    for drawn in (ending, beginning):
        found = learn_furniture([drawn(place) for place in PLACES])
        assert [key.words for key in found] == [FOLLOW.casefold().rstrip(".")]
        assert not learn_furniture([drawn(place) for place in PLACES[:11]]), "too few pages to tell it from text"


def test_the_title_stands_where_sibling_pages_have_theirs() -> None:
    assert learn_title(pages(set_apart)).endswith("h1")
    lead = "Sáng nay, nhân dân trong xã dự lễ khánh thành cây cầu mới dài bốn mươi mét qua suối lớn của xã"
    side = "<ul><li><a href='/khac'>Tuyển viên chức</a></li></ul>"
    text = (
        f"{side}<h1>Tuyển viên chức</h1><p>Người đăng: Lan</p><h2 class=tom-tat>{lead}</h2>"
        "<div class=noidung><p>Hồ sơ nộp tại văn phòng trước ngày 30 tháng 6, trong giờ hành chính.</p></div>"
    )
    doc = Document("http://suoimo.example/b", f"<html><body>{text}</body></html>")
    alone = explain_article(doc).result
    taught = explain_article(doc, template=Template(title=learn_title(pages(set_apart)))).result
    assert isinstance(alone, RawArticle)
    assert isinstance(taught, RawArticle)
    assert alone.title != "Tuyển viên chức", "one page alone does not tell it"
    assert taught.title == "Tuyển viên chức"


def test_what_stands_beside_texts_is_learned_once_and_what_stands_in_them_always() -> None:
    beside = [
        region_blocks(Document(doc.url, doc.text.replace("</body>", f"{BESIDE}</body>"))) for doc in map(plain, PLACES)
    ]
    siblings = Siblings(pages=list(beside))
    first = siblings.learned(Template())
    assert first is not None
    assert [key.words for key in first.furniture] == ["xã suối mơ trân trọng giới thiệu"]
    assert siblings.learned(first) is None
    assert Siblings(pages=pages(set_apart)).learned(first) is not None


def plain(place: str) -> Document:
    return document(place, "")


def changed_to(box: Draw, count: int) -> set[tuple[str, str]]:
    """What is learned of a few pages, one of whose boxes is known by other words."""
    known = learn_furniture(pages(set_apart))
    return {(key.path.rpartition("div.")[2], key.words) for key in learn_changes(pages(box, PLACES[:count]), known)}


def test_a_box_whose_words_change_on_all_pages_is_furniture_whatever_it_says() -> None:
    def other(_: str) -> str:
        return "<div class=theo><p>Dự báo hôm nay có mưa rào, bà con chú ý khi ra đồng.</p></div>"

    assert changed_to(other, 2) == {("theo>p", ANY_WORDS)}
    assert changed_to(other, 1) == set(), "one page alone may have got it for itself"
    assert changed_to(lambda place: other(place).replace("hôm nay", place), 6) == set(), "each page says its own"
    read = explain_article(
        document("Mới", other("")), template=Template(frozenset({FurnitureKey(BOX, ANY_WORDS)}))
    ).result
    assert isinstance(read, RawArticle)
    assert "mưa rào" not in read.body
    assert read.body.count("Mới Sơn") == 2


def test_a_line_of_the_text_is_no_box_whose_words_may_change() -> None:
    line = "<p>Dự báo hôm nay có mưa rào, bà con chú ý khi ra đồng.</p>"
    assert changed_to(lambda _: line, 6) == set()


def test_the_name_of_a_category_where_titles_stood_is_none() -> None:
    def renewed(place: str) -> tuple[RegionBlock, ...]:
        doc = document(place, "")
        text = doc.text.replace("<h1>", "<h1>Tin tức - Sự kiện</h1><h2 class=ten>").replace(
            "suối lớn</h1>", "suối lớn</h2>"
        )
        return region_blocks(Document(doc.url, text), template=Template(title="h1"))

    drawn = [renewed(place) for place in PLACES]
    assert {page[0].text for page in drawn} == {"Tin tức - Sự kiện"}
    assert learn_title(drawn[:4], "h1") == learn_title(drawn) == "h2.ten"
    assert learn_title(drawn[:3], "h1") == ""
    assert learn_title([page for page in drawn if page[0].text != drawn[0][0].text], "h1") == ""


def test_of_two_templates_each_has_its_furniture() -> None:
    def second(place: str) -> tuple[RegionBlock, ...]:
        doc = document(
            f"Mới {place}", "<div class=goc><p>Bà con xem dự báo thời tiết và lịch cắt điện tại đây.</p></div>"
        )
        return region_blocks(Document(doc.url, doc.text.replace("class=noidung", "class=bai")))

    both = [*pages(set_apart, PLACES[:9]), *map(second, PLACES[:9])]
    assert {key.path for key in learn_furniture(both)} == {BOX, "div.bai>div.goc>p"}
    assert {key.path for key in learn_furniture(both[:-2])} == {BOX}, "seven pages of a template tell nothing"
