"""Records out of an archive and into one: the formats that hold articles and what hangs on them, and no pages."""
