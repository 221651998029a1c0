"""Reading the pager of a list: its controls, and how the addresses of further pages are made."""

from queson_crawler.parse.pager.reading import read_pager

__all__ = ["read_pager"]
