"""PDF files: the text of their pages, letter by letter where that matters."""
