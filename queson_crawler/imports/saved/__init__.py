"""Pages that were saved as files and not as WARC: mirrors of wget and HTTrack, SingleFile, a browser's "save page as",
MHTML, ArchiveBox; as records of a WARC file, with the addresses and times that they tell."""
