"""Pure: what the pages of one portal tell together. Identity, furniture, fields and pagers, learned from evidence."""
