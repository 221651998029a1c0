"""Walks a portal as a patient person would, by every control that its pages show: a check of the generator itself."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode

from tests.lab.random_portals.site import Portal

Request = tuple[str, str, tuple[tuple[str, str], ...]]
LINK = re.compile(r'(?:href|src|action)="([^"#]+)"')
SCRIPTED = re.compile(r"location(?:\.href)?\s*=\s*'([^']+)'")
OPTION = re.compile(r'<option value="(/[^"]*)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"[^>]*? value="([^"]*)"')
FORM = re.compile(r'<form action="([^"]*)" method="(get|post)">(.*?)</form>', re.DOTALL)
CHOICE = re.compile(r'<select name="([^"]+)">(.*?)</select>', re.DOTALL)
BUTTON = re.compile(r'<input type="submit" name="([^"]+)" value="([^"]+)">')
POSTBACK = re.compile(r"__doPostBack\('([^']+)',''\)")
VALUE = re.compile(r'<option value="([^"]+)"')


def controls(at: str, html: str) -> set[Request]:
    """Everything that a page offers: links, scripts' addresses, forms, postbacks."""
    found: set[Request] = set()
    for pattern in (LINK, SCRIPTED, OPTION):
        for address in pattern.findall(html):
            found.add(("GET", unescape(address), ()))
    for action, method, inner in FORM.findall(html):
        found |= _form(unescape(action), method.upper(), inner)
    hidden = dict(HIDDEN.findall(html))
    for target in POSTBACK.findall(unescape(html)):
        found.add(("POST", at, tuple({**hidden, "__EVENTTARGET": target}.items())))
    return found


def _form(action: str, method: str, inner: str) -> set[Request]:
    """Each choice of a form."""
    hidden = HIDDEN.findall(inner)
    pairs = list(BUTTON.findall(inner))
    for name, options in CHOICE.findall(inner):
        pairs += [(name, value) for value in VALUE.findall(options)]
    found: set[Request] = set()
    for pair in pairs:
        fields = (*hidden, pair)
        found.add((method, action, fields) if method == "POST" else ("GET", f"{action}?{urlencode(fields)}", ()))
    return found


def walk(portal: Portal) -> set[int]:
    """The numbers of all articles to whose page some way leads from the home page, without sitemaps and feeds."""
    reached: set[int] = set()
    waiting: list[Request] = [("GET", "/", ())]
    seen = set(waiting)
    while waiting:
        method, target, fields = waiting.pop()
        number = portal.article_at("http://x" + target.replace("\\", "/"))
        if number is not None:
            reached.add(number)
            continue
        if not target.startswith(("/", "\\")):
            continue
        answer = portal.answer(method, target, dict(fields))
        fresh = controls(target, answer.text) - seen
        seen |= fresh
        waiting.extend(fresh)
    return reached
