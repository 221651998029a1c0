"""Text of PDF files, page by page, by PDFium; where it matters with the font of each letter. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from archive.records import FileState
from queson_crawler.files.fonts import encoding_of
from queson_crawler.files.pdf.forms import values_of
from queson_crawler.files.pdf.hyphens import with_letters
from queson_crawler.files.pdf.layer import is_rubbish
from queson_crawler.files.pdf.letters import runs_of, spaces_of
from queson_crawler.files.pdf.unmapped import is_unmapped
from queson_crawler.files.pdf.upright import turn_upright
from queson_crawler.files.readings import MAX_CHARACTERS, Extract, Paragraph, Run, Unreadable, text_of

MAX_PAGES = 1000
MAX_LETTERS = 200_000
"""Of a page with more letters no fonts are looked at: no page is so full."""
FEW_LETTERS = 60
"""A page that is one picture may bear the stamp of a digital signature, and is a scan nevertheless."""
# What fonts from before Unicode draw Vietnamese letters for; the first part is no letter in Vietnamese Unicode text.
_ODD = re.compile(
    "[\x80-\xbf\xc4-\xc7\xcb\xce-\xd1\xd5-\xd8\xdb-\xdc\xde-\xdf\xe4-\xe7\xeb\xee-\xf1\xf5-\xf8\xfb-\xfc\xfe\xff]|[\uf020-\uf0ff]"
)
_WESTERN = re.compile("[\xc0-\xff]")
_REAL_LETTER = re.compile("[\u1ea0-\u1ef9]")
LOOKED_AT = 5
"""This many pages in Unicode letters are checked for other fonts as well; the rest is then taken to be like them."""
_NO_LETTER = re.compile("[\x00-\x08\x0e-\x1f\ue000-\uefff\uf100-\uf8ff\ufffd-\uffff]")
"""What a file tells of a letter that means nothing to anybody else."""
MIN_UNKNOWN = 20
_UNKNOWN = re.compile("[\x00\ufffe\uffff]")


def read_pdf(data: bytes) -> Extract:
    """The lines of every page.

    Raises:
        Unreadable: it needs a password, or is no whole PDF.
    """
    _forget_error()
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if pdfium_error() == raw.FPDF_ERR_PASSWORD:
            raise Unreadable(FileState.ENCRYPTED, "it needs a password") from error
        raise Unreadable(FileState.BROKEN, str(error)[:200]) from error
    try:
        return _read(document)
    finally:
        document.close()


def _forget_error() -> None:
    """Replace the error that PDFium remembers: some broken files make it fail without setting one, and it would
    report that of an earlier file."""
    raw.FPDF_LoadMemDocument(b"", 0, None)


def pdfium_error() -> int:
    """PDFium's last error."""
    return int(raw.FPDF_GetLastError())


def _read(document: pdfium.PdfDocument) -> Extract:
    pages: list[list[Run]] = []
    fonts = _Fonts()
    count = len(document)
    size = scanned = 0
    for number in range(min(count, MAX_PAGES)):
        try:
            page = document[number]
        except pdfium.PdfiumError:
            continue  # a page that is damaged does not take the others along
        try:
            runs, picture = _page(page, fonts)
            runs += values_of(page)
        finally:
            page.close()
        text = text_of(runs)
        scanned += picture
        size += len(text)
        pages.append(runs)
        if size > MAX_CHARACTERS:
            break
    paragraphs: list[Paragraph] = []
    for runs in pages:
        paragraphs += _paragraphs(runs)
    return Extract(paragraphs, cut=count > len(pages) >= MAX_PAGES, scan=scanned > len(pages) / 2)


def _letters(text: str) -> int:
    """How many letters and digits a text has."""
    return sum(map(str.isalnum, text))


@dataclass(slots=True)
class _Fonts:
    """Whether the fonts of a page's letters, which take their time, are worth asking for."""

    looked: int = 0
    met: bool = False

    def matter(self, text: str) -> bool:
        if _ODD.search(text):
            return True
        if not _WESTERN.search(text):
            return False
        if not _REAL_LETTER.search(text):
            return True
        self.looked += 1
        return self.met or self.looked <= LOOKED_AT


def _page(page: pdfium.PdfPage, fonts: _Fonts) -> tuple[list[Run], bool]:
    """The text of a page, and whether it shows a large picture."""
    turn_upright(page)
    text_page = page.get_textpage()
    try:
        text = text_page.get_text_range()
        if is_unmapped(text_page, text):
            return [], True
        if _is_unknown(text):
            return [Run(_UNKNOWN.sub("", text))], True
        few = _letters(text[: 4 * FEW_LETTERS]) < FEW_LETTERS
        if (few or is_rubbish(text)) and _is_picture(page):
            return [Run(_UNKNOWN.sub("", text))], True
        if len(text) > MAX_LETTERS:
            return [Run(_UNKNOWN.sub("", text))], False
        spaces, with_fonts = spaces_of(page), fonts.matter(text)
        if not spaces.before and not with_fonts:
            return [Run(_UNKNOWN.sub("", text))], False
        runs = with_letters(list(runs_of(text_page, spaces, with_fonts=with_fonts)))
        if _has_legacy_font(runs):
            fonts.met = True
        return runs, False
    finally:
        text_page.close()


def _is_unknown(text: str) -> bool:
    """Whether a page draws text of which its file does not tell the letters: it has to be looked at, as a scan."""
    unknown = len(_NO_LETTER.findall(text))
    return unknown >= MIN_UNKNOWN and 2 * unknown > len("".join(text.split()))


def _is_picture(page: pdfium.PdfPage) -> bool:
    """Whether pictures cover half of the page."""
    area = max(page.get_width() * page.get_height(), 1.0)
    covered = 0.0
    for each in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = each.get_bounds()
        covered += abs((right - left) * (top - bottom))
        if covered > area / 2:
            return True
    return False


def _has_legacy_font(runs: list[Run]) -> bool:
    return any(encoding_of(run.font) for run in runs)


def _paragraphs(runs: list[Run]) -> list[Paragraph]:
    """One page as one paragraph: where its paragraphs end no PDF tells."""
    if not runs:
        return []
    if _has_legacy_font(runs):
        return [[Run(run.text.replace("\r\n", "\n"), run.font) for run in runs]]
    return [[Run(text_of(runs).replace("\r\n", "\n"))]]
