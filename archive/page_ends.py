"""What stands behind `</body>` or `</html>` belongs to a page, as browsers have it. Pure."""

from __future__ import annotations

import re

_ENDS = re.compile(r"</(?:html|body)(?![\w:-])[^<>]{0,100}>", re.I)


def without_ends(text: str) -> str:
    """The markup of a page without the end tags of `body` and `html`.

    They change nothing (HTML standard, "after body" insertion mode): what comes behind them is still content. But
    libxml2 reads no further than `</html>`, and puts what follows `</body>` beside the body. Pages made of several
    templates have them in the middle.
    """
    return _ENDS.sub("", text)
