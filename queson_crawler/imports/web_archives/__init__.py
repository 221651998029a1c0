"""A portal that is off, from a web archive: its index (CDX) says what was kept, its raw replay (`id_`) gives that.

What comes is put into one WARC file with the archive's own times, which is then imported like any other.
"""
