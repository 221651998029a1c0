# ruff: noqa: E501 (prose)
"""Made-up texts of a portal: news, and notices that fill in forms; and what an editor makes of a text he copies.

Two notices of one form are never copies, however much they have in common.
"""

import random
import re
from collections.abc import Callable
from itertools import product

Text = tuple[str, str, str]
"""Title, lead, body."""

SYLLABLES = ["".join(parts) for parts in product("bcdđhlmnstvx", "aăâeêioôơuư", ("", "n", "ng", "m", "t"))]
PHRASES = (
    "Ủy ban nhân dân huyện", "trên địa bàn huyện", "lãnh đạo các phòng ban", "thực hiện nhiệm vụ", "phát biểu tại hội nghị",
    "theo chỉ đạo của tỉnh", "công tác cải cách hành chính", "xây dựng nông thôn mới", "phát triển kinh tế xã hội",
    "Hội đồng nhân dân huyện", "đảm bảo an ninh trật tự", "các xã và thị trấn", "nâng cao chất lượng", "trong thời gian tới",
    "hòa giải ở cơ sở", "thủy lợi nội đồng", "bà con nhân dân", "khỏe mạnh", "tổ chức lễ phát động",
)  # fmt: skip
PLACES = (
    "Đông Phú", "Hương An", "Quế Phú", "Quế Xuân", "Quế Long", "Quế Phong", "Quế Thuận", "Quế Hiệp", "Quế Châu",
    "Quế Minh", "Quế An", "Quế Mỹ", "Phú Thọ", "Bình Sơn", "Tam Kỳ", "Núi Thành", "Tiên Cảnh", "Trà Linh", "Duy Sơn",
    "Đại Hồng", "Điện Bàn", "Cẩm Thanh", "Phước Gia", "Sơn Viên", "Bà Rén", "Hội Khách", "Việt An", "Tân An",
)  # fmt: skip
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Phan", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô")
MIDDLE = ("Văn", "Thị", "Đình", "Hữu", "Minh", "Quang", "Ngọc", "Thanh", "Công", "Xuân")
GIVEN = (
    "An",
    "Bình",
    "Cường",
    "Dũng",
    "Hà",
    "Hải",
    "Hạnh",
    "Hùng",
    "Lan",
    "Linh",
    "Nam",
    "Phúc",
    "Sơn",
    "Tâm",
    "Thảo",
    "Vy",
)
POSTS = (
    "Trưởng phòng Nội vụ",
    "Phó Chánh Văn phòng",
    "Hiệu trưởng trường tiểu học",
    "Chủ tịch Hội Nông dân",
    "Bí thư Đoàn",
)
GOODS = (
    "Gạo tẻ thường",
    "Thịt heo hơi",
    "Thịt bò",
    "Gà ta",
    "Trứng vịt",
    "Cá nục",
    "Rau muống",
    "Đường trắng",
    "Xăng RON 95",
)
TASKS = (
    "họp giao ban",
    "làm việc với xã",
    "tiếp công dân",
    "dự hội nghị trực tuyến",
    "kiểm tra công trình",
    "họp Ban Thường vụ",
)
DAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu")


def syllables(dice: random.Random, count: int) -> list[str]:
    return [SYLLABLES[min(int(dice.expovariate(0.012)), len(SYLLABLES) - 1)] for _ in range(count)]


def person(dice: random.Random) -> str:
    return f"{dice.choice(FAMILY)} {dice.choice(MIDDLE)} {dice.choice(GIVEN)} {dice.choice(GIVEN)}"


def date(dice: random.Random) -> str:
    return f"{dice.randint(1, 28):02d}/{dice.randint(1, 12)}/{dice.randint(2015, 2024)}"


def sentence(dice: random.Random) -> str:
    words = syllables(dice, dice.randint(6, 18))
    for _ in range(dice.randint(0, 2)):
        extra = dice.choice(
            (dice.choice(PHRASES), dice.choice(PLACES), person(dice), str(dice.randint(2, 900)), date(dice))
        )
        words.insert(dice.randint(1, len(words)), extra)
    text = " ".join(words)
    return f"{text[0].upper()}{text[1:]}."


def news(dice: random.Random) -> Text:
    body = [" ".join(sentence(dice) for _ in range(dice.randint(2, 5))) for _ in range(dice.randint(2, 9))]
    return sentence(dice)[:-1], sentence(dice), "\n\n".join(body)


def _power(dice: random.Random) -> Text:
    places = ", ".join(f"thôn {dice.randint(1, 9)} xã {each}" for each in dice.sample(PLACES, dice.randint(1, 4)))
    return (
        "Thông báo lịch ngừng cung cấp điện",
        "",
        f"Điện lực {dice.choice(PLACES)} thông báo đến quý khách hàng lịch ngừng cung cấp điện để sửa chữa, bảo dưỡng lưới "
        f"điện. Thời gian từ {dice.randint(5, 8)}h{dice.choice(('00', '30'))} đến {dice.randint(11, 17)}h00 ngày {date(dice)}. "
        f"Khu vực mất điện: {places}. Lý do: vệ sinh công nghiệp, thay sứ hạ thế. Trong thời gian trên kính mong quý khách "
        "hàng thông cảm và chủ động bố trí sản xuất, sinh hoạt phù hợp. Mọi thắc mắc xin liên hệ tổng đài chăm sóc khách hàng.",
    )


def _meeting(dice: random.Random) -> Text:
    return (
        f"Giấy mời số {dice.randint(1, 400)}/GM-UBND",
        "",
        f"Ủy ban nhân dân huyện trân trọng kính mời các đồng chí lãnh đạo phòng, ban, ngành dự cuộc họp do đồng chí "
        f"{person(dice)}, Phó Chủ tịch chủ trì. Thời gian: {dice.randint(7, 15)}h00 ngày {date(dice)}. Địa điểm: Hội trường xã "
        f"{dice.choice(PLACES)}. Đề nghị các đồng chí chuẩn bị nội dung báo cáo bằng văn bản gửi về Văn phòng trước ngày họp và "
        f"tham dự đúng thành phần. Nơi nhận: như trên, lưu văn thư. Người ký: {person(dice)}.",
    )


def _appointment(dice: random.Random) -> Text:
    one = person(dice)
    return (
        f"Công bố quyết định bổ nhiệm ông {one}",
        "",
        f"Sáng ngày {date(dice)}, Ban Thường vụ tổ chức lễ công bố quyết định về công tác cán bộ. Theo đó, điều động, bổ nhiệm ông {one} giữ "
        f"chức vụ {dice.choice(POSTS)}, thời hạn giữ chức vụ theo quy định. Phát biểu giao nhiệm vụ, lãnh đạo huyện chúc mừng và "
        f"đề nghị ông {one} trên cương vị mới tiếp tục phát huy năng lực, đoàn kết nội bộ, hoàn thành tốt nhiệm vụ được giao. "
        "Ông bày tỏ cảm ơn sự tin tưởng của lãnh đạo và hứa sẽ nỗ lực hết mình vì sự phát triển chung của quê hương.",
    )


def _prices(dice: random.Random) -> Text:
    day = date(dice)
    lines = "\n".join(f"{each}: {dice.randint(12, 280)}.000 đồng/kg" for each in GOODS)
    return (
        f"Giá cả thị trường ngày {day}",
        f"Bản tin giá cả một số mặt hàng thiết yếu tại chợ {dice.choice(PLACES)}.",
        f"Phòng Kinh tế và Hạ tầng tổng hợp giá bán lẻ một số mặt hàng trên địa bàn ngày {day} như sau:\n{lines}\nNguồn cung các "
        "mặt hàng thiết yếu dồi dào, giá cả ổn định, không có hiện tượng găm hàng tăng giá bất hợp lý trên thị trường.",
    )


def _weather(dice: random.Random) -> Text:
    day = date(dice)
    return (
        f"Dự báo thời tiết ngày {day}",
        "",
        f"Dự báo thời tiết đêm nay và ngày mai {day} khu vực huyện: Mây thay đổi, có lúc có mưa rào và dông vài nơi, ngày nắng. "
        f"Gió đông bắc cấp {dice.randint(2, 4)}, trong cơn dông có khả năng xảy ra lốc, sét và gió giật mạnh. Nhiệt độ thấp nhất "
        f"{dice.randint(18, 26)} độ, cao nhất {dice.randint(27, 38)} độ, độ ẩm {dice.randint(55, 95)} phần trăm. Đề nghị bà con "
        "chủ động theo dõi các bản tin tiếp theo trên hệ thống truyền thanh cơ sở.",
    )


def _schedule(dice: random.Random) -> Text:
    week = dice.randint(1, 52)
    lines = "\n".join(
        f"{day}: Sáng, đồng chí {person(dice)} {dice.choice(TASKS)}, lúc {dice.randint(7, 9)}h30. Chiều, đồng chí "
        f"{person(dice)} {dice.choice(TASKS)} {dice.choice(PLACES)}."
        for day in DAYS
    )
    return (
        f"Lịch công tác tuần {week} của lãnh đạo huyện",
        "",
        f"Văn phòng thông báo lịch công tác tuần thứ {week} từ ngày {date(dice)} của Thường trực Hội đồng nhân dân và lãnh đạo "
        f"Ủy ban nhân dân huyện như sau:\n{lines}\nLịch này thay giấy mời họp, nếu có thay đổi Văn phòng sẽ thông báo sau.",
    )


def _auction(dice: random.Random) -> Text:
    rules = (
        "Người có nhu cầu đăng ký tham gia đấu giá trực tiếp nộp hồ sơ tham gia đấu giá hợp lệ hoặc ủy quyền bằng văn bản cho "
        "người khác thay mặt mình tham gia đấu giá. Trường hợp pháp luật có quy định về điều kiện khi tham gia đấu giá thì người "
        "tham gia đấu giá phải đáp ứng điều kiện đó theo Luật Đất đai năm 2013, Nghị định số 43/2014/NĐ-CP, Thông tư số "
        "48/2017/TT-BTP và Luật Đấu giá tài sản số 01/2016/QH14 ngày 17/11/2016. Hồ sơ gồm phiếu đăng ký theo mẫu do tổ chức đấu "
        "giá phát hành, bản sao giấy tờ tùy thân, giấy nộp tiền đặt trước vào tài khoản của tổ chức đấu giá. Người không được "
        "tham gia đấu giá gồm người không có năng lực hành vi dân sự, người có thẩm quyền quyết định bán tài sản, cha mẹ, vợ "
        "chồng, con và anh chị em ruột của đấu giá viên điều hành phiên đấu giá. Hình thức đấu giá bằng bỏ phiếu trực tiếp tại "
        "phiên đấu giá, phương thức trả giá lên. Khách hàng xem tài sản trong giờ hành chính tại nơi có tài sản. "
    )
    return (
        f"Thông báo đấu giá quyền sử dụng đất tại xã {dice.choice(PLACES)}",
        "",
        f"Trung tâm Dịch vụ đấu giá tài sản thông báo bán đấu giá quyền sử dụng {dice.randint(2, 60)} lô đất ở tại xã "
        f"{dice.choice(PLACES)}, tổng diện tích {dice.randint(200, 9000)} m2, giá khởi điểm {dice.randint(200, 5000)}.000.000 "
        f"đồng. {rules}Thời gian bán hồ sơ đến 17h00 ngày {date(dice)}; đấu giá lúc 8h00 ngày {date(dice)} tại trụ sở "
        f"xã {dice.choice(PLACES)}. Mọi chi tiết liên hệ ông {person(dice)}, điện thoại 0{dice.randint(900_000_000, 999_999_999)}.",
    )


def _planning(dice: random.Random) -> Text:
    return (
        "Thông báo về việc lấy ý kiến cộng đồng dân cư",
        "",
        f"Phòng Kinh tế và Hạ tầng thông báo niêm yết công khai để lấy ý kiến của cơ quan, tổ chức, cá nhân và cộng đồng dân cư "
        f"có liên quan về đồ án quy hoạch chi tiết khu dân cư nông thôn xã {dice.choice(PLACES)} giáp xã {dice.choice(PLACES)} và thị trấn {dice.choice(PLACES)}. "
        "Hồ sơ niêm yết gồm bản đồ hiện trạng, bản đồ sử dụng đất và thuyết minh tóm tắt. Ý kiến góp ý gửi bằng văn bản về Phòng "
        "trong thời gian niêm yết để tổng hợp, hoàn thiện đồ án trình phê duyệt theo quy định của pháp luật hiện hành.",
    )


def _thanks(dice: random.Random) -> Text:
    one = person(dice)
    return (
        "Tin buồn",
        "",
        f"Ban Chấp hành Đảng bộ, Hội đồng nhân dân, Ủy ban nhân dân và gia đình vô cùng thương tiếc báo tin: đồng chí {one}, "
        f"nguyên quán xã {dice.choice(PLACES)}, nguyên {dice.choice(POSTS)}, cán bộ hưu trí, do tuổi cao sức yếu đã từ trần tại "
        f"nhà riêng. Lễ viếng và lễ truy điệu được tổ chức trọng thể tại quê nhà. Đồng chí {one} là người cán bộ tận tụy, được "
        "đồng chí, đồng nghiệp và bà con lối xóm quý mến. Xin trân trọng báo tin đến bạn bè gần xa.",
    )


def _vaccination(dice: random.Random) -> Text:
    lines = "\n".join(f"- Trạm Y tế {each}: {dice.randint(20, 400)} liều" for each in dice.sample(PLACES, 6))
    return (
        "Kế hoạch tiêm chủng mở rộng",
        "Trung tâm Y tế thông báo kế hoạch tiêm chủng mở rộng cho trẻ em trên địa bàn.",
        f"Đợt tiêm diễn ra trong ngày {dice.randint(1, 28)} tháng {dice.randint(1, 12)} tại các trạm sau:\n{lines}\nĐề nghị phụ "
        "huynh đưa trẻ đến đúng giờ, mang theo sổ theo dõi sức khỏe và khai báo tình trạng của trẻ với cán bộ y tế trước khi tiêm.",
    )


FORMS: tuple[Callable[[random.Random], Text], ...] = (
    _power, _meeting, _appointment, _prices, _weather, _schedule, _auction, _planning, _thanks, _vaccination,
)  # fmt: skip

_TONES = {"òa": "oà", "óa": "oá", "ỏa": "oả", "õa": "oã", "ọa": "oạ", "ủy": "uỷ", "ùy": "uỳ", "úy": "uý", "ũy": "uỹ", "ụy": "uỵ",
          "òe": "oè", "óe": "oé", "ỏe": "oẻ", "õe": "oẽ", "ọe": "oẹ", "Ủy": "Uỷ"}  # fmt: skip


def edited(dice: random.Random, text: Text, share: float) -> Text:
    """A copy in which about so many of the syllables were left out, put in or replaced, in runs of one to eight."""
    title, lead, body = text
    words = re.split(r"(\s+)", body)
    count = (len(words) + 1) // 2
    left = max(1, round(share * count))
    while left > 0:
        run = min(left, dice.randint(1, 8))
        place = 2 * dice.randrange(max(1, count - run))
        end, fresh = place + 2 * run, " ".join(sentence(dice).split()[:run])
        match dice.choice(("insert", "delete", "replace")):
            case "insert":
                words[place] = f"{fresh} {words[place]}"
            case "delete":
                words[place:end] = [""]
            case _:
                words[place:end] = [fresh + " "]
        words = re.split(r"(\s+)", "".join(words).strip())
        count = (len(words) + 1) // 2
        left -= run
    return dressed(dice, (title, lead, "".join(words)))


def dressed(dice: random.Random, text: Text) -> Text:
    """The same words in another dress: byline, style of tones, capitals, headline, lead."""
    title, lead, body = text
    if dice.random() < 0.4:
        body += f"\n\n{dice.choice((person(dice), f'Theo Báo {dice.choice(PLACES)}', f'Tin, ảnh: {person(dice)}'))}"
    if dice.random() < 0.3:
        lead, body = (re.sub("|".join(_TONES), lambda match: _TONES[match[0]], part) for part in (lead, body))
    if dice.random() < 0.2:
        title = title.upper()
    if dice.random() < 0.2:
        first, dot, rest = body.partition(". ")
        body = first.upper() + dot + rest
    if dice.random() < 0.2:
        title = sentence(dice)[:-1]
    return title, lead, body


def excerpt(dice: random.Random, text: Text, share: float) -> Text:
    """The first part of a text, with a headline of its own."""
    words = text[2].split(" ")
    return sentence(dice)[:-1], text[1], " ".join(words[: round(share * len(words))])


def new_lead(dice: random.Random, text: Text) -> Text:
    return text[0], sentence(dice), text[2]
