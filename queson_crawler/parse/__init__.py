"""Understanding pages. Pure: page bytes in, `Listing`, `RawArticle` or `NotContent` out; no network, no clock."""
