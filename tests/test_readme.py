"""The READMEs cannot drift: every command in their `sh` and `console` blocks exists, and both carry the same ones."""

import pkgutil
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

import click
import pytest
import scrapy.commands

from tests.conftest import ROOT

FENCE = re.compile(r"^```(?P<kind>sh|console)\b[^\n]*\n(?P<body>.*?)^```", re.MULTILINE | re.DOTALL)
TEST_COMMAND = re.compile(r"<!-- test command -->\s*```(?:sh|console)\n(?P<body>.+?)```", re.DOTALL)
SCRAPY = {module.name for module in pkgutil.iter_modules(scrapy.commands.__path__)}
# Programs that are not ours to check. Anything else a README names is a mistake until it is added here.
OUTSIDE = frozenset({"apt", "apt-get", "cd", "crontab", "cp", "dask", "datasette", "export", "git", "sqlite3", "sudo"})


def lines(markdown: str) -> Iterator[str]:
    """Command lines of the fenced blocks: in `console` those with a prompt, in `sh` all."""
    for fence in FENCE.finditer(markdown):
        for line in fence["body"].replace("\\\n", " ").splitlines():
            if fence["kind"] == "sh" or line.startswith("$ "):
                yield line.removeprefix("$ ")


def commands(markdown: str) -> list[list[str]]:
    """The simple commands in order: chains and pipes taken apart; comments, redirections and assignments left out."""
    found: list[list[str]] = []
    for line in lines(markdown):
        lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        tokens = iter(lexer)
        words: list[str] = []
        for token in tokens:
            if set(token) <= set("<>"):
                next(tokens)
            elif set(token) <= set(";&|"):
                found.append(words)
                words = []
            elif words or not re.match(r"[A-Z_]+=", token):
                words.append(token)
        found.append(words)
    return [words for words in found if words]


def misuse(command: click.Command, args: list[str], parent: click.Context | None = None) -> str | None:
    """What click would refuse in *args*; the command itself does not run and no value is opened or looked up."""
    context = click.Context(command, info_name=command.name, parent=parent)
    try:
        options, rest, _ = command.make_parser(context).parse_args(list(args))
        for parameter in command.params:
            value = options.get(parameter.name or "")
            given = bool(value) and isinstance(value, str | tuple | list | bool)
            if isinstance(parameter.type, click.Choice) and given:
                parameter.type_cast_value(context, value)
            if parameter.required and not given and "--help" not in args:
                raise click.MissingParameter(ctx=context, param=parameter)
    except click.UsageError as error:
        return error.format_message()
    if isinstance(command, click.Group) and rest:
        child = command.get_command(context, rest[0])
        return misuse(child, rest[1:], context) if child else f"no such command: {rest[0]}"
    return f"arguments nobody takes: {' '.join(rest)}" if rest else None


def targets(makefile: str) -> set[str]:
    return set(re.findall(r"^([a-z][\w-]*):(?!=)", makefile, re.MULTILINE))


def complaint(words: list[str], cli: click.Command, made: set[str]) -> str | None:
    """Why this command does not exist, or None."""
    program, args = PurePosixPath(words[0]).name, words[1:]
    if program == "queson":
        return misuse(cli, args)
    if program == "make":
        unknown = [arg for arg in args if not arg.startswith("-") and "=" not in arg and arg not in made]
        return f"no such target: {' '.join(unknown)}" if unknown else None
    if program == "scrapy":
        return None if args and args[0] in SCRAPY else "no such scrapy command"
    return None if program in OUTSIDE else f"unknown program: {program}"


def complaints(markdown: str, cli: click.Command, made: set[str]) -> list[str]:
    judged = [(words, complaint(words, cli, made)) for words in commands(markdown)]
    return [f"{shlex.join(words)}: {problem}" for words, problem in judged if problem]


@pytest.fixture
def readme(needs: Callable[[str, object], None]) -> Callable[[str], str]:
    def read(name: str) -> str:
        needs(f"{name} is not written yet", (ROOT / name).exists())
        return (ROOT / name).read_text(encoding="utf-8")

    return read


@pytest.mark.parametrize("name", sorted(str(each.relative_to(ROOT)) for each in (ROOT / "docs").glob("*.md")))
def test_every_command_in_a_document_exists(name: str) -> None:
    from queson_crawler.cli import main

    text = (ROOT / name).read_text(encoding="utf-8")
    assert complaints(text, main, targets((ROOT / "Makefile").read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("name", sorted(str(each.relative_to(ROOT)) for each in (ROOT / "docs").glob("*.md")))
def test_every_link_of_a_document_leads_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert ((ROOT / name).parent / target).exists(), target


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_every_command_in_a_readme_exists(name: str, readme: Callable[[str], str]) -> None:
    text = readme(name)
    from queson_crawler.cli import main

    assert commands(text), f"{name} shows no command"
    assert complaints(text, main, targets((ROOT / "Makefile").read_text(encoding="utf-8"))) == []


def test_both_readmes_carry_the_same_commands(readme: Callable[[str], str]) -> None:
    assert commands(readme("README.vi.md")) == commands(readme("README.md"))


def test_the_readme_marks_its_test_command_for_ci(readme: Callable[[str], str]) -> None:
    assert TEST_COMMAND.search(readme("README.md"))


# The checks above, checked on a small command line of their own.


@click.group()
@click.version_option("0")
def toy() -> None: ...


@toy.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--limit", type=int)
@click.option("--form", type=click.Choice(["csv", "json"]))
@click.option("--file", type=click.Path(exists=True))
def search(**_: object) -> None:
    pytest.fail("a README check must not run a command")


def fenced(body: str, kind: str = "sh") -> str:
    return f"text\n\n```{kind}\n{body}\n```\n"


@pytest.mark.parametrize(
    "line",
    [
        "queson --version",
        "queson search --help",
        "queson search 'trường học' --limit 3 --form csv --file not-here.toml",
        ".venv/bin/queson search a b | queson search c > out.txt  # words",
        "QUESON_ARCHIVE=x queson search a && make demo TARGET=x",
        "scrapy crawl portal -a target=x",
        "git clone https://example.org/x && cd x",
    ],
)
def test_a_command_that_exists_is_accepted(line: str) -> None:
    assert complaints(fenced(line), toy, {"demo"}) == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("queson find a", "no such command"),
        ("queson --loud search a", "--loud"),
        ("queson search a --colour", "--colour"),
        ("queson search a --limit", "requires an argument"),
        ("queson search a --form xml", "xml"),
        ("queson search", "Missing"),
        ("make demo && make dmeo", "dmeo"),
        ("scrapy crwal portal", "no such scrapy command"),
        ("quesno search a", "unknown program"),
    ],
)
def test_a_command_that_does_not_exist_is_named(line: str, why: str) -> None:
    assert [why in problem for problem in complaints(fenced(line), toy, {"demo"})] == [True]


def test_output_and_other_languages_are_not_commands() -> None:
    text = fenced("$ make demo\nmake a mess", "console") + fenced("SELECT 1", "sql") + fenced("# why\nmake \\\n  test")
    assert commands(text) == [["make", "demo"], ["make", "test"]]


def test_the_makefile_targets_are_read(tmp_path: Path) -> None:
    assert targets("VENV := x\ndemo: a b ## why\n\techo: no\n.PHONY: no\nlock:\n") == {"demo", "lock"}
