"""An archive of made-up articles, any number of them, always the same for a seed.

The words are Vietnamese syllables and compounds of two, with the frequencies of a language (Zipf) and of topics: common
words stand in every second article, and neighbours keep together. It is filled in bulk: the rows go straight into the
tables, and the archive's own triggers index them.
"""

import random
from bisect import bisect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise, product
from pathlib import Path

from archive.store import Archive
from archive.text import is_syllable

# The commonest syllables of administrative news, roughly in their order.
_COMMON = """
của và các công có trong cho huyện nhân được xã tác với người dân trên thực hiện là năm đồng hội chức ban tổ đảng
địa phương quốc gia phát triển một những đã về kinh tế phòng nông thôn sản xuất chính quyền ngày đến thời gian nhiều
này từ việc không trình chủ tịch văn hoá hóa xây dựng đường giao thông giáo dục y bảo vệ môi trường đất đai quản lý
nhà nước phó bí thư uỷ ủy hoạt động kế hoạch đầu tư dự án nhiệm vụ kết quả đạt tỷ lệ cán bộ học sinh viên trẻ em phụ
nữ thanh niên cựu chiến binh mặt trận tổ quốc việt nam quế sơn đông anh hà nội đà nẵng tỉnh thành phố thị trấn khu
vực cơ sở hạ tầng nước sạch điện chiếu sáng lúa ngô khoai sắn rừng trồng chăn nuôi gia súc cầm dịch bệnh tiêm phòng
khám chữa lễ kỷ niệm ngày truyền thống thi đua khen thưởng tuyên truyền phổ biến pháp luật an ninh trật tự quân sự
quốc phòng nghĩa vụ tuyển gọi nhập ngũ hoà bình giải phóng thương liệt sĩ chính sách xã hội nghèo cận thoát hỗ trợ
vay vốn ngân hàng tín dụng thuế thu chi ngân sách tài sản đấu giá quyết định thông báo hướng dẫn công văn nghị quyết
chỉ thị báo cáo hồ sơ thủ tục hành chính một cửa cải cách số điện tử trực tuyến dịch vụ mức độ tiếp nhận giải quyết
khiếu nại tố cáo đơn thư đối thoại bầu cử đại biểu hội đồng kỳ họp thứ nhất hai ba bốn mùa mưa bão lũ lụt phòng
chống thiên tai cứu nạn sạt lở hồ đập thuỷ lợi kênh mương tưới tiêu cháy nổ vệ sinh thực phẩm chợ doanh nghiệp hợp
tác cụm khu du lịch di tích lịch sử làng nghề truyền hình đài phát thanh bóng đá chuyền giải vô địch hát dân
""".split()
_ONSETS = "b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x".split()
_RIMES = """
a an ang anh ao ay ăn ăng âm ân âu ây e en eo ê ên ênh i iên iêu im in inh o oa oan oang oi on ong ô ôi ôn ông ơ ơi
ơn u ua ung uy uyên ư ưa ưng ươi ương á án áo ắt ấp ất ấy ép ết ích iếp iết ít ó óc ói ót ố ốc ống ốt ớ ới ớp ú úc
úp út ứ ức ước ượt à ài àn ào ầm ần ầu ề ền ì ìn ò òa òng ồ ồi ồng ờ ời ờng ù ùng ừ ừng ười ường ả ải ảng ảo ẩm ẩn ẻ
ể iểm iển ỉ ỏ ỏi ổ ổi ở ởng ủ ủy ử ưởng ã ãi ão ẫn ễ ĩ õ ỗ ỗi ỡ ũ ũng ữ ữa ạ ại ạm ạn ạo ặc ập ật ậu ẹ ẹp ệ ệnh ệp ị
ịch iệc iện iệp iệt ọ ọc ọi ộ ộc ội ộng ợ ợi ợp ụ ục ụng ự ực ựng ượng
""".split()
_YEARS = range(2008, 2026)
_TOPICS = 60


@dataclass(frozen=True, slots=True)
class Words:
    """Words in falling frequency, with what `random.choices` needs to draw them."""

    words: list[str]
    cumulative: list[float]

    def draw(self, dice: random.Random, number: int) -> list[str]:
        return dice.choices(self.words, cum_weights=self.cumulative, k=number)


@dataclass(frozen=True, slots=True)
class Article:
    """What is written of a made-up article."""

    title: str
    lead: str
    body: str


def zipf(words: list[str], exponent: float = 1.0) -> Words:
    return Words(words, list(accumulate((rank + 2.7) ** -exponent for rank in range(len(words)))))


def syllables() -> list[str]:
    """Common syllables first, then every one that can be built from usual parts."""
    built = ("".join(parts) for parts in product(_ONSETS, _RIMES))
    return list(dict.fromkeys((*_COMMON, *filter(is_syllable, built))))


def language(dice: random.Random) -> Words:
    """Single syllables and compounds; the compounds are fixed pairs, common beside common."""
    single = syllables()
    drawn = zipf(single)
    pairs = dict.fromkeys(" ".join(drawn.draw(dice, 2)) for _ in range(40_000))
    mixed = [word for both in zip(single, pairs, strict=False) for word in both]
    return zipf(list(dict.fromkeys((*mixed, *islice(pairs, len(single), None)))))


class Writer:
    """Writes articles. Each has a topic, whose words it uses more than others do."""

    def __init__(self, seed: int = 1) -> None:
        self.dice = random.Random(seed)
        self._language = language(self.dice)
        usual = self._language.words
        self._topics = [zipf(self.dice.sample(usual[200:], 150), 0.7) for _ in range(_TOPICS)]

    def article(self) -> Article:
        """An article of about 450 words; its title says what its body says more of."""
        dice = self.dice
        topic = dice.choice(self._topics)
        lengths = [dice.randint(10, 18) for _ in range(int(dice.lognormvariate(2.5, 0.5)) + 3)]
        words = self._language.draw(dice, 24 + sum(lengths))
        words[::4] = topic.draw(dice, len(words[::4]))
        title = " ".join(words[: dice.randint(5, 8)])
        if dice.random() < 0.3:
            title += f" theo Quyết định {self.number()}"
        title = f"{title[0].upper()}{title[1:]}"
        ends = list(accumulate(lengths, initial=24))
        sentences = [" ".join(words[start:end]) for start, end in pairwise(ends)]
        sentences[0] = f"{title}, {sentences[0]}"
        body = "\n\n".join(". ".join(sentences[at : at + 3]) + "." for at in range(0, len(sentences), 3))
        return Article(title, f"{' '.join(words[8:24])}.", body)

    def number(self) -> str:
        kind = self.dice.choice(("QĐ-UBND", "KH-UBND", "TB-UBND", "NQ-HĐND", "CV-VP"))
        return f"{self.dice.randint(1, 4000)}/{kind}"


_ARTICLE = """
insert into articles (id, key, portal, native_id, url, title, lead, body, author, published_at, published_precision,
    view_count, word_count, content_sha256, duplicate_of, first_seen_at, last_seen_at, capture_id)
values (?1, ?2 || '/' || ?1, ?2, ?1, 'http://' || ?2 || '.example/bai-' || ?1, ?3, ?4, ?5, ?6, ?7, 'minute', ?8, ?9,
    ?10, ?11, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', ?1)
"""
_CAPTURE = """
insert into captures (id, run_id, url, fetched_at, status, media_type, sha256, warc_file, warc_offset, warc_length,
    role, article_id, content_sha256)
select id, 1, url, first_seen_at, 200, 'text/html', content_sha256, 'made-up.warc.gz', id, 1, 'article', id,
    content_sha256
from articles
"""
_REVISION = """
insert into revisions (id, article_id, number, captured_at, title, lead, body, content_sha256, capture_id)
select id, id, 1, first_seen_at, title, lead, body, content_sha256, id from articles
"""
_SURNAMES, _NAMES = "Nguyễn Trần Lê Phạm Huỳnh Võ".split(), "An Bình Hoà Lý Sơn Thuỷ".split()


def portals(number: int) -> list[str]:
    return [f"huyen-{place:02}" for place in range(1, number + 1)]


def fill(archive: Archive, number: int, *, seed: int = 1, sites: int = 20, revisions: bool = False) -> None:
    """Put articles into an empty archive: portals of falling size crawled one after another, 3 % of them copies.

    ``revisions`` adds what the article pages of a reading room show beside: captures and revisions, which doubles it.
    """
    writer, connection = Writer(seed), archive.db.conn
    slugs = portals(sites)
    connection.execute("begin immediate")
    connection.executemany("insert into portals (slug, title) values (?, ?)", [(s, f"Huyện {s[-2:]}") for s in slugs])
    connection.execute(
        "insert into runs (id, portal, started_at, finished_at, outcome) values (1, ?, ?, ?, 'complete')",
        (slugs[0], "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"),
    )
    connection.executemany(
        "insert into categories (id, portal, title, url) values (?, ?, ?, ?)",
        [
            (at * 10 + n, s, f"Chuyên mục {n}", f"http://{s}.example/{n}")
            for at, s in enumerate(slugs)
            for n in range(10)
        ],
    )
    ends = list(accumulate(number // (2 * place + 2) + 1 for place in range(sites)))
    scale = ends[-1] / number
    rows = _rows(writer, number, lambda place: min(bisect(ends, place * scale), sites - 1), slugs)
    for batch in iter(lambda: list(islice(rows, 5000)), []):
        connection.executemany(_ARTICLE, [row for row, _ in batch])
        connection.executemany("insert into article_categories values (?, ?)", [(row[0], c) for row, c in batch])
    if revisions:
        connection.execute(_CAPTURE)
        connection.execute(_REVISION)
    connection.execute("commit")


def _rows(
    writer: Writer, number: int, site_of: Callable[[int], int], slugs: list[str]
) -> Iterator[tuple[tuple[object, ...], int]]:
    """(the values of an article, its category), newest first within a portal, as lists give them."""
    dice, before = writer.dice, None
    for at in range(number):
        site = site_of(at)
        year = _YEARS[-1] - int((at * 7919 % number) / number * len(_YEARS))
        day = f"{year}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}T{dice.randint(7, 17):02}:00:00+07:00"
        copied = before if before is not None and dice.random() < 0.03 else None
        made = copied[1] if copied else writer.article()
        before = copied or (at + 1, made)
        author = f"{dice.choice(_SURNAMES)} {dice.choice(_NAMES)}" if dice.random() < 0.6 else None
        length = made.body.count(" ") + made.lead.count(" ")
        yield (
            (
                at + 1, slugs[site], made.title, made.lead, made.body, author, day, dice.randint(1, 5000), length,
                f"{before[0]:064x}", copied[0] if copied else None,
            ),
            site * 10 + dice.randint(0, 9),
        )  # fmt: skip


def made(folder: Path, number: int, **options: object) -> Path:
    """The archive.db of that many articles in a folder, made unless it is there."""
    if not (folder / "archive.db").exists():
        with Archive.open(folder) as archive:
            fill(archive, number, **options)  # type: ignore[arg-type]
    return folder / "archive.db"
