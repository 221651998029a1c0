"""Text of scans by Tesseract, a program of its own: in processes that are bounded, after the crawl, never within it.

Tesseract and its Vietnamese letters are packages of Debian (Apache-2.0, kept up); it is called as a program, since
pytesseract and tesserocr add only a way to call it, and ocrmypdf needs Ghostscript and makes PDF files, not text.
"""
