"""RTF, the exchange format of office programs, with the font of each run."""
