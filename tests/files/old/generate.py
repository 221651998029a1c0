"""Makes the documents of this folder anew: `python -m tests.files.old.generate` (needs LibreOffice, `soffice`).

Written by a program that is not ours, in the fonts of the years before Unicode. `EXPECTED` is what a reader sees.
"""

# ruff: noqa: E501 (XML)

from __future__ import annotations

import gzip
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from queson_crawler.text import legacy

HERE = Path(__file__).parent
FONTS = {
    "tcvn3": (".VnTime", ".VnTimeH"),
    "vni": ("VNI-Times", "VNI-Times"),
    "vps": ("VPS Times", "VPS Times"),
    "viscii": ("VI Times", "VI Times"),
}
TITLE = "cộng hòa xã hội chủ nghĩa việt nam"
TEXT = "ủy ban nhân dân huyện thông báo kế hoạch tiếp công dân, đường mới mở ở tổ dân phố"
BOLD = "điều lệ của trường học"
ARTICLES = ("những quy định chung", "nghĩa vụ của người dân")
CELLS = (("họ và tên", "chức vụ"), ("nguyễn thị bưởi", "trưởng phòng"))
NOTE, HEADER, BOX = "xem thêm phụ lục", "công báo tỉnh", "bản sao lưu trữ"
UNICODE = "Đoạn này viết bằng Unicode, chữ ư và chữ ỹ."
HIDDEN = "không được in ra"


def written(text: str, encoding: str) -> str:
    """Unicode text as a font of an encoding holds it, Western letters in its place."""
    if encoding == "vni":
        return "".join(map(_vni, text))
    decode = legacy.DECODERS[encoding]
    table: dict[str, str] = {}
    for byte in range(0x80, 0x100):
        sign = bytes([byte]).decode("cp1252", "replace")
        if sign != "\ufffd":
            table.setdefault(decode(sign), sign)
    return "".join(table.get(letter, letter) for letter in text)


def _vni(letter: str) -> str:
    for base in ("", *"aeouyôö"):
        for mark in (*legacy._VNI_MARKS, *legacy._VNI_LETTERS):
            if legacy.from_vni(base + mark) == letter:
                return base + mark
    return letter


def _run(text: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{escape(text)}</text:span>'


def _styles(plain: str, capital: str) -> str:
    def style(name: str, font: str, family: str = "text", more: str = "", parent: str = "") -> str:
        above = f' style:parent-style-name="{parent}"' if parent else ""
        return (
            f'<style:style style:name="{name}" style:family="{family}"{above}>'
            f'<style:text-properties style:font-name="{font}" {more}/></style:style>'
        )

    faces = "".join(
        f'<style:font-face style:name="{name}" svg:font-family="\'{name}\'"/>'
        for name in dict.fromkeys((plain, capital, "Times New Roman"))
    )
    return (
        f"<office:font-face-decls>{faces}</office:font-face-decls><office:styles>"
        f'<style:default-style style:family="paragraph"><style:text-properties style:font-name="Times New Roman"/></style:default-style>'
        + style("Old", plain, "paragraph")
        + style("Child", plain, "paragraph", 'fo:font-weight="bold"', "Old")
        + style("Title", capital, "paragraph", "", "Old")
        + style("New", "Times New Roman", "paragraph")
        + style("OldLetters", plain)
        + "</office:styles><office:automatic-styles>"
        + style("Bold", plain, more='fo:font-weight="bold"')
        + style("Hidden", plain, more='text:display="none"')
        + '<style:style style:name="Frame" style:family="graphic"><style:graphic-properties style:wrap="none"/></style:style>'
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" text:style-name="OldLetters" '
        'style:num-prefix="{0}" style:num-suffix="." style:num-format="1"/></text:list-style>'
        '<style:page-layout style:name="P"><style:header-style/></style:page-layout></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="P"><style:header>'
        '<text:p text:style-name="Old">{1}</text:p></style:header></style:master-page></office:master-styles>'
    )


NAMES = (
    'xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0" '
    'office:version="1.2"'
)


def _paragraph(style: str, inner: str) -> str:
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


def letter(encoding: str) -> str:
    """A letter to all: title, text, list, table, note, header, text box, hidden words, a paragraph in Unicode."""

    def old(text: str) -> str:
        return escape(written(text, encoding))

    rows = ""
    for row in CELLS:
        cells = "".join(f"<table:table-cell>{_paragraph('Old', old(cell))}</table:table-cell>" for cell in row)
        rows += f"<table:table-row>{cells}</table:table-row>"
    items = "".join(f"<text:list-item>{_paragraph('Child', old(item))}</text:list-item>" for item in ARTICLES)
    styles = _styles(*FONTS[encoding]).replace("{0}", old("điều ")).replace("{1}", old(HEADER))
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        f"{_paragraph('Old', old(NOTE))}</text:note-body></text:note>"
    )
    box = (
        '<draw:frame draw:style-name="Frame" text:anchor-type="paragraph" svg:width="6cm" svg:height="1cm">'
        f"<draw:text-box>{_paragraph('Old', _old_run(BOX, 'OldLetters', encoding))}</draw:text-box></draw:frame>"
    )
    link = f'<text:a xlink:href="http://portal.invalid/van-ban">{_run(written("văn bản", encoding), "Bold")}</text:a>'
    body = (
        _paragraph("Title", old(TITLE))
        + _paragraph(
            "Child", f"{old(TEXT)}{note} {_old_run(BOLD, 'Bold', encoding)}{_old_run(HIDDEN, 'Hidden', encoding)}"
        )
        + _paragraph("New", f"{box}{UNICODE} {_old_run(BOLD, 'OldLetters', encoding)} {link}")
        + f'<text:list text:style-name="L1">{items}</text:list>'
        f'<table:table><table:table-column table:number-columns-repeated="2"/>{rows}</table:table>'
        + _paragraph("New", "Hết")
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMES} '
        f'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"{styles}<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def _old_run(text: str, style: str, encoding: str) -> str:
    return _run(written(text, encoding), style)


def sheet(encoding: str) -> str:
    """A table for Excel: cells in an old font, one in two fonts, one in Unicode, a number."""
    plain, _ = FONTS[encoding]
    cells = ""
    for row in CELLS:
        inner = "".join(_cell(_paragraph_of(escape(written(cell, encoding))), "Old") for cell in row)
        cells += f"<table:table-row>{inner}</table:table-row>"
    mixed = f'{_old_run(BOLD, "Letters", encoding)}<text:span text:style-name="Plain"> (mẫu ữ)</text:span>'
    cells += f"<table:table-row>{_cell(_paragraph_of(mixed), 'New')}{_cell(_paragraph_of(UNICODE), 'New')}"
    cells += '<table:table-cell office:value-type="float" office:value="2004.5"/></table:table-row>'
    styles = (
        f"<office:automatic-styles>{_cell_style('Old', plain)}{_cell_style('New', 'Times New Roman')}"
        f"{_letters('Letters', plain)}{_letters('Plain', 'Times New Roman')}</office:automatic-styles>"
    )
    return _document("spreadsheet", f"{_faces(plain)}{styles}", f'<table:table table:name="Bang">{cells}</table:table>')


def slides(encoding: str) -> str:
    """Two slides in an old font, one with a line in Unicode."""
    plain, capital = FONTS[encoding]
    styles = f"<office:automatic-styles>{_letters('Old', plain)}{_letters('High', capital)}{_letters('New', 'Arial')}"
    styles += "</office:automatic-styles>"
    first = _box(f"{_old_run(TITLE, 'High', encoding)}") + _box(_old_run(TEXT, "Old", encoding))
    second = _box(f"{_run(UNICODE, 'New')} {_old_run(BOLD, 'Old', encoding)}")
    pages = ""
    notes = f"<presentation:notes>{_box(_old_run(NOTE, 'Old', encoding), 'notes')}</presentation:notes>"
    for name, inner in (("a", first), ("b", f"{second}{notes}")):
        pages += f'<draw:page draw:name="{name}" draw:master-page-name="M">{inner}</draw:page>'
    master = (
        '<style:page-layout style:name="P"/></office:automatic-styles><office:master-styles>'
        '<style:master-page style:name="M" style:page-layout-name="P"/></office:master-styles>'
    )
    styles = styles.replace("</office:automatic-styles>", master)
    return _document("presentation", f"{_faces(plain, capital, 'Arial')}{styles}", pages)


def _paragraph_of(inner: str) -> str:
    return f"<text:p>{inner}</text:p>"


def _cell(inner: str, style: str) -> str:
    return f'<table:table-cell table:style-name="{style}" office:value-type="string">{inner}</table:table-cell>'


def _cell_style(name: str, font: str) -> str:
    return f'<style:style style:name="{name}" style:family="table-cell"><style:text-properties style:font-name="{font}"/></style:style>'


def _letters(name: str, font: str) -> str:
    return f'<style:style style:name="{name}" style:family="text"><style:text-properties style:font-name="{font}"/></style:style>'


def _faces(*names: str) -> str:
    faces = ""
    for name in dict.fromkeys((*names, "Times New Roman")):
        faces += f'<style:font-face style:name="{name}" svg:font-family="\'{name}\'"/>'
    return f"<office:font-face-decls>{faces}</office:font-face-decls>"


def _box(inner: str, kind: str = "") -> str:
    told = f'presentation:class="{kind}"' if kind else ""
    return (
        f'<draw:frame svg:width="20cm" svg:height="3cm" svg:x="1cm" svg:y="1cm" {told}><draw:text-box>'
        f"<text:p>{inner}</text:p></draw:text-box></draw:frame>"
    )


def _document(kind: str, head: str, body: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMES} '
        f'office:mimetype="application/vnd.oasis.opendocument.{kind}">'
        f"{head}<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>"
    )


def make(folder: Path) -> None:
    """All documents, in every format and encoding."""
    for encoding in FONTS:
        for write, suffix, targets in (
            (letter, "fodt", ("doc", "rtf", "docx", "odt")),
            (sheet, "fods", ("xls", "xlsx", "ods")),
            (slides, "fodp", ("ppt", "pptx")),
        ):
            for target in targets:
                with TemporaryDirectory() as scratch:
                    source = Path(scratch) / f"{encoding}.{suffix}"
                    source.write_text(write(encoding), encoding="utf-8")
                    command = ["soffice", "--headless", "--convert-to", target, "--outdir", scratch, str(source)]
                    subprocess.run(command, check=True, capture_output=True, timeout=120)
                    made = source.with_suffix(f".{target}")
                    (folder / f"{made.name}.gz").write_bytes(gzip.compress(made.read_bytes(), 9, mtime=0))


if __name__ == "__main__":
    make(HERE)
