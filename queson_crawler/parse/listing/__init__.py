"""Reading a list of articles: its entries, its totals and its pager."""

from queson_crawler.parse.listing.reading import read_listing

__all__ = ["read_listing"]
