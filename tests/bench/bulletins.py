# ruff: noqa: E501 (prose)
"""A second set of made-up texts, by other hands than `notices`: other stories, other forms, other ways to copy.

Two texts of one form are never copies, however much they have in common.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

Text = tuple[str, str, str]
"""Title, lead, body."""

WHO = (
    "Ban Chỉ đạo phòng chống thiên tai", "Hội Liên hiệp Phụ nữ huyện", "Phòng Giáo dục và Đào tạo", "Trung tâm Y tế huyện",
    "Hạt Kiểm lâm liên huyện", "Công an huyện", "Huyện đoàn", "Hội Chữ thập đỏ", "Trạm Khuyến nông", "Ban Quản lý chợ",
    "Phòng Tài nguyên và Môi trường", "Ban Thường vụ Huyện ủy", "Mặt trận Tổ quốc xã", "Hội Cựu chiến binh", "Chi cục Thuế khu vực",
    "Bảo hiểm xã hội huyện", "đoàn giám sát của tỉnh", "các chủ tọa kỳ họp", "nhóm hộ trồng sâm", "tổ hợp tác chăn nuôi bò",
)  # fmt: skip
DID = (
    "vừa khảo sát", "đã bàn giao", "tiếp tục rà soát", "ký kết quy chế phối hợp về", "tổ chức tập huấn về", "kiểm tra thực tế",
    "trao tặng", "đối thoại với nhân dân về", "lấy ý kiến góp ý cho", "khen thưởng tập thể có thành tích trong", "nghiệm thu",
    "ra quân thực hiện", "đề nghị bổ sung kinh phí cho", "giới thiệu mô hình", "công bố kết quả", "yêu cầu khắc phục tồn tại của",
)  # fmt: skip
WHAT = (
    "tuyến đường bê tông liên thôn", "đề án trồng dược liệu dưới tán rừng", "nhà tình nghĩa cho gia đình chính sách",
    "công tác tiêm phòng gia súc", "hệ thống nước sạch nông thôn", "cuộc thi tìm hiểu lịch sử địa phương", "lớp học xóa mù chữ",
    "việc cấp giấy chứng nhận quyền sử dụng đất", "chương trình mỗi xã một sản phẩm", "phiên chợ hàng nông sản cuối tuần",
    "đội hình thanh niên tình nguyện", "kế hoạch gieo sạ vụ hè thu", "hồ chứa và đập dâng", "chỉ số hài lòng của người dân",
    "thư viện trường học", "bếp ăn bán trú", "lễ hội cầu ngư", "quỹ đền ơn đáp nghĩa", "giải bóng chuyền nông dân",
    "diện tích rừng bị sâu bệnh", "điểm sạt lở bờ sông", "hồ sơ hưởng trợ cấp xã hội", "tổ công nghệ số cộng đồng",
)  # fmt: skip
HOW = (
    "với sự tham gia của đông đảo bà con", "trong không khí phấn khởi", "theo hình thức trực tiếp kết hợp trực tuyến",
    "nhằm tháo gỡ khó khăn kéo dài nhiều năm", "bằng nguồn vốn xã hội hóa", "dưới sự chủ trì của lãnh đạo huyện",
    "mặc dù thời tiết mưa lạnh", "qua đó nâng cao đời sống tinh thần", "để kịp đưa vào sử dụng trước mùa mưa",
    "góp phần giữ gìn bản sắc văn hóa", "được dư luận đồng tình", "và rút ra nhiều bài học quý", "sau gần một năm chuẩn bị",
)  # fmt: skip
WORDS = (
    "ngành nghề cây giống con đập ruộng bậc thang mùa vụ hạt lúa nếp thơm vườn quế rẫy sắn khoai chè xanh ong mật dê núi trâu bò "
    "bến đò ngang mái đình làng cổ giếng nước trống hội múa hát bài chòi nghề gốm dệt chiếu mây tre nón lá thợ mộc thuyền lưới cá "
    "học trò thầy cô sách vở trường lớp sân chơi khuyến học bằng khen phấn trắng thư viện máy tính mạng xã hội phần mềm dữ liệu "
    "trạm xá bác sĩ thuốc men tiêm chủng dịch sốt rửa tay khẩu trang dinh dưỡng trẻ em cụ già phụ lão đoàn viên hội viên cử tri "
    "ngân sách thu chi thuế phí đầu tư vay vốn lãi suất hợp tác doanh nghiệp chợ phiên hàng hóa giá cả vận chuyển kho bãi"
).split()
NAMES = ("Nguyễn Thị Bích", "Trần Quang Hòa", "Lê Thúy Kiều", "Phạm Hữu Lý", "Hoàng Khoa", "Đỗ Mỹ Duyên", "Vũ Đình Thủy", "Bùi Quý", "Cao Xuân Hỷ", "Ngô Hoài", "Mai Toàn", "Tạ Huy Oánh", "Lương Khuê", "Đinh Thị Sỹ", "Hà Vĩ")  # fmt: skip
COMMUNES = ("Ba Tơ", "Sơn Hà", "Trà Bồng", "Minh Long", "Nghĩa Hành", "Mộ Đức", "Bình Sơn", "Ba Vì", "Lý Sơn", "An Lão", "Vĩnh Thạnh", "Hoài Ân", "Tây Sơn", "Phù Cát", "Vân Canh", "Tuy Phước")  # fmt: skip
UNITS = ("Công ty TNHH Hoàng Gia", "Công ty CP Xây dựng 47", "Doanh nghiệp tư nhân Thành Phát", "Công ty TNHH MTV Trường Thịnh", "Liên danh Bắc Nam", "Công ty CP Tư vấn Miền Trung", "Hợp tác xã Đồng Tâm")  # fmt: skip
JOBS = ("Trưởng phòng Tư pháp", "Phó Trưởng phòng Y tế", "Giám đốc Trung tâm Văn hóa", "Chánh Thanh tra huyện", "Phó Chủ tịch UBND xã", "Hiệu trưởng Trường THCS", "Kế toán trưởng")  # fmt: skip
GOODS = ("Lúa khô", "Heo hơi", "Cà phê nhân", "Hạt tiêu", "Mủ cao su", "Cá diêu hồng", "Chuối mốc", "Ớt chỉ thiên", "Phân u rê", "Xi măng")  # fmt: skip
BUSINESS = ("họp thẩm định giá đất", "tiếp công dân định kỳ", "dự lễ khởi công", "làm việc với đoàn thanh tra", "giao ban khối nội chính", "thăm hộ nghèo", "đi cơ sở", "họp hội đồng thi đua", "dự sinh hoạt chi bộ")  # fmt: skip
BOILERPLATE = (
    "Mọi ý kiến đóng góp xin gửi về Ban Biên tập Cổng thông tin điện tử. Điện thoại: 0255 3825 111. Thư điện tử: bbt@huyen.gov.vn. "
    "Ghi rõ nguồn khi phát hành lại thông tin từ trang này. Bản quyền thuộc về Ủy ban nhân dân huyện."
)


def line(dice: random.Random) -> str:
    words = [*dice.choices(WORDS, k=dice.randint(2, 9))]
    extra = dice.choice(
        (dice.choice(NAMES), f"xã {dice.choice(COMMUNES)}", str(dice.randint(3, 4000)), f"ngày {day(dice)}", "")
    )
    said = f"{dice.choice(WHO)} {dice.choice(DID)} {dice.choice(WHAT)} {' '.join(words)} {extra} {dice.choice(HOW)}"
    said = " ".join(said.split())
    return f"{said[0].upper()}{said[1:]}."


def day(dice: random.Random) -> str:
    return f"{dice.randint(1, 28)}/{dice.randint(1, 12)}/{dice.randint(2014, 2025)}"


def story(dice: random.Random, lines: tuple[int, int] = (6, 24)) -> Text:
    said = [line(dice) for _ in range(dice.randint(*lines))]
    parts, at = [], 0
    while at < len(said):
        size = dice.randint(1, 4)
        parts.append(" ".join(said[at : at + size]))
        at += size
    return line(dice)[:-1], (line(dice) if dice.random() < 0.6 else ""), "\n\n".join(parts)


def brief(dice: random.Random) -> Text:
    return line(dice)[:-1], "", " ".join(line(dice) for _ in range(dice.randint(1, 3)))


def report(dice: random.Random) -> Text:
    return story(dice, (150, 400))


def weather(dice: random.Random) -> Text:
    low = dice.randint(14, 26)
    return (
        f"Dự báo thời tiết ngày {day(dice)}", "",
        f"Đài Khí tượng thủy văn dự báo thời tiết khu vực huyện {dice.choice(COMMUNES)} ngày {day(dice)}: nhiều mây, {dice.choice(('có mưa rào vài nơi', 'có lúc có mưa', 'ngày nắng', 'chiều tối có dông'))}. "
        f"Gió {dice.choice(('đông bắc', 'đông nam', 'tây nam'))} cấp {dice.randint(2, 4)}. Nhiệt độ thấp nhất {low} độ, cao nhất {low + dice.randint(4, 11)} độ. Độ ẩm trung bình {dice.randint(65, 96)} phần trăm. "
        f"Mực nước sông tại trạm lúc 7 giờ là {dice.randint(1, 9)},{dice.randint(10, 99)} mét. Đề phòng lốc, sét và gió giật mạnh trong cơn dông. Các địa phương chủ động theo dõi bản tin tiếp theo.",
    )  # fmt: skip


def invitation(dice: random.Random) -> Text:
    return (
        f"Giấy mời họp ngày {day(dice)}", "",
        f"Kính gửi: Lãnh đạo các phòng, ban. Thừa lệnh Chủ tịch, Văn phòng trân trọng kính mời các đồng chí đến dự họp. Nội dung: {dice.choice(WHAT)}. "
        f"Chủ trì: đồng chí {dice.choice(NAMES)}. Thời gian: {dice.choice(('07 giờ 30', '08 giờ 00', '14 giờ 00'))}, ngày {day(dice)}. Địa điểm: phòng họp số {dice.randint(1, 5)}, trụ sở Ủy ban nhân dân huyện. "
        "Đề nghị các đồng chí chuẩn bị tài liệu, sắp xếp thời gian tham dự đầy đủ, đúng thành phần. Trân trọng.",
    )  # fmt: skip


def tender(dice: random.Random) -> Text:
    return (
        f"Thông báo mời thầu gói thầu số {dice.randint(1, 60)}", "",
        f"Bên mời thầu: {dice.choice(UNITS)}. Tên gói thầu: xây lắp {dice.choice(WHAT)}, xã {dice.choice(COMMUNES)}. Nguồn vốn: ngân sách huyện và vốn hợp pháp khác. "
        f"Giá gói thầu: {dice.randint(300, 9800)}.{dice.randint(100, 999)}.000 đồng. Hình thức lựa chọn nhà thầu: đấu thầu rộng rãi trong nước, qua mạng, một giai đoạn một túi hồ sơ. Loại hợp đồng: trọn gói. "
        f"Thời gian thực hiện: {dice.randint(60, 420)} ngày. Thời gian bán hồ sơ mời thầu từ ngày {day(dice)} đến trước thời điểm đóng thầu. Thời điểm đóng thầu: 09 giờ 00 ngày {day(dice)}. Hồ sơ dự thầu phải kèm bảo đảm dự thầu {dice.randint(5, 90)}.000.000 đồng.",
    )  # fmt: skip


def appointment(dice: random.Random) -> Text:
    who, job = dice.choice(NAMES), dice.choice(JOBS)
    return (
        f"Công bố quyết định bổ nhiệm {job}", "",
        f"Sáng nay, Ủy ban nhân dân huyện tổ chức công bố quyết định về công tác cán bộ. Theo Quyết định số {dice.randint(100, 9000)}/QĐ-UBND, bổ nhiệm {dice.choice(('ông', 'bà'))} {who} giữ chức vụ {job} kể từ ngày {day(dice)}, thời hạn 5 năm. "
        f"Phát biểu giao nhiệm vụ, lãnh đạo huyện chúc mừng và mong muốn đồng chí {who} tiếp tục phát huy năng lực, kinh nghiệm, cùng tập thể hoàn thành tốt nhiệm vụ được giao. Nhận nhiệm vụ, đồng chí {who} cảm ơn sự tin tưởng và hứa nỗ lực phấn đấu.",
    )  # fmt: skip


def prices(dice: random.Random) -> Text:
    rows = "\n".join(
        f"{each}: {dice.randint(4, 190)}.{dice.choice(('000', '500'))} đồng/kg" for each in dice.sample(GOODS, 7)
    )
    return f"Giá cả thị trường tuần {dice.randint(1, 52)}", "", f"Phòng Tài chính - Kế hoạch công bố giá bình quân một số mặt hàng trên địa bàn huyện tuần qua.\n\n{rows}\n\nGiá mang tính tham khảo, chưa gồm chi phí vận chuyển."  # fmt: skip


def thanks(dice: random.Random) -> Text:
    dead = dice.choice(NAMES)
    return (
        "Lời cảm tạ", "",
        f"Gia đình chúng tôi xin chân thành cảm ơn Huyện ủy, Ủy ban nhân dân huyện, các cơ quan, đoàn thể, bà con lối xóm và bạn bè gần xa đã đến viếng, gửi vòng hoa và tiễn đưa {dice.choice(('cha', 'mẹ', 'chồng', 'vợ'))} chúng tôi là {dead}, "
        f"sinh năm {dice.randint(1925, 1965)}, quê quán xã {dice.choice(COMMUNES)}, đã từ trần lúc {dice.randint(1, 23)} giờ ngày {day(dice)}, hưởng thọ {dice.randint(60, 99)} tuổi. Trong lúc tang gia bối rối không tránh khỏi sơ suất, kính mong quý vị lượng thứ. Đại diện gia đình: {dice.choice(NAMES)}.",
    )  # fmt: skip


def week(dice: random.Random) -> Text:
    days = "\n\n".join(f"{name} ({day(dice)}): Sáng {dice.choice(BUSINESS)}. Chiều {dice.choice(BUSINESS)}, đồng chí {dice.choice(NAMES)} dự." for name in ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu"))  # fmt: skip
    return f"Chương trình công tác tuần {dice.randint(1, 52)}", "", f"Chương trình công tác của Thường trực và lãnh đạo.\n\n{days}\n\nLịch này thay giấy mời; nếu có thay đổi, Văn phòng sẽ thông báo sau."  # fmt: skip


def holiday(dice: random.Random) -> Text:
    return (
        "Thông báo nghỉ lễ",
        "",
        f"Văn phòng thông báo: cơ quan nghỉ lễ từ ngày {day(dice)} đến hết ngày {day(dice)}; phân công trực: {dice.choice(NAMES)}.",
    )


def attached(dice: random.Random) -> Text:
    return (
        f"V/v {dice.choice(DID)} {dice.choice(WHAT)} {dice.choice(HOW)}",
        "",
        "Đề nghị các cơ quan, đơn vị và địa phương nghiêm túc triển khai thực hiện. Nội dung chi tiết xem trong tệp đính kèm.",
    )


def noted(dice: random.Random) -> Text:
    """A short news item under which the portal puts a long notice of its own."""
    return line(dice)[:-1], "", f"{line(dice)} {line(dice)}\n\n{BOILERPLATE}"


FORMS: tuple[Callable[[random.Random], Text], ...] = (
    weather,
    invitation,
    tender,
    appointment,
    prices,
    thanks,
    week,
    holiday,
    attached,
    noted,
)

Edit = Callable[[random.Random, Text], Text]


def _paragraphs(body: str) -> list[str]:
    return body.split("\n\n")


def paragraph_dropped(dice: random.Random, text: Text) -> Text:
    parts = _paragraphs(text[2])
    if len(parts) > 3:
        parts.pop(dice.randrange(len(parts)))
    return (*text[:2], "\n\n".join(parts))


def lead_added(dice: random.Random, text: Text) -> Text:
    return text[0], line(dice), text[2]


def source_line(dice: random.Random, text: Text) -> Text:
    return (
        *text[:2],
        f"{text[2]}\n\nTheo {dice.choice(('Báo Quảng Ngãi', 'baochinhphu.vn', 'Cổng TTĐT tỉnh'))}, {day(dice)}",
    )


def names_respelled(dice: random.Random, text: Text) -> Text:
    other = {
        "Hòa": "Hoà",
        "Thúy": "Thuý",
        "Lý": "Lí",
        "Mỹ": "Mĩ",
        "Thủy": "Thuỷ",
        "Quý": "Quí",
        "Hỷ": "Hỉ",
        "Sỹ": "Sĩ",
        "Thị": "T.",
        "Hữu": "H.",
    }
    return tuple(re.sub(r"\w+", lambda word: other.get(word[0], word[0]), part) for part in text)  # type: ignore[return-value]


def tone_style(dice: random.Random, text: Text) -> Text:
    pairs = {"òa": "oà", "óa": "oá", "ỏa": "oả", "ọa": "oạ", "úy": "uý", "ủy": "uỷ", "ùy": "uỳ", "óe": "oé", "ỏe": "oẻ"}
    return tuple(re.sub("|".join(pairs), lambda found: pairs[found[0]], part) for part in text)  # type: ignore[return-value]


def marks_lost(dice: random.Random, text: Text) -> Text:
    return tuple(  # type: ignore[return-value]
        "".join(each for each in unicodedata.normalize("NFD", part) if not unicodedata.combining(each))
        .replace("đ", "d")
        .replace("Đ", "D")
        for part in text
    )


def scanned(dice: random.Random, text: Text) -> Text:
    """A letter in fifty read wrongly."""
    like = {"l": "1", "o": "0", "i": "l", "m": "rn", "h": "b", "c": "e", "u": "n", "t": "f", "g": "q"}
    return (*text[:2], "".join(like.get(each, each) if dice.random() < 0.02 else each for each in text[2]))


def boilerplate(dice: random.Random, text: Text) -> Text:
    return (*text[:2], f"{text[2]}\n\n{BOILERPLATE}")


def first_half(dice: random.Random, text: Text) -> Text:
    return (*text[:2], text[2][: len(text[2]) // 2])


def retitled(dice: random.Random, text: Text) -> Text:
    return (line(dice)[:-1], *text[1:])


def shouted(dice: random.Random, text: Text) -> Text:
    return (
        text[0].upper(),
        text[1],
        "\n\n".join(part.upper() if dice.random() < 0.3 else part for part in _paragraphs(text[2])),
    )


def reworded(dice: random.Random, text: Text, share: float) -> Text:
    """So large a share of the words deleted, doubled, or others put in their place, in runs."""
    words = text[2].split(" ")
    left = max(1, int(share * len(words)))
    while left > 0:
        run = min(left, dice.randint(1, 6))
        at = dice.randrange(max(1, len(words) - run))
        words[at : at + run] = dice.choice(
            ([], dice.choices(WORDS, k=run), [*words[at : at + run], *dice.choices(WORDS, k=run)])
        )
        left -= run
    return (*text[:2], " ".join(words))


EDITS: tuple[Edit, ...] = (
    paragraph_dropped, lead_added, source_line, names_respelled, tone_style, marks_lost, scanned, boilerplate, first_half,
    retitled, shouted,
)  # fmt: skip
SHARES = (0.01, 0.03, 0.05, 0.10, 0.15)
LIGHT: tuple[Edit, ...] = (source_line, tone_style, marks_lost, shouted)
"""What may happen to a copy of a notice, whose numbers and names stay."""


def made(dice: random.Random, stories: int, notices: int) -> list[tuple[int, str, Text]]:
    """Origin, what was done to it, the text; in any order. Every second story has a copy, and some have one with two
    edits; every sixth notice is reprinted."""
    origin, found, known = 0, [], set()
    for number in range(stories):
        write = report if number % 50 == 0 else brief if number % 5 == 4 else story
        text = write(dice)
        found.append((origin := origin + 1, write.__name__, text))
        found += [(origin, f"{write.__name__}, {kind}", copy) for kind, copy in _copies(dice, number, text)]
    for form in FORMS:
        for number in range(notices):
            text = form(dice)
            if text in known:
                continue
            known.add(text)
            found.append((origin := origin + 1, form.__name__, text))
            if number % 6 == 0:
                found.append((origin, "notice, reprinted", dice.choice(LIGHT)(dice, text)))
    dice.shuffle(found)
    return found


def _copies(dice: random.Random, number: int, text: Text) -> list[tuple[str, Text]]:
    if number % 4 == 0:
        share = dice.choice(SHARES)
        return [("reworded", reworded(dice, text, share))]
    if number % 4 == 1:
        edit = dice.choice(EDITS)
        return [(edit.__name__.replace("_", " "), edit(dice, text))]
    if number % 8 == 2:
        one, other = dice.sample(EDITS[:8], 2)
        return [("two edits", other(dice, one(dice, text)))]
    return []
