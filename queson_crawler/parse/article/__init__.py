"""Reading an article: its title, lead, text, byline, pictures and files."""

from queson_crawler.parse.article.reading import read_article

__all__ = ["read_article"]
