"""Pure: characters by which a text would steer what shows it, a terminal or a mail program, or hide what it says."""

from __future__ import annotations

import json
import re

REPLACEMENT = "\ufffd"
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for tab and line end
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # what turns the direction of writing
    "\u2028\u2029\ud800-\udfff"  # line ends of Unicode, halves of characters
    "\u180e\ufff9-\ufffb\U000e0000-\U000e007f]"  # what is not seen, and holds another text all the same
)


def cleaned(text: str) -> str:
    """Text that can be shown: what would steer or hide letters becomes a replacement character each."""
    return _STEERING.sub(REPLACEMENT, text)


def in_one_line(text: str) -> str:
    """Text that can be shown as one line, such as a subject: every space in it is one blank."""
    return cleaned(" ".join(text.split()))


def escaped_in_json(text: str) -> str:
    """JSON that says the same, with every character escaped that would steer."""
    return _STEERING.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return json.dumps(match[0]).strip('"')
