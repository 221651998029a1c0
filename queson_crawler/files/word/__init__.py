"""DOC files (Word 6 to 2003) layer by layer, as [MS-DOC] describes them: text, fonts, lists, tables.

Read here because no kept Python library resolves fonts: antiword and catdoc give letters without them, kreuzberg and
viparse look at the first font of a style or at the words, and LibreOffice takes seconds and 300 MB for each file.
"""
