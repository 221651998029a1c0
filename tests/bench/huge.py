"""A portal of any size whose pages are made as they are asked for: `python -m tests.bench.huge ARTICLES`.

Cheap enough that the crawler is what takes the time. Prints its address, and serves until it is killed. The same number
of articles always gives the same pages.
"""

import asyncio
import random
import sys
from functools import cache

LISTS, PER_PAGE = 20, 20
WORDS = (
    "xã huyện nhân dân hội nghị công tác đại biểu chương trình nông thôn mới kết quả đường cầu trường trạm lúa mùa vụ"
    " sản xuất thi đua phong trào thanh niên phụ nữ cựu chiến binh mặt trận ngân sách đầu tư dự án hộ nghèo vay vốn"
    " rừng trồng chăn nuôi dịch bệnh tiêm phòng học sinh giáo viên văn hóa thể thao an ninh trật tự quốc phòng quân"
    " tuyển gọi lễ kỷ niệm truyền thống thông báo quyết định kế hoạch hướng dẫn báo cáo hồ sơ thủ tục hành chính"
).split()


class Portal:
    """What a portal of so many articles answers. Article n stands in list n % LISTS, the largest number newest."""

    def __init__(self, articles: int) -> None:
        self.each = -(-articles // LISTS)
        self.menu = "".join(f"<li><a href='/chuyen-muc-{n}'>Chuyên mục số {n}</a></li>" for n in range(LISTS))

    def answer(self, path: str) -> tuple[int, str]:
        name, _, query = path.partition("?")
        if name == "/":
            return 200, self._page("Cổng thông tin điện tử huyện Suối Lớn", "<h2>Chào mừng</h2>")
        if name.startswith("/chuyen-muc-") and name[12:].isdigit() and int(name[12:]) < LISTS:
            return self._list(int(name[12:]), int(query.removeprefix("page=") or 1))
        number = name.removesuffix(".html").rpartition("-")[2]
        if name.startswith("/tin/") and number.isdigit() and 0 <= int(number) - 100_000 < self.each * LISTS:
            return 200, self._article(int(number) - 100_000)
        return 404, self._page("404", "<h1>Không tìm thấy trang</h1>")

    def _list(self, at: int, number: int) -> tuple[int, str]:
        pages = -(-self.each // PER_PAGE)
        if not 1 <= number <= pages:
            return 404, self._page("404", "<h1>Không tìm thấy trang</h1>")
        first = self.each - 1 - (number - 1) * PER_PAGE
        items = "".join(self._item(place * LISTS + at) for place in range(first, max(first - PER_PAGE, -1), -1))
        near = {1, pages, *range(max(number - 3, 1), min(number + 3, pages) + 1)}
        links = "".join(f"<a href='/chuyen-muc-{at}?page={n}'>{n}</a> " for n in sorted(near))
        return 200, self._page(
            f"Chuyên mục số {at}",
            f"<h2>Chuyên mục số {at}</h2><div class='news-list'>{items}</div><div class='pager'>{links}</div>"
            f"<p>Tổng số: {self.each} bài viết</p>",
        )

    @staticmethod
    def _item(number: int) -> str:
        return (
            f"<div class='item'><h3><a href='{path(number)}'>{title(number)}</a></h3>"
            f"<span class='date'>{day(number)}</span><p>{sentence(number, 15)}.</p></div>"
        )

    def _article(self, number: int) -> str:
        dice = random.Random(number)
        paragraphs = "".join(
            f"<p>{' '.join(dice.choices(WORDS, k=60)).capitalize()} số {dice.randrange(10**6)}.</p>" for _ in range(4)
        )
        others = "".join(
            f"<li><a href='{path(n)}'>{title(n)}</a></li>" for n in range(number - LISTS, number - 9 * LISTS, -LISTS)
            if n >= 0
        )  # fmt: skip
        return self._page(
            title(number),
            f"<h1>{title(number)}</h1><div class='date'>Ngày đăng: {day(number)} 08:30</div>"
            f"<div class='content'>{paragraphs}</div><p>Tác giả: Ban biên tập</p>"
            f"<h3>Các tin khác</h3><ul class='others'>{others}</ul>",
        )

    def _page(self, name: str, main: str) -> str:
        return (
            f"<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'><title>{name}</title></head><body>"
            f"<ul class='menu'><li><a href='/'>Trang chủ</a></li>{self.menu}</ul><div id='main'>{main}</div>"
            "<div class='footer'>Cổng thông tin điện tử huyện Suối Lớn. Địa chỉ: thị trấn Suối Lớn.</div></body></html>"
        )


def path(number: int) -> str:
    return f"/tin/bai-viet-{number + 100_000}.html"


def day(number: int) -> str:
    months, days = divmod(number // 30, 28)
    return f"{days + 1:02}/{months % 12 + 1:02}/{2005 + months // 12 % 20}"


@cache
def _letters(length: int) -> list[str]:
    return random.Random(length).choices(WORDS, k=5000)


def sentence(number: int, words: int) -> str:
    start = number * 7919 % (5000 - words)
    return " ".join(_letters(words)[start : start + words]).capitalize()


def title(number: int) -> str:
    return f"{sentence(number, 7)} {number}"


async def serve(articles: int) -> None:
    portal = Portal(articles)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := (await reader.readline()).decode("latin-1"):
            while (await reader.readline()).strip():
                pass
            status, text = portal.answer(line.split()[1])
            body = text.encode()
            head = (
                f"HTTP/1.1 {status} -\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            writer.write(head.encode() + body)
            await writer.drain()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
