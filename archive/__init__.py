"""What is kept: SQLite and WARC. This package knows nothing of the web."""
