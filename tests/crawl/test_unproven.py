"""Where a list ends: by what the portal counts, or because each control beside it was tried."""

from __future__ import annotations

from pathlib import Path

from tests.crawl.tools import Told, assert_sound, crawl, news, rows, site, value

PAGE = 4


def paged(control: str, addresses: list[str], heading: str = "Tin tức") -> dict[str, Told]:
    """The small portal, its list cut into three pages; `control` leads from each to the next, `{}` is the address."""
    answers = news(3 * PAGE)
    items = answers["/tin-tuc"].body.decode().split("<li class='item'>")
    head, entries, tail = items[0], items[1:], "</ul>"
    entries[-1] = entries[-1].partition("</ul>")[0]
    for number, path in enumerate(["/tin-tuc", *addresses]):
        shown = "".join(f"<li class='item'>{each}" for each in entries[number * PAGE : (number + 1) * PAGE])
        ways = control.format(addresses[number]) if number < len(addresses) else ""
        here = head if number == 0 else head.replace("Tin tức", heading)
        answers[path] = Told((here + shown + tail + ways + "</body></html>").encode())
    return answers


def test_a_control_that_says_nothing_known_is_tried_and_followed_to_the_end(tmp_path: Path) -> None:
    answers = paged("<a class='xem-next' href='{}'>&#10148;</a>", ["/tin-tuc/b", "/tin-tuc/c"])
    with site(answers) as running:
        ran = crawl(running.base, tmp_path)
    assert ran.code == 0, ran.out
    assert value(tmp_path, "select count(*) from articles") == 3 * PAGE
    assert rows(tmp_path, "select extent from coverage") == [("whole",)]
    assert_sound(tmp_path)


def test_a_page_under_another_title_is_none_of_the_list(tmp_path: Path) -> None:
    answers = paged("<a class='xem-next' href='{}'>&#10148;</a>", ["/tin-tuc/b"], heading="Văn bản mới")
    with site(answers) as running:
        ran = crawl(running.base, tmp_path)
    assert value(tmp_path, "select count(*) from article_categories c join categories g on g.id = c.category_id "
                           "where g.url like '%/tin-tuc'") == PAGE  # fmt: skip
    assert "Traceback" not in ran.said


def test_a_list_whose_further_page_never_answers_is_not_called_whole(tmp_path: Path) -> None:
    answers = paged("<a class='xem-next' href='{}'>&#10148;</a>", ["/tin-tuc/b"])
    answers["/tin-tuc/b"] = Told(b"", 500)
    with site(answers) as running:
        ran = crawl(running.base, tmp_path)
    assert ran.code == 3
    assert "nothing shows that the list ends after 4 articles" in ran.out
    assert rows(tmp_path, "select extent from coverage") == [("unproven",)]
    assert_sound(tmp_path)
