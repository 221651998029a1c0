"""The ASP.NET form around every page: what it hands out, and what must come back for a postback to be answered."""

from __future__ import annotations

import re
import secrets
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from threading import Lock

from queson_crawler.demo.skin_dnn.state import StateError, StateKey
from queson_crawler.demo.wire import Request
from tests.lab.options import Demand

SESSION = "ASP.NET_SessionId"
KEPT = 9
"""So many pages a server that keeps their states itself remembers of each session."""
SPLIT = 3
INVALID = "The state information is invalid for this page and might be corrupted."
PLAIN = ("__VIEWSTATEENCRYPTED", "ScrollTop", "__dnnVariable")
TOUCHED = {"dnn$dnnSEARCH$txtSearch": "", "dnn$ctr501$View$ddlNam": "2020", "dnn$ctr501$View$chkMoi": "on"}
"""Fields that a reader sees: a browser sends them back as they stand."""
VISIBLE = (
    '<div class="tim"><input name="dnn$dnnSEARCH$txtSearch" type="text" maxlength="255" /><input type="submit" '
    'name="dnn$dnnSEARCH$cmdSearch" value="Tìm" /><select name="dnn$ctr501$View$ddlNam"><option value="2019">2019'
    '</option><option selected="selected" value="2020">2020</option></select><input type="checkbox" checked="checked" '
    'name="dnn$ctr501$View$chkMoi" /><input type="checkbox" name="dnn$ctr501$View$chkCu" /></div>'
)
LONG = (
    r"WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions(&quot;\1&quot;, &quot;\2&quot;, true, &quot;&quot;, "
    r"&quot;&quot;, false, true))"
)
HIDDEN = '<input type="hidden" name="{}" value="{}" />'
POST = """<script>function __doPostBack(t, a) { const f = document.forms[0];
f.__EVENTTARGET.value = t; f.__EVENTARGUMENT.value = a; f.submit(); }</script>"""


@dataclass(slots=True)
class Forms:
    """The states of one portal. `demands` are what it insists on beyond a valid state."""

    demands: frozenset[Demand]
    states: StateKey = field(default_factory=lambda: StateKey(secrets.token_bytes(32)))
    _latest: dict[str, deque[str]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def cookie(self, request: Request) -> tuple[tuple[str, str], ...]:
        """The header that begins a session, for who has none."""
        if "session" not in self.demands or SESSION in request.cookies:
            return ()
        return (("Set-Cookie", f"{SESSION}={secrets.token_hex(12)}; path=/; HttpOnly"),)

    @staticmethod
    def session_of(headers: tuple[tuple[str, str], ...]) -> str:
        """The session that a header begins, or ""."""
        return next((value.partition("=")[2].partition(";")[0] for _, value in headers), "")

    def html(self, action: str, place: str, page: int, session: str) -> tuple[str, str]:
        """What opens and closes a page."""
        rows = (HIDDEN.format(name, escape(value)) for name, value in self._fields(place, page, session).items())
        head = f'<form method="post" action="{escape(action)}" id="Form" enctype="multipart/form-data">'
        visible = VISIBLE if "exact" in self.demands else ""
        return f"{head}<div>{''.join(rows)}</div>{POST}{visible}", "</form>"

    def open(self, request: Request, place: str) -> int:
        """The page a postback was sent from. Raises StateError where something is missing or does not fit."""
        form, session = dict(request.form), request.cookies.get(SESSION, "")
        if "session" in self.demands and not session:
            raise StateError("Session state has expired")
        joined = "".join(self._parts(form)) if "split" in self.demands else form.get("__VIEWSTATE", "")
        self._insist(request, joined, session)
        return self.states.open({**form, "__VIEWSTATE": joined}, self._place(place, session))

    def _insist(self, request: Request, viewstate: str, session: str) -> None:
        form, multipart = request.form, request.media_type.startswith("multipart/")
        names = {"__EVENTTARGET", "__EVENTARGUMENT", *self._fields("", 1, "", keep=False)}
        if "exact" in self.demands and (
            not multipart or {**form, **TOUCHED} != form or form.keys() != names | set(TOUCHED)
        ):
            raise StateError(INVALID)
        if "previous" in self.demands and form.get("__PREVIOUSPAGE") != self._previous(viewstate):
            raise StateError("The __PREVIOUSPAGE field does not belong to this page")
        if "latest" in self.demands and viewstate not in self._latest.get(session, ()):
            raise StateError(INVALID)

    def _fields(self, place: str, page: int, session: str, *, keep: bool = True) -> dict[str, str]:
        state = self.states.seal(self._place(place, session), page)
        fields = {
            "__EVENTTARGET": "",
            "__EVENTARGUMENT": "",
            **self._state(state.viewstate),
            **dict.fromkeys(PLAIN, ""),
        }
        fields |= {"__VIEWSTATEGENERATOR": "CA0B0334", "__EVENTVALIDATION": state.validation}
        if "previous" in self.demands:
            fields["__PREVIOUSPAGE"] = self._previous(state.viewstate)
        if keep:
            with self._lock:
                self._latest.setdefault(session, deque(maxlen=KEPT)).append(state.viewstate)
        return fields

    def _state(self, viewstate: str) -> Mapping[str, str]:
        if "split" not in self.demands:
            return {"__VIEWSTATE": viewstate}
        size = -(-len(viewstate) // SPLIT)
        parts = [viewstate[at * size : (at + 1) * size] for at in range(SPLIT)]
        return {"__VIEWSTATEFIELDCOUNT": str(SPLIT), **dict(zip(_names(), parts, strict=True))}

    def _parts(self, form: Mapping[str, str]) -> Iterable[str]:
        if form.get("__VIEWSTATEFIELDCOUNT") != str(SPLIT):
            raise StateError(INVALID)
        return (form.get(name, "") for name in _names())

    def _place(self, place: str, session: str) -> str:
        return f"{session} {place}" if "session" in self.demands else place

    def _previous(self, viewstate: str) -> str:
        return self.states.seal(f"previous {viewstate}", 1).validation


def long_way(pager: str) -> str:
    """The postbacks of a pager written as a control with a PostBackUrl or validation writes them."""
    return re.sub(r"__doPostBack\(&#39;([^&]*)&#39;,&#39;([^&]*)&#39;\)", LONG, pager)


def _names() -> list[str]:
    return ["__VIEWSTATE", *(f"__VIEWSTATE{number}" for number in range(1, SPLIT))]
