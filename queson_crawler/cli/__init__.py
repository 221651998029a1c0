"""`queson`: one command is one call. May import everything; nothing imports it."""

from __future__ import annotations

import click

from queson_crawler.cli.accept import accept
from queson_crawler.cli.base import Group
from queson_crawler.cli.cite import cite
from queson_crawler.cli.copies import copies
from queson_crawler.cli.crawl import crawl, demo
from queson_crawler.cli.doctor import doctor, verify
from queson_crawler.cli.exchange import export, import_
from queson_crawler.cli.files import read_document
from queson_crawler.cli.fleet import import_list as import_list  # with it come all commands of the list
from queson_crawler.cli.keep import rebuild
from queson_crawler.cli.merge import merge
from queson_crawler.cli.ocr import ocr
from queson_crawler.cli.portals import portals, probe
from queson_crawler.cli.read import diff, status
from queson_crawler.cli.rescue import rescue
from queson_crawler.cli.room import publish, serve
from queson_crawler.cli.schedule import schedule
from queson_crawler.cli.search import search


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="queson")
def main() -> None:
    """Crawl Vietnamese district portals and keep them: every byte, every article, searchable.

    Exit codes: 0 done and complete, or nothing is wrong but what was accepted; 1 this machine or the archive failed; 2
    wrong usage; 3 something is wrong with a portal, or missing of it; 75 another crawl holds the archive; 124 a
    scheduled crawl was ended by its limit of time, and goes on the next time.
    """


main.add_command(accept)
main.add_command(cite)
main.add_command(copies)
main.add_command(crawl)
main.add_command(demo)
main.add_command(diff)
main.add_command(doctor)
main.add_command(export)
main.add_command(import_)
main.add_command(merge)
main.add_command(ocr)
main.add_command(portals)
main.add_command(probe)
main.add_command(read_document)
main.add_command(rebuild)
main.add_command(publish)
main.add_command(rescue)
main.add_command(schedule)
main.add_command(search)
main.add_command(serve)
main.add_command(status)
main.add_command(verify)
