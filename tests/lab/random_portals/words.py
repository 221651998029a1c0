"""Vietnamese sentences, names and titles composed from a word stock: varied, and never copied from anywhere."""

from __future__ import annotations

import unicodedata
from random import Random

OFFICES = (
    "Ủy ban nhân dân xã|Hội Phụ nữ xã|Đoàn Thanh niên xã|Hội Nông dân huyện|Phòng Giáo dục và Đào tạo|Trạm Y tế xã|"
    "Ban Chỉ huy Quân sự huyện|Công an xã|Hội Cựu chiến binh|Mặt trận Tổ quốc xã|"
    "Trung tâm Văn hóa|Hợp tác xã nông nghiệp|"
    "Đảng ủy xã|Hạt Kiểm lâm|Phòng Nội vụ|Ngân hàng Chính sách|Trường Tiểu học|Bưu điện huyện|Liên đoàn Lao động huyện|"
    "Phòng Tài nguyên và Môi trường|Hội Người cao tuổi|Ban quản lý chợ|Trung tâm Dịch vụ nông nghiệp|Thanh tra huyện"
).split("|")
PLACES = (
    "An Khê|Bình Lộc|Cẩm Sơn|Đồng Tâm|Hòa Thuận|Phú Diên|Tân Lạc|Thạch Bàn|Vĩnh Hảo|Xuân Quang|Yên Thịnh|Mỹ Lâm|"
    "Quảng Thành|Long Điền|Trường Giang|Sơn Hạ|Nam Phước|Đại Hiệp|"
    "Kim Liên|Hưng Nhân|Ngọc Lĩnh|Diễn Châu|Lộc An|Trà Bồng"
).split("|")
ACTS = (
    "tổ chức|phát động|khai mạc|tổng kết|triển khai|kiểm tra|bàn giao|công bố|trao tặng|tiếp nhận|khánh thành|rà soát|"
    "hoàn thành|phối hợp thực hiện|hướng dẫn|ra quân thực hiện|sơ kết|giám sát|đưa vào sử dụng|nghiệm thu"
).split("|")
THINGS = (
    "tuyến đường bê tông liên thôn|mô hình nuôi ong lấy mật|lớp tập huấn chăn nuôi|"
    "hội thi kể chuyện|công trình nước sạch|"
    "phong trào trồng cây|đợt tiêm phòng cho gia súc|kế hoạch phòng chống thiên tai|nhà văn hóa thôn|quỹ khuyến học|"
    "chiến dịch vệ sinh môi trường|giải bóng chuyền|chương trình hiến máu|"
    "đề án chuyển đổi số|hồ chứa nước|tủ sách cộng đồng|"
    "lớp xóa mù chữ|phiên chợ hàng địa phương|việc cấp giấy chứng nhận|"
    "hội nghị đối thoại|ngày hội đoàn kết|bếp ăn bán trú|"
    "vườn ươm cây giống|cầu dân sinh|đội văn nghệ quần chúng|phương án chữa cháy rừng|"
    "tổ công nghệ số|sân chơi thiếu nhi"
).split("|")
AIMS = (
    "nhằm nâng cao đời sống của bà con|để giữ gìn nếp sống văn minh|"
    "phục vụ sản xuất vụ hè thu|góp phần giảm nghèo bền vững|"
    "bảo đảm an toàn trước mùa mưa bão|để trẻ em được đến trường đầy đủ|theo nghị quyết đã được thông qua|"
    "với sự đồng tình của các hộ dân|bằng nguồn vốn đối ứng của nhân dân|trong khuôn khổ chương trình nông thôn mới|"
    "để người dân tiện đi lại|qua đó tạo thêm việc làm tại chỗ|với tinh thần nói ít làm nhiều"
).split("|")
TIMES = (
    "Sáng sớm|Trong tuần qua|Vào dịp cuối quý|Ngay sau lễ|Từ đầu năm đến nay|"
    "Trước đó|Cũng trong buổi sáng|Mấy năm gần đây|"
    "Theo kế hoạch|Sau ba tháng thực hiện|Đến giữa vụ|Ở các thôn vùng cao|"
    "Tại buổi làm việc|Nhân kỷ niệm ngày thành lập|"
    "Dù thời tiết không thuận lợi|Nhờ cách làm sáng tạo|Bên cạnh đó|Về lâu dài|Từ nguồn kinh phí hỗ trợ"
).split("|")
UNITS = (
    "hộ dân|đại biểu|hội viên|học sinh|lượt người|héc-ta lúa|cây xanh|suất quà|mét đường|con bò giống|thôn|ngày công"
).split("|")
ENDS = (
    "được lãnh đạo địa phương ghi nhận|đã đăng ký tham gia|được hỗ trợ trong đợt này|vượt chỉ tiêu đề ra|"
    "tăng so với cùng kỳ|sẽ được nhân rộng trong thời gian tới|đã có mặt từ rất sớm|được thống kê đến cuối tháng|"
    "cần được chăm sóc thường xuyên|đạt yêu cầu sau khi kiểm tra"
).split("|")
FAMILIES = "Nguyễn|Trần|Lê|Phạm|Hoàng|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Huỳnh|Phan|Trương|Đinh".split("|")
MIDDLES = "Văn|Thị|Hữu|Minh|Ngọc|Thanh|Quốc|Đức|Thu|Kim|Xuân|Hồng|Công|Bảo".split("|")
GIVEN = (
    "An|Bình|Châu|Dũng|Giang|Hà|Hải|Hạnh|Khánh|Lan|Linh|Long|Mai|Nam|Nga|Phúc|Quân|Sơn|Tâm|Thảo|Trang|Tuấn|Vinh|Yến"
).split("|")
SYLLABLES = "ba co da ga ha ka la ma na pa ra sa ta va xa bo cu di gu he ki lo mu ne po ru si te vu xo".split()


def person(random: Random) -> str:
    """A full name of three words."""
    return " ".join(random.choice(part) for part in (FAMILIES, MIDDLES, GIVEN))


def place(random: Random) -> str:
    return random.choice(PLACES)


def sentence(random: Random) -> str:
    """One sentence of 12 to 40 words."""
    doer = f"{random.choice(OFFICES)} {place(random)}"
    deed = f"{random.choice(ACTS)} {random.choice(THINGS)}"
    count = f"{random.randint(3, 990)} {random.choice(UNITS)}"
    aim = random.choice(AIMS)
    shape = random.randrange(6)
    if shape == 0:
        return f"{random.choice(TIMES)}, {doer} {deed} tại thôn {place(random)}, {aim}."
    if shape == 1:
        return f"Có {count} ở {place(random)} {random.choice(ENDS)}, {aim}."
    if shape == 2:
        return f"Ông {person(random)} cho biết, {doer} sẽ {deed} {aim}."
    if shape == 3:
        apart = f"riêng {place(random)} có {random.randint(2, 60)} {random.choice(UNITS)}"
        return f"{random.choice(TIMES)}, {count} {random.choice(ENDS)}; {apart}."
    if shape == 4:
        return f"{doer} {deed}, {aim}, trong đó {count} {random.choice(ENDS)}."
    return f"Bà {person(random)}, đại diện {doer}, mong muốn {random.choice(THINGS)} {random.choice(ENDS)}."


def paragraph(random: Random, least: int = 1, most: int = 5) -> str:
    """A few sentences."""
    sentences = [sentence(random) for _ in range(random.randint(least, most))]
    return " ".join(sentences)


def headline(random: Random) -> str:
    """A title of 8 to 18 words."""
    doer = f"{random.choice(OFFICES)} {place(random)}"
    deed = f"{random.choice(ACTS)} {random.choice(THINGS)}"
    shape = random.randrange(5)
    if shape == 0:
        return f"{doer} {deed}"
    if shape == 1:
        return f"{place(random)}: {random.randint(3, 990)} {random.choice(UNITS)} {random.choice(ENDS)}"
    if shape == 2:
        return f"{doer} {deed} {random.choice(AIMS)}"
    if shape == 3:
        year = random.randint(2011, 2024)
        return f"{random.choice(ACTS).capitalize()} {random.choice(THINGS)} tại {place(random)} năm {year}"
    return f"Chuyện về {random.choice(THINGS)} ở {place(random)}"


def ascii_of(text: str) -> str:
    """Without Vietnamese marks."""
    plain = text.replace("đ", "d").replace("Đ", "D")
    return unicodedata.normalize("NFD", plain).encode("ascii", "ignore").decode()


def slug(text: str) -> str:
    """Lower-case ASCII words joined by hyphens."""
    letters = [letter if letter.isalnum() else " " for letter in ascii_of(text).lower()]
    return "-".join("".join(letters).split())


def token(random: Random, syllables: int = 2) -> str:
    """A made-up name without meaning, such as a class or a parameter that nobody has heard of."""
    return "".join(random.choice(SYLLABLES) for _ in range(syllables))
