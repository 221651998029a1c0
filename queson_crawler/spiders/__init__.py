"""Spiders ask for pages and hand them on; they hold no selectors and no SQL."""
