"""`queson`: one command is one call. May import everything; nothing imports it."""

from __future__ import annotations

import click

from queson_crawler.cli.base import Commands

COMMANDS = {
    "accept": "accept:accept",
    "cite": "cite:cite",
    "copies": "copies:copies",
    "crawl": "crawl:crawl",
    "demo": "crawl:demo",
    "diff": "read:diff",
    "doctor": "doctor:doctor",
    "export": "exchange:export",
    "import": "exchange:import_",
    "merge": "merge:merge",
    "ocr": "ocr:ocr",
    "portals": "fleet:portals",
    "probe": "portals:probe",
    "read": "files:read_document",
    "rebuild": "keep:rebuild",
    "publish": "room:publish",
    "pull": "remote:pull",
    "push": "remote:push",
    "rescue": "rescue:rescue",
    "schedule": "schedule:schedule",
    "search": "search:search",
    "serve": "room:serve",
    "stamp": "stamp:stamp",
    "status": "read:status",
    "verify": "doctor:verify",
}
"""Every command, by its module and its name there: what a command needs is imported when it is called."""


SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=Commands, commands_by_name=COMMANDS, context_settings=SETTINGS)
@click.version_option(package_name="queson")
def main() -> None:
    """Crawl Vietnamese district portals and keep them: every byte, every article, searchable.

    Exit codes: 0 done and complete, or nothing is wrong but what was accepted; 1 this machine or the archive
    failed; 2 wrong usage; 3 something is wrong with a portal, or missing of it; 75 another crawl holds the archive,
    or a web archive has blocked this address; 124 a scheduled crawl was ended by its limit of time, and goes on the
    next time.
    """
