"""How a form is sent, as a browser would send it. Pure."""

from __future__ import annotations

from urllib.parse import urlencode

from urllib3.filepost import encode_multipart_formdata

from queson_crawler.parse.results import PostBack

URL_ENCODED = "application/x-www-form-urlencoded"


def form_body(event: PostBack) -> tuple[bytes, str]:
    """The body of a postback and its content type, in the form's own encoding."""
    fields = list(event.fields)
    if event.target:  # a plain form knows nothing of events
        fields = [("__EVENTTARGET", event.target), ("__EVENTARGUMENT", event.argument), *fields]
    if event.multipart:
        return encode_multipart_formdata(fields)
    return urlencode(fields).encode("ascii"), URL_ENCODED
