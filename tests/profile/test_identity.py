"""Which part of an address is an article's identity is learned from lists, whatever the parameter is called."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest

from queson_crawler.profile.identity import IdentityRule, Shown, learn_identity, same_title


@dataclass(frozen=True)
class Made:
    """An article that a test invents."""

    number: int
    title: str
    slug: str
    day: str
    categories: tuple[str, ...]


WORDS = (
    "lễ hội xã thôn mùa lúa đường cầu trường học trạm y tế họp dân quân làng nghề chợ rừng biển núi sông suối".split()
)
CATEGORIES = ("tin-hoat-dong", "van-hoa", "kinh-te", "thong-bao")
Address = Callable[[Made, str], str]


def guid(made: Made) -> str:
    return str(UUID(int=made.number * 7919 + 12345678901234567890))


FORMS: dict[str, Address] = {
    "slug-id": lambda a, c: f"/{c}/{a.slug}-{a.number}",
    "short-id": lambda a, c: f"/{c}/{a.slug}-{a.number % 1000}.html",
    "id-slug": lambda a, c: f"/{c}/{a.number}-{a.slug}",
    "flag": lambda a, c: f"/web/guest/{c}/-/content/{a.slug[:30]}?{a.number}",
    "parameter": lambda a, c: f"/index.php?view=chitiet&mabt={a.number}",
    "parameter-and-category": lambda a, c: f"/xem.aspx?cm={c}&SerialNo={a.number}&lang=vn",
    "guid": lambda a, c: f"/tin.aspx?ItemID={guid(a)}",
    "guid-in-path": lambda a, c: f"/{c}/newsid/{guid(a)}/{a.slug}",
    "q": lambda a, c: f"/?q=node/{a.number}",
    "slug": lambda a, c: f"/{c}/{a.slug}-{a.number}x",
    "slug-only": lambda a, c: f"/{a.slug}-x{a.number}y/",
    "day-and-slug": lambda a, c: f"/{a.day.replace('-', '/')}/{a.slug}-n{a.number}k.html",
    "id-in-folder": lambda a, c: f"/{c}/{a.number}/{a.slug}.htm",
    "id-in-brackets": lambda a, c: f"/web/{c}/{a.slug}({a.number}).html",
    "portlet": lambda a, c: f"/{c}?p_p_id=t_INSTANCE_k{len(c)}{c[0]}&_t_INSTANCE_k{len(c)}{c[0]}_articleKey={a.number}",
    "platform-form": lambda a, c: f"/Default.aspx?tabid=246&Group={CATEGORIES.index(c)}&NID={a.number}&{a.slug}",
}
PER_CATEGORY = ("per-category", lambda a, c: f"/{c}/bai-{a.number % 37}")


def drawn(seed: int, count: int = 90) -> list[Made]:
    """Articles with titles that are mostly their own; some titles come again, as notices do."""
    rng = random.Random(seed)
    made = []
    for number in range(count):
        title = " ".join(rng.choice(WORDS) for _ in range(rng.randint(6, 12))) + f" {number}"
        if number % 15 == 0:
            title = "Thông báo lịch tiếp công dân"
        slug = "-".join(f"t{ord(word[0])}{len(word)}" for word in title.split())
        day = f"20{rng.randint(10, 24)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        categories = tuple(rng.sample(CATEGORIES, 2 if rng.random() < 0.3 else 1))
        made.append(Made(1000 + number * 3, title, slug, day, categories))
    return made


def listed(made: list[Made], form: Address, *, days: bool) -> list[tuple[Shown, int]]:
    """The entries that lists of ten would show, each with the number of its article."""
    entries = []
    for category in CATEGORIES:
        own = [each for each in made if category in each.categories]
        for place, each in enumerate(own):
            url = f"http://a.vn{form(each, category)}"
            day = each.day if days else ""
            entries.append((Shown(url, each.title, day, f"{category} {place // 10}"), each.number))
    return entries


def partition(rule: IdentityRule, entries: list[tuple[Shown, int]]) -> tuple[int, int]:
    """How many ids hold several articles, and how many articles have several ids."""
    articles: dict[str, set[int]] = {}
    ids: dict[int, set[str]] = {}
    for entry, number in entries:
        native_id = rule.native_id(entry.url)
        articles.setdefault(native_id, set()).add(number)
        ids.setdefault(number, set()).add(native_id)
    return sum(len(each) > 1 for each in articles.values()), sum(len(each) > 1 for each in ids.values())


@pytest.mark.parametrize("days", [True, False], ids=["with days", "without days"])
@pytest.mark.parametrize("name", FORMS)
def test_articles_are_neither_merged_nor_doubled(name: str, days: bool) -> None:
    for seed in range(4):
        entries = listed(drawn(seed), FORMS[name], days=days)
        rule = learn_identity(entry for entry, _ in entries)
        assert partition(rule, entries) == (0, 0), (seed, rule)


@pytest.mark.parametrize("categories", [CATEGORIES, CATEGORIES[:1]], ids=["in several lists", "on pages of one list"])
def test_a_title_that_an_office_uses_again_and_again_is_no_doubled_article(categories: tuple[str, ...]) -> None:
    made = []
    for number in range(40):
        title, slug = (
            f"Thành lập {WORDS[number % 5]} số {number} của huyện",
            f"thanh-lap-{WORDS[number % 5]}-so-{number}",
        )
        if number % 10 == 0:
            title, slug = "Giấy mời họp giao ban tháng", "giay-moi-hop-giao-ban-thang"
        category = categories[number // 10 % len(categories)]
        made.append(Made(2100 + number, title, slug, "", (category,)))
    entries = listed(made, lambda a, c: f"/2024{a.number}p{len(c)}/{a.slug}.htm", days=False)
    assert partition(learn_identity(entry for entry, _ in entries), entries) == (0, 0)


@pytest.mark.parametrize("count", [3, 6, 12])
@pytest.mark.parametrize("name", FORMS)
def test_a_few_articles_of_one_list_are_enough_to_keep_them_apart(name: str, count: int) -> None:
    entries = listed(drawn(5, count), FORMS[name], days=False)
    rule = learn_identity(entry for entry, _ in entries)
    assert partition(rule, entries)[0] == 0, rule


def test_numbers_that_every_category_counts_anew_are_joined_with_the_category() -> None:
    name, form = PER_CATEGORY
    made = drawn(3, 60)
    made = [Made(place, each.title, each.slug, each.day, (CATEGORIES[place % 4],)) for place, each in enumerate(made)]
    numbered = [Made(place // 4, each.title, each.slug, each.day, each.categories) for place, each in enumerate(made)]
    entries = []
    for place, each in enumerate(numbered):
        category = each.categories[0]
        entries.append((Shown(f"http://a.vn{form(each, category)}", each.title, "", f"{category} 0"), place))
    assert partition(learn_identity(entry for entry, _ in entries), entries) == (0, 0), name


def test_a_token_that_is_new_in_every_link_is_no_identity() -> None:
    made = drawn(8)
    token = random.Random(1)
    entries = []
    for category in CATEGORIES:
        for each in made:
            if category in each.categories:
                url = f"http://a.vn/chi-tiet/{each.slug}-q{each.number}q?t={token.randrange(10**9)}"
                entries.append((Shown(url, each.title, each.day, category), each.number))
    assert partition(learn_identity(entry for entry, _ in entries), entries) == (0, 0)


def test_the_platform_s_own_rule_is_kept_where_it_holds() -> None:
    entries = listed(drawn(2), FORMS["slug-id"], days=True)
    rule = learn_identity((entry for entry, _ in entries), lambda url: f"p{url.rpartition('-')[2]}")
    assert {rule.native_id(entry.url, lambda url: f"p{url.rpartition('-')[2]}") for entry, _ in entries} == {
        f"p{number}" for _, number in entries
    }


def test_the_platform_s_own_rule_is_refuted_where_it_merges() -> None:
    entries = listed(drawn(2), FORMS["parameter"], days=True)
    rule = learn_identity((entry for entry, _ in entries), lambda url: "the same")
    assert partition(rule, entries) == (0, 0)


def test_links_that_all_say_read_on_do_not_merge_what_they_lead_to() -> None:
    entries = [Shown(f"http://a.vn/xem?ma={number}&cm=1", "Xem tiếp", "", "trang 1") for number in range(9)]
    rule = learn_identity(entries)
    assert len({rule.native_id(entry.url) for entry in entries}) == 9


def test_the_learned_rule_does_not_depend_on_which_half_was_seen() -> None:
    for name, form in FORMS.items():
        entries = listed(drawn(4, 120), form, days=True)
        whole = learn_identity(entry for entry, _ in entries)
        half = learn_identity(entry for entry, _ in entries[::2])
        assert [whole.native_id(e.url) for e, _ in entries] == [half.native_id(e.url) for e, _ in entries], name


def test_a_shortened_title_is_the_same_title() -> None:
    assert same_title("Khai mạc hội thao huyện lần thứ…", "Khai mạc hội thao huyện lần thứ VII năm 2020")
    assert not same_title("Thông báo số 1", "Thông báo số 12")


def test_a_rule_is_told_in_words() -> None:
    entries = listed(drawn(2), FORMS["parameter-and-category"], days=True)
    assert learn_identity(entry for entry, _ in entries).in_words() == "the query parameter serialno"
    entries = listed(drawn(2), FORMS["slug-id"], days=True)
    assert learn_identity(entry for entry, _ in entries).in_words() == "the number at the end of the last path segment"
