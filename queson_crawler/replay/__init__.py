"""The WARC files of an archive read again through `understand`: rebuild, and re-parsing with another portal file."""
