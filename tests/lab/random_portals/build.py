"""Draws what a portal holds: its lists, its articles, and the blocks of every body."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from tests.lab.random_portals import words
from tests.lab.random_portals.traits import Traits
from tests.lab.random_portals.truth import Article, Block, Category, State

NAMES = (
    "Kinh tế|Văn hóa xã hội|Quốc phòng an ninh|Giáo dục|Y tế|Xây dựng Đảng|Cải cách hành chính|Nông thôn mới|"
    "Đời sống|Hoạt động lãnh đạo|Chuyển đổi số|Môi trường|Pháp luật|Du lịch|Thể thao|Thanh niên|Khuyến học|Thông báo"
).split("|")
DASHED = (
    "Văn hóa - Xã hội|Quốc phòng - An ninh|Đảng - Đoàn thể|Y tế – Dân số|Kinh tế - Nông nghiệp|Tin tức - Sự kiện".split(
        "|"
    )
)
HEADINGS = (
    "THÔNG BÁO",
    "LỊCH CÔNG TÁC",
    "Bình luận",
    "Liên hệ",
    "Tin liên quan",
    "Thống kê",
    "Liên kết",
    "Ý kiến bạn đọc",
)
STATES = {
    "password": State.PASSWORD,
    "members": State.MEMBERS,
    "dead": State.MISSING,
    "gone": State.GONE,
    "forbidden": State.FORBIDDEN,
    "login": State.MEMBERS,
}


def categories(random: Random, traits: Traits) -> list[Category]:
    """Three to six lists, some below others."""
    names = random.sample(NAMES, random.randint(3, 6))
    tree = traits["tree"]
    if tree == "dashes":
        names[: len(names) - 1] = random.sample(DASHED, len(names) - 1)
    if tree == "tin-tuc":
        names[random.randrange(len(names))] = "Tin tức"
    if tree in ("parent-all", "nested-all"):
        names.insert(0, random.choice(("Tin tức", "Tin tức sự kiện", "Tất cả tin bài")))
    size = random.randint(5, 12)
    found = [Category(number, name, words.slug(name), size=size) for number, name in enumerate(names)]
    if tree in ("parent-all", "nested-all"):
        for category in found[1:]:
            category.parent = 0
    if tree == "nested":
        for category in found[2:]:
            category.parent = 0 if random.random() < 0.5 else None
    return found


def articles(random: Random, traits: Traits, lists: list[Category]) -> list[Article]:
    """Forty to a hundred and twenty articles in order of publication, newest last."""
    count = random.randint(40, 120)
    parent_all = lists[0] if traits["tree"] in ("parent-all", "nested-all") else None
    leaves = [category.number for category in lists if category is not parent_all]
    weights = [random.choice((1, 2, 4)) for _ in leaves]
    when = datetime(random.randint(2012, 2019), random.randint(1, 12), random.randint(1, 28), 7, 30)
    found = []
    for number in range(count):
        when += timedelta(days=random.randint(0, 6), minutes=random.randint(7, 600))
        when = when.replace(hour=random.randint(6, 21), minute=random.randint(0, 59)) + timedelta(days=1)
        homes = [random.choices(leaves, weights)[0]]
        if traits["membership"] != "one" and random.random() < 0.3:
            others = [leaf for leaf in leaves if leaf != homes[0]]
            homes += random.sample(others, min(len(others), random.choice((1, 1, 2))))
        found.append(Article(number, "", words.headline(random), when, homes))
    if traits["tree"] == "tiny":
        _tiny(found, leaves)
    _at_least_one_each(random, found, leaves)
    _twins(random, traits, found)
    for article in found:
        if parent_all is not None:
            article.categories.append(parent_all.number)
    return found


def _tiny(found: list[Article], leaves: list[int]) -> None:
    """The last list holds one article, the one before it two."""
    for article in found:
        kept = [leaf for leaf in article.categories if leaf not in leaves[-2:]]
        article.categories = kept or [leaves[0]]
    for article, leaf in zip(found[5:], (leaves[-1], leaves[-2], leaves[-2]), strict=False):
        article.categories = [leaf]


def _at_least_one_each(random: Random, found: list[Article], leaves: list[int]) -> None:
    """No list stays empty."""
    for place, leaf in enumerate(leaves):
        if not any(leaf in article.categories for article in found):
            found[place].categories[0] = leaf
            found[place].categories[1:] = []


def _twins(random: Random, traits: Traits, found: list[Article]) -> None:
    """Titles are unique, unless the trait says that some are said again and again; cut slugs share their beginning."""
    taken: set[str] = set()
    for article in found:
        while article.title in taken:
            article.title = words.headline(random)
        taken.add(article.title)
    if traits["twins"] == "twins":
        title = random.choice(("Lịch công tác tuần", "Thông báo tuyển dụng viên chức", "Giấy mời họp giao ban tháng"))
        for article in random.sample(found, random.randint(3, 6)):
            article.title = title
    if traits["address"] in ("valueless-cut", "cut-id", "slug-first-param"):
        for begin in (
            "Ủy ban nhân dân huyện thông báo về việc tiếp nhận hồ sơ",
            "Kế hoạch triển khai phong trào toàn dân xây dựng",
        ):
            for article in random.sample(found, random.randint(2, 4)):
                article.title = f"{begin} {words.headline(random)}"


def members(lists: list[Category], found: list[Article]) -> None:
    """Fills the lists, newest first."""
    for article in sorted(found, key=lambda each: each.published, reverse=True):
        if article.in_lists:
            for number in article.categories:
                lists[number].members.append(article.number)


def one_entry_on_the_last_page(random: Random, lists: list[Category]) -> None:
    """Where a size from 5 to 12 does that for the longest list, takes it for all."""
    longest = max(len(category.members) for category in lists)
    fitting = [size for size in range(5, 13) if longest > size and longest % size == 1]
    if fitting:
        size = random.choice(fitting)
        for category in lists:
            category.size = size


def fill(random: Random, traits: Traits, article: Article) -> None:
    """The text of an article: lead, blocks, signature."""
    if traits["lead"] != "none":
        article.lead = words.paragraph(random, 1, 2)
    count = random.choice((2, 3, 3, 4, 5, 6, 8))
    article.blocks = [Block("p", [words.paragraph(random)]) for _ in range(count)]
    if random.random() < 0.5:
        place = random.randint(1, len(article.blocks))
        caption = words.sentence(random) if traits["captions"] != "none" else ""
        article.blocks.insert(place, Block("image", [], caption, f"/upload/anh/{article.number}-1.png"))
    if random.random() < 0.12:
        article.blocks.insert(-1, Block("list", [words.sentence(random) for _ in range(random.randint(2, 5))]))
    if random.random() < 0.12:
        article.files.append(f"/upload/vanban/{article.number}-QD.pdf")
    _special(random, traits, article)
    _bodies(random, traits, article)


def _special(random: Random, traits: Traits, article: Article) -> None:
    """Lines of content that look like labels."""
    kind = traits["special"]
    if kind == "none" or random.random() > 0.35:
        return
    when = article.published + timedelta(days=random.randint(2, 30))
    if kind == "first-time":
        line = random.choice(
            (f"Thời gian: 08h00 ngày {when:%d/%m/%Y}", f"Khai mạc: {when:%d/%m/%Y}", f"Tính đến ngày {when:%d/%m/%Y}:")
        )
        article.blocks.insert(0, Block("p", [line]))
    if kind == "last-time":
        line = random.choice((f"Hạn nộp hồ sơ: 17h00 ngày {when:%d/%m/%Y}", f"Thời gian: 14h00 ngày {when:%d/%m/%Y}"))
        article.blocks.append(Block("p", [line]))
    if kind == "notice":
        article.blocks.insert(1, Block("p", [random.choice(("THÔNG BÁO", "THÔNG BÁO", "QUYẾT ĐỊNH"))]))
    if kind == "schedule":
        article.blocks.insert(1, Block("p", ["LỊCH CÔNG TÁC"]))
    if kind == "headings":
        article.blocks.insert(-1, Block("heading", [random.choice(HEADINGS)]))


SHORT = (
    "Chi tiết xem tại file đính kèm./.",
    "Mời bà con xem toàn văn trong tệp kèm theo.",
    "Nội dung cụ thể có trong văn bản đính kèm dưới đây.",
)


def _bodies(random: Random, traits: Traits, article: Article) -> None:
    """Bodies that are out of the ordinary."""
    kind = traits["bodies"]
    if kind == "plain" or random.random() > 0.25:
        return
    if kind == "picture-only":
        caption = words.sentence(random) if traits["captions"] != "none" else ""
        article.blocks = [Block("image", [], caption, f"/upload/anh/{article.number}-1.png")]
        article.lead = ""
        article.files = []
    if kind == "short":
        article.blocks = [Block("p", [random.choice(SHORT)])]
        article.lead = ""
        article.files = [f"/upload/vanban/{article.number}-CV.pdf"]
    if kind == "two-pages":
        while len(article.blocks) < 4:
            article.blocks.append(Block("p", [words.paragraph(random)]))
        article.second_page = len(article.blocks) // 2
    if kind == "tables":
        cells = [words.person(random), f"{random.randint(1, 99)} {random.choice(words.UNITS)}", words.place(random)]
        rows = [[f"{cell} {row}" for cell in cells] for row in ("thứ nhất", "thứ hai", "thứ ba")]
        article.blocks.insert(-1, Block("table", [cell for row in rows for cell in row]))


def lock(random: Random, traits: Traits, found: list[Article]) -> None:
    """One to three articles that cannot be had."""
    if traits["locked"] == "none":
        return
    for article in random.sample(found[3:], random.randint(1, 3)):
        article.state = STATES[traits["locked"]]
