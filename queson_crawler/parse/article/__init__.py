"""Reading an article: its title, lead, text, byline, pictures and files."""

from queson_crawler.parse.article.reading import explain_article

__all__ = ["explain_article"]
