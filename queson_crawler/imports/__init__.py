"""Taking in what others kept: WARC and WACZ files, through the same reader as the live crawl.

for step in take_in(archive, Path("portal.warc.gz")): ...   # Progress, then one Taken for each portal
"""

from queson_crawler.imports.intake import Progress, Taken, take_in
from queson_crawler.imports.package import NotReadable

__all__ = ["NotReadable", "Progress", "Taken", "take_in"]
