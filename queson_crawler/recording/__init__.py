"""Every exchange and event, written to WARC and then stored in the database, by one writer."""
