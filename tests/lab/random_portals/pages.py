"""The pages of a portal: home, lists, articles, and what is neither."""

from __future__ import annotations

from html import escape
from random import Random, SystemRandom
from typing import TYPE_CHECKING

from tests.lab.random_portals import words
from tests.lab.random_portals.addresses import href
from tests.lab.random_portals.skins.around import Around
from tests.lab.random_portals.skins.near_text import Near
from tests.lab.random_portals.skins.rows import Row
from tests.lab.random_portals.traits import ORDINARY
from tests.lab.random_portals.truth import Article, Category

if TYPE_CHECKING:
    from tests.lab.random_portals.site import Portal

HOT = ("Tin mới", "Tin nổi bật", "Đọc nhiều", "Tin mới nhất", "Được quan tâm")


def link(portal: Portal, article: Article, category: Category | None = None) -> str:
    """The attribute's value for a link to an article from a list, or from anywhere else."""
    home = category or portal.categories[article.categories[0]]
    address = portal.address(article, home)
    if portal.traits["address"] == "case" and category is None:
        head, _, tail = address.rpartition("/")
        address = f"{head.title()}/{tail.upper() if portal.shouts else tail.capitalize()}"
    return escape(href(address, portal.encoded))


def box(portal: Portal, random: Random, title: str, count: int, newest: bool) -> str:
    """A side box of links to articles."""
    ranked = sorted(portal.listed, key=lambda each: each.published, reverse=True)
    chosen = ranked[:count] if newest else random.sample(ranked, min(count, len(ranked)))
    items = [f'<li><a href="{link(portal, article)}">{escape(article.title)}</a></li>' for article in chosen]
    return f'<div class="{portal.side_class}"><h3>{title}</h3><ul>{"".join(items)}</ul></div>'


def side(portal: Portal) -> str:
    """All side boxes; those of a skin may be others at each request."""
    return portal.skin.side(anywhere(portal)) + _side(portal)


def anywhere(portal: Portal) -> list[str]:
    """Links to some articles, others at each call."""
    chosen = SystemRandom().sample(portal.listed, 4)
    return [f'<a href="{link(portal, article)}">{escape(article.title)}</a>' for article in chosen]


def _side(portal: Portal) -> str:
    """The side boxes that are the same on every page."""
    random = Random(f"{portal.seed} side")
    extras = portal.traits["extras"]
    if extras == "none":
        return ""
    if extras == "months":
        links = [f'<li><a href="/luu-tru/2019/{month:02d}">Tháng {month}/2019</a></li>' for month in (3, 4, 5)]
        return f"<div><h3>Lưu trữ</h3><ul>{''.join(links)}</ul></div>"
    if extras == "tags":
        return '<div><h3>Từ khóa</h3><a href="/tu-khoa/nong-thon">nông thôn</a> <a href="/tu-khoa/xa">xã</a></div>'
    large = extras in ("large", "large-first")
    first = box(portal, random, portal.hot_title, 14 if large else 5, True)
    return first + (box(portal, random, "Xem nhiều", 12, False) if large else "")


# lists


def item(portal: Portal, article: Article, category: Category | None, pinned: bool = False) -> str:
    """One entry."""
    address = link(portal, article, category)
    anchor = f'<a href="{address}">{escape(article.title)}</a>'
    date = f"<span>{portal.list_date(article.published)}</span>" if portal.list_dates else ""
    lead = f"<p>{escape(article.lead[:160])}</p>" if portal.list_leads and article.lead else ""
    picture = ""
    if portal.list_pictures:
        picture = f'<a href="{address}"><img src="/upload/thumb/{article.number}.png" alt="" width="80"></a>'
    more = f' <a href="{address}">{portal.more_words}</a>' if portal.more_words else ""
    mark = ' <img src="/anh/hot.gif" alt="">' if pinned else ""
    return ITEMS[portal.traits["items"]](portal, anchor + mark, date, lead, picture, more)


ITEMS = {
    "li": lambda p, anchor, date, lead, picture, more: f"<li>{picture}{anchor} {date}{lead}{more}</li>",
    "div": lambda p, anchor, date, lead, picture, more: (
        f'<div class="{p.item_class}">{picture}<h3>{anchor}</h3>{date}{lead}{more}</div>'
    ),
    "table": lambda p, anchor, date, lead, picture, more: (
        f"<tr><td>{picture}</td><td>{anchor}{lead}{more}</td><td>{date}</td></tr>"
    ),
    "dl": lambda p, anchor, date, lead, picture, more: f"<dt>{picture}{anchor}</dt><dd>{date}{lead}{more}</dd>",
    "h3p": lambda p, anchor, date, lead, picture, more: f"<h3>{anchor}</h3><p>{date}</p>{lead}{more}",
    "card": lambda p, anchor, date, lead, picture, more: (
        f'<div class="{p.item_class}">{picture}<div>{anchor}</div><div>{date}</div></div>'
    ),
    "bare": lambda p, anchor, date, lead, picture, more: f"{anchor} {date}<br>",
}
CONTAINERS = {"li": "ul", "table": "table", "dl": "dl"}


def listing(portal: Portal, category: Category, page: int) -> str:
    """One page of a list."""
    pager = portal.pager
    numbers = category.members[(page - 1) * category.size : page * category.size]
    entries = [portal.articles[number] for number in numbers]
    items = [item(portal, article, category) for article in entries]
    if portal.traits["extras"] == "pinned" and len(category.members) > category.size:
        pinned = [portal.articles[number] for number in category.members[-2:]]
        items = [item(portal, article, category, pinned=True) for article in pinned] + items
    if not entries:
        items = []
    rows = [row(portal, article, category) for article in entries]
    skinned = portal.real.entries(rows) or portal.skin.entries(rows)
    if skinned:
        items = [skinned]
    tag = CONTAINERS.get(portal.traits["items"], "div")
    tag = "div" if skinned else tag
    shown = f'<{tag} class="{portal.list_class}">{"".join(items)}</{tag}>' if items else "<p>Không có bài viết nào.</p>"
    control = pager.html(category, page) if entries else ""
    said = pager.words(category, page) if entries else ""
    main = f"<h1>{escape(category.title)}</h1>{_placed(pager.position, shown, control, said, portal.outer_class)}"
    main = portal.real.around(lambda name: around(portal, category, page, name, main), main)
    fields = hidden(portal, category, page) if pager.kind.startswith("postback") and entries else ""
    boxes = side(portal)
    if portal.traits["extras"] == "large-first":
        main, boxes = boxes + main, ""
    return portal.chrome.page(category.title, main, boxes, pager.head(category, page), fields)


def row(portal: Portal, article: Article, category: Category) -> Row:
    """An entry, for a skin."""
    return Row(
        address=link(portal, article, category),
        title=article.title,
        when=article.published if portal.list_dates else None,
        lead=article.lead if portal.list_leads else "",
        picture=f"/upload/thumb/{article.number}.png",
        views=article.number * 7 % 900 + 3,
    )


def around(portal: Portal, category: Category, page: int, name: str, main: str) -> Around:
    """A page of a list, for a habit."""
    following = category.members[page * category.size : (page + 1) * category.size]
    newest = sorted(portal.listed, key=lambda each: each.published, reverse=True)[:8]
    others = []
    for other in portal.categories:
        if other is not category and other.members:
            few = [row(portal, portal.articles[number], other) for number in other.members[:5]]
            others.append((other.title, escape(other.address), few))
    return Around(
        name,
        main,
        category.title,
        escape(category.address),
        [row(portal, portal.articles[number], category) for number in following],
        [row(portal, article, portal.categories[article.categories[0]]) for article in newest],
        others,
    )


def _placed(position: str, shown: str, control: str, said: str, outer: str) -> str:
    """List and pager in their order; above, below, inside or outside the list's own box."""
    if position == "above":
        return f'<div class="{outer}">{said}{control}{shown}</div>'
    if position == "both":
        return f'<div class="{outer}">{control}{shown}{control}{said}</div>'
    if position == "outside":
        return f'<div><div class="{outer}"><div>{shown}</div></div></div><div>{said}{control}</div>'
    return f'<div class="{outer}">{shown}{said}{control}</div>'


def hidden(portal: Portal, category: Category, page: int) -> str:
    """The hidden fields of a form with state."""
    values = {
        "__EVENTTARGET": "",
        "__EVENTARGUMENT": "",
        "__VIEWSTATE": portal.pager.state(category, page),
        "__VIEWSTATEGENERATOR": "CA0B0334",
        "__EVENTVALIDATION": words.token(Random(page), 12),
    }
    return "".join(f'<input type="hidden" name="{name}" id="{name}" value="{value}">' for name, value in values.items())


def home(portal: Portal) -> str:
    """The newest of all, and of each list."""
    newest = sorted(portal.listed, key=lambda each: each.published, reverse=True)[:6]
    parts = [f"<h2>{portal.hot_title}</h2><ul>{''.join(_short(portal, article) for article in newest)}</ul>"]
    for category in portal.categories:
        if portal.home_blocks and category.members:
            few = [portal.articles[number] for number in category.members[:3]]
            entries = "".join(_short(portal, article) for article in few)
            heading = (
                f'<a href="{escape(category.address)}">{escape(category.title)}</a>'
                if portal.linked
                else escape(category.title)
            )
            parts.append(f"<h2>{heading}</h2><ul>{entries}</ul>")
    return portal.chrome.page("", "".join(parts), side(portal), portal.discovery_link)


def _short(portal: Portal, article: Article) -> str:
    return f'<li><a href="{link(portal, article)}">{escape(article.title)}</a></li>'


# articles


def article_page(portal: Portal, article: Article, second: bool = False) -> str:
    """An article, or its second page."""
    form, traits, wide = portal.form(article), portal.traits, portal.wide
    random = Random(f"{portal.seed} page {article.number}")
    lead, inside = form.lead(article)
    blocks = article.blocks
    if article.second_page:
        blocks = blocks[article.second_page :] if second else blocks[: article.second_page]
    last = second or not article.second_page
    text = portal.skin.blocks(blocks, [portal.real.block(block, form.block) for block in blocks])
    text += form.signature(article) + wide.signature(article) if last else ""
    if second:
        lead = ""
    elif inside:
        text, lead = lead + text, ""
    furniture = "".join(f"<p>{words}</p>" for words in form.furniture)
    where = traits["furniture"]
    text += furniture if where == "inside" else ""
    text = furniture + text if where == "inside-top" else text
    text = portal.real.inside(lambda name: near(portal, article, name, text), text)
    text = wide.in_text(text)
    text += portal.skin.in_text(portal, anywhere(portal))
    if article.second_page:
        text += _turn(portal, article, second)
    if traits["related"] == "sibling-inside":
        text += related(portal, random, article)
    date_after = f"<div>{form.date(article)}</div>" if traits["date_place"] == "after" else ""
    facts = form.facts(article, traits["date_place"] == "before")
    about = portal.skin.facts(facts, form.meta(facts))
    title = portal.skin.category_heading(portal.categories[article.categories[0]]) + about.above + form.title(article)
    head = wide.clock("above-title") + title + about.below
    above = form.tool_line("above") + portal.skin.tools(article, article.addresses[0])
    body = f'<div class="{form.text}">{text}</div>'
    if form.table_layout:
        body = f'<table width="100%" class="{form.text}"><tr><td>{text}</td></tr></table>'
    lead += about.under_lead
    under = about.under_text + form.after(article) + date_after + form.tool_line("below")
    whole = f"{head}{above}{lead}{body}{wide.clock('below-text')}{under}"
    tail = _neighbours(portal, article) + (
        related(portal, random, article) if traits["related"] in ("heading", "bare") else ""
    )
    tail += portal.real.under(lambda name: near(portal, article, name, text))
    tail += form.comments(random) + form.tool_line("end") + (furniture if where == "outside" else "")
    crumbs = wide.clock("crumbs") + (_crumbs(portal, article) if form.crumbs else "")
    main = f'{crumbs}<div class="{form.outer}"><div class="{form.inner}">{whole}</div>{tail}</div>'
    return portal.chrome.page(article.title, main, side(portal), form.head(article))


def near(portal: Portal, article: Article, name: str, text: str) -> Near:
    """What stands around a text, for a habit: some other articles of its list, the same on each visit."""
    category = portal.categories[article.categories[0]]
    members = [number for number in category.members if number != article.number]
    chosen = Random(f"{portal.seed} near {article.number}").sample(members, min(4, len(members)))
    return Near(name, text, [row(portal, portal.articles[number], category) for number in chosen], article.views)


def _turn(portal: Portal, article: Article, second: bool) -> str:
    """The control between two pages of one article."""
    first = escape(href(article.addresses[0], portal.encoded))
    other = escape(href(portal.second_address(article), portal.encoded))
    numbers = f'<a href="{first}">1</a> <b>2</b>' if second else f'<b>1</b> <a href="{other}">2</a>'
    return f"<p>{portal.form(article).page_words}{numbers}</p>"


def related(portal: Portal, random: Random, article: Article) -> str:
    """Links to other articles of the same list."""
    members = [number for number in portal.categories[article.categories[0]].members if number != article.number]
    chosen = [portal.articles[number] for number in random.sample(members, min(5, len(members)))]
    if not chosen:
        return ""
    items = [
        f'<li><a href="{link(portal, each)}">{escape(each.title)}</a> ({each.published:%d/%m/%Y})</li>'
        for each in chosen
    ]
    heading = "" if portal.traits["related"] == "bare" else f"<h4>{portal.form(article).related_title}</h4>"
    return f'<div class="lq">{heading}<ul>{"".join(items)}</ul></div>'


def _neighbours(portal: Portal, article: Article) -> str:
    """Links to the articles before and after."""
    members = portal.categories[article.categories[0]].members
    if not portal.form(article).neighbours or article.number not in members:
        return ""
    place = members.index(article.number)
    parts = []
    for words_, other in (("« Bài trước: ", place + 1), ("Bài sau: ", place - 1)):
        if 0 <= other < len(members):
            each = portal.articles[members[other]]
            parts.append(f'<div>{words_}<a href="{link(portal, each)}">{escape(each.title)}</a></div>')
    return "".join(parts)


def _crumbs(portal: Portal, article: Article) -> str:
    category = portal.categories[article.categories[0]]
    own = f'<a href="{escape(category.address)}">{escape(category.title)}</a>'
    return f'<div class="duongdan"><a href="/">Trang chủ</a> &raquo; {own}</div>'


# what is neither


def standing(portal: Portal, name: str) -> str:
    """A page such as "Giới thiệu": no article."""
    text = (
        portal.chrome.own_intro
        if name == "Giới thiệu"
        else ["Văn phòng huyện, số 1 đường Trung Tâm.", "Điện thoại: 0235000000"]
    )
    return portal.chrome.page(name, f"<h1>{name}</h1>" + "".join(f"<p>{each}</p>" for each in text), side(portal))


def refusal(portal: Portal, article: Article, kind: str) -> str:
    """An article's page that asks for a password, or says that it is for members."""
    title = portal.form(article).title(article)
    if kind == "password":
        words_ = "<p>Bài viết này được bảo vệ. Vui lòng nhập mật khẩu để xem nội dung.</p>"
        form = '<form method="post"><input type="password" name="matkhau"><input type="submit" value="Xem"></form>'
        return portal.chrome.page(article.title, title + words_ + form, side(portal))
    words_ = "<p>Bạn cần đăng nhập với tài khoản cán bộ để xem bài viết này.</p>"
    return portal.chrome.page(article.title, title + words_, side(portal))


def print_view(portal: Portal, article: Article) -> str:
    """An article once more, without what stands around it."""
    form = portal.form(article)
    text = "".join(form.block(block) for block in article.blocks)
    title = escape(article.title)
    return f"<html><head><title>{title}</title></head><body><h2>{title}</h2>{text}</body></html>"


def login(portal: Portal) -> str:
    fields = '<input name="ten"><input type="password" name="mk"><input type="submit" value="Đăng nhập">'
    return portal.chrome.page("Đăng nhập", f'<h1>Đăng nhập</h1><form method="post">{fields}</form>')


def archive(portal: Portal, name: str) -> str:
    """A month or a tag: some articles, and no list of the menu."""
    chosen = Random(f"{portal.seed} {name}").sample(portal.listed, 5)
    items = "".join(_short(portal, article) for article in chosen)
    return portal.chrome.page(name, f"<h1>{name}</h1><ul>{items}</ul>", side(portal))


def missing(portal: Portal) -> str:
    return portal.chrome.page("Không tìm thấy", "<h1>Lỗi 404</h1><p>Không tìm thấy trang bạn yêu cầu.</p>")


def frames(portal: Portal) -> str:
    """A home page that is a frameset: the menu in one frame, the news in another."""
    inner = '<frameset rows="90,*"><frame src="/khung/menu.html"><frame src="/khung/chinh.html"></frameset>'
    return f"<html><head><title>{portal.chrome.name}</title></head>{inner}</html>"


def menu_frame(portal: Portal) -> str:
    inner = portal.chrome.menu(inside=True)
    return f'<html><head><base target="_top"><title>Menu</title></head><body>{inner}</body></html>'


assert set(ORDINARY["items"].split()) <= set(ITEMS)
