"""What every command shares: options, errors as one sentence, JSON."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click

from archive import values
from archive.checks import is_text
from archive.errors import ArchiveBusy, ArchiveError
from archive.search.dates import NoDate, iso_date
from archive.store.opening import DATABASE, meaning
from archive.workers import cores
from queson_crawler.cli.views.terminal import cleaned, readable, say
from queson_crawler.fetch.private import SWITCH
from queson_crawler.monitoring.exit_codes import Exit
from queson_crawler.portals import UnknownPortal

MAX_TOLD = 3
Command = Callable[..., Any]
FOLDER = "queson.archive"
"""Where a command's context holds the folder of its archive."""


def ending(*, is_well: bool) -> Exit:
    """How a command ends that found all as it ought to be, or not."""
    if is_well:
        return Exit.DONE
    return Exit.INCOMPLETE


def fail(message: str, code: Exit = Exit.FAILED) -> NoReturn:
    say(f"queson: {message}", err=True)
    sys.exit(code)


@contextmanager
def _showing() -> Iterator[None]:
    """What is wrong with a command line can be shown, whatever names of files and portals it quotes."""
    try:
        yield
    except click.ClickException as error:
        vars(error)["message"] = cleaned(error.message)
        raise


class Group(click.Group):
    """The door: errors that have a sentence reach people as that sentence, on whatever screen they have."""

    def main(self, *args: Any, **more: Any) -> Any:
        """Run a command; letters that the screen's encoding does not have are replaced."""
        readable()
        return super().main(*args, **more)

    def make_context(self, *args: Any, **more: Any) -> click.Context:
        with _showing():
            return super().make_context(*args, **more)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with _showing():
                return super().invoke(ctx)
        except UnknownPortal as error:
            fail(str(error), Exit.USAGE)
        except ArchiveBusy as error:
            fail(str(error), Exit.BUSY)
        except ArchiveError as error:
            fail(str(error))
        except sqlite3.Error as error:
            fail(str(meaning(ctx.meta.get(FOLDER, Path("data")), error)))
        except Exception as error:
            _explain(ctx.meta.get(FOLDER, Path("data")) / DATABASE, error)
            raise


class Commands(Group):
    """The commands of the program, each imported when it is called or told of."""

    def __init__(self, *args: Any, commands_by_name: dict[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self._by_name = commands_by_name

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self._by_name)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._by_name:
            return None
        module, _, name = self._by_name[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"queson_crawler.cli.{module}"), name)
        return command


GARBLED = "malformed database schema"


def _explain(database: Path, error: Exception) -> None:
    """End in a sentence where an error comes of values in the database that no program of ours put there, or of a
    schema of which SQLite cannot even say what is wrong with it."""
    try:
        wrong = values.misplaced_in(database)
    except UnicodeDecodeError:
        fail(str(meaning(database.parent, sqlite3.DatabaseError(GARBLED))))
    if wrong:
        told = ", ".join(wrong[:MAX_TOLD])
        fail(f"{database} was altered ({told} of another kind: {error}): make it anew with queson rebuild.")


def _remember(context: click.Context, parameter: click.Parameter, given: Path) -> Path:
    """Errors of SQLite do not say which archive they are about."""
    context.meta[FOLDER] = given
    return given


def typed(text: str) -> str:
    """Words of a command line as they were typed, also where the locale knows none of their letters."""
    return os.fsencode(text).decode("utf-8", "surrogateescape") if not is_text(text) else text


def archive_option(command: Command) -> Command:
    return click.option(
        "--archive",
        "folder",
        type=click.Path(path_type=Path),
        callback=_remember,
        envvar="QUESON_ARCHIVE",
        default="data",
        show_default=True,
        help="The archive's folder; else $QUESON_ARCHIVE.",
    )(command)


def iso_option(context: click.Context, parameter: click.Parameter, given: str | None) -> str | None:
    """A date as it is typed, in ISO 8601."""
    if given is None:
        return None
    try:
        return iso_date(given)
    except NoDate as error:
        raise click.BadParameter(f"{given!r} is no year (2019), month (2019-05) or day (2019-05-24).") from error


def _allow_private(context: click.Context, parameter: click.Parameter, given: bool) -> None:
    """Left where whoever asks an address looks: the crawls of this process are of one mind about it."""
    if given:
        os.environ[SWITCH] = "1"


private_option = click.option(
    "--private",
    is_flag=True,
    expose_value=False,
    callback=_allow_private,
    help=f"Allow a target in a private network (else ${SWITCH}).",
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=cores,
    show_default="all cores",
    metavar="N",
    help="Work in N processes at once; with 1 in this one alone.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
