"""Another archive's WARC files into this one: every exchange, event and kept record that is not here, once.

Records are copied as they are; only the note beside them (whose run, which number) is written anew, and where the
original of a revisit lies. So what came in is rebuilt like everything else, and no file of either archive is changed.
"""

from archive.merge.copier import Copier
from archive.merge.other import NothingToMerge, Other
from archive.merge.speakers import Speakers

__all__ = ["Copier", "NothingToMerge", "Other", "Speakers"]
