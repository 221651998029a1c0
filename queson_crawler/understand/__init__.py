"""Pure: what one answer is. The one judgement that the crawl, the rebuild, the import and the tests share."""
