"""Notices to the keeper when a run did not end as it should: by mail, or to a web address."""

from __future__ import annotations

import json
import os
import re
import shutil
import smtplib
import subprocess
import urllib.request
from collections.abc import Iterable, Mapping
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

from archive.steering import cleaned, in_one_line

TIMEOUT = 30
"""Seconds for one notice."""
_MAIL = re.compile(r"[^@,\s]{1,64}@[^@,\s.]{1,63}(?:\.[^@,\s.]{1,63}){0,9}")
"""NAME@HOST: one address."""
_SENDMAIL = ("/usr/sbin/sendmail", "/usr/lib/sendmail")


class Unsent(Exception):
    """A notice could not be delivered; the message says why and what to set."""


def check(address: str) -> str:
    """The address of a keeper, as given. Raises ValueError with a sentence where it is none that can be used."""
    if not _is_usable(address):
        raise ValueError(f"{address!r} is neither mailto:NAME@HOST nor a web address that takes JSON.")
    return address


def _is_usable(address: str) -> bool:
    try:
        parts = urlsplit(address)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    if not address.isprintable() or " " in address:
        return False
    if parts.scheme == "mailto":
        return _MAIL.fullmatch(unquote(parts.path)) is not None
    return parts.scheme in ("http", "https") and has_host


def check_server(address: str) -> str:
    """The address of a mail server, as given. Raises ValueError with a sentence where it is none that can be used."""
    parts = urlsplit(address)
    try:
        is_usable = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_usable = False
    if not is_usable or any(map(str.isspace, address)):
        raise ValueError("a mail server is named by smtp://HOST:PORT or smtps://NAME:PASSWORD@HOST:PORT.")
    return address


def tell(addresses: Iterable[str], subject: str, lines: Iterable[str], data: Mapping[str, Any]) -> list[str]:
    """Send a notice to every address: the lines as a mail, `data` as JSON to a web address; what could not be sent."""
    text = cleaned("\n".join(lines) + "\n")
    failed = []
    for address in addresses:
        try:
            if address.startswith("mailto:"):
                _mail(unquote(urlsplit(address).path), in_one_line(subject), text)
            else:
                _post(address, {"subject": subject, "text": text, **data})
        except (OSError, smtplib.SMTPException, subprocess.SubprocessError, Unsent) as error:
            failed.append(f"no word could be sent to {address}: {error}")
    return failed


def _post(address: str, data: Mapping[str, Any]) -> None:
    body = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"}, method="POST")
    urllib.request.urlopen(request, timeout=TIMEOUT).close()


def _mail(to: str, subject: str, text: str) -> None:
    message = EmailMessage()
    message["To"] = to
    message["Subject"] = subject
    message["From"] = os.environ.get("QUESON_MAIL_FROM", to)
    message.set_content(text)
    server = os.environ.get("QUESON_SMTP")
    if server:
        _by_smtp(server, message)
    else:
        _by_sendmail(message)


def _by_sendmail(message: EmailMessage) -> None:
    program = shutil.which("sendmail") or next(filter(os.path.exists, _SENDMAIL), None)
    if program is None:
        raise Unsent("there is no sendmail here; set QUESON_SMTP=smtp://NAME:PASSWORD@HOST:PORT (smtps:// for TLS)")
    subprocess.run([program, "-t", "-i"], input=message.as_bytes(), check=True, timeout=TIMEOUT, capture_output=True)


def _by_smtp(server: str, message: EmailMessage) -> None:
    parts = urlsplit(server)
    host, port = parts.hostname or "localhost", parts.port or 0
    if parts.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT)
    else:
        connection = smtplib.SMTP(host, port, timeout=TIMEOUT)
    with connection:
        if parts.username:
            _log_in(connection, unquote(parts.username), unquote(parts.password or ""))
        connection.send_message(message)


def _log_in(connection: smtplib.SMTP, name: str, password: str) -> None:
    """Log in, over an encrypted connection only."""
    if not isinstance(connection, smtplib.SMTP_SSL):
        connection.starttls()
    connection.login(name, password)
