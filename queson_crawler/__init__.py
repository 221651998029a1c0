"""What asks: portals, platforms, parsing, crawling. Storage is the `archive` package."""
