"""Legal documents (văn bản): rows of tables, labelled records of lists, pages of their own. Pure."""
