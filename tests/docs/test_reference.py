"""The reference says what the code does: nothing missing, nothing left over."""

from __future__ import annotations

import inspect
import re

import typer

from wegweiser import errors, settings


def test_the_reference_is_up_to_date(generator, pages):
    """The pages are what docs/generate.py would write now; if not, run `make docs`."""
    written = {page.removeprefix("docs/reference/"): text for page, text in pages.items() if "docs/reference/" in page}
    made = generator.pages()
    assert sorted(written) == sorted(made)
    assert [name for name in made if made[name] != written[name]] == []


def test_every_command_is_documented(generator, pages):
    """Each command has a section with every option it takes, each with a word of help."""
    from wegweiser.cli.main import app  # noqa: PLC0415  (loads everything a run needs)

    text = pages["docs/reference/cli.md"]
    missing = []
    for path, command in generator._commands("wegweiser", typer.main.get_command(app)):  # noqa: SLF001
        section = re.search(rf"^## {path}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
        if section is None:
            missing.append(path)
            continue
        for parameter in command.params:
            if parameter.name != "help":
                shown = parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.name.upper()
                missing += [f"{path} {shown}"] if shown not in section[1] else []
                missing += [] if parameter.help else [f"{path} {shown}: no help"]
    assert missing == [], "\n" + "\n".join(missing)


def test_every_environment_variable_is_documented(pages):
    """A variable the code reads stands in the settings page."""
    names = set(re.findall(r"WEGWEISER_[A-Z]+", inspect.getsource(settings)))
    assert names
    assert [name for name in sorted(names) if f"`{name}`" not in pages["docs/reference/settings.md"]] == []


def test_every_error_is_documented(pages):
    """Each error of the tree has a section with its docstring."""
    found = {n for n, c in vars(errors).items() if inspect.isclass(c) and issubclass(c, errors.WegweiserError)}
    sections = set(re.findall(r"^## (\w+)$", pages["docs/reference/errors.md"], re.MULTILINE))
    assert sections == found


def test_every_table_is_documented_and_explained(generator, pages):
    """Each table a room writes has a section, and a note that says what one row is."""
    source = (generator.HERE.parents[1] / "src" / "wegweiser").rglob("*.py")
    written = {
        k for p in source for k in re.findall(r"^\w+ = Schema\(\s*\"(\w+)\"", p.read_text("utf-8"), re.MULTILINE)
    }
    sections = set(re.findall(r"^## (\w+)$", pages["docs/reference/tables.md"], re.MULTILINE))
    assert sections == written
    assert [schema.kind for _, schema, note in generator.schemas() if not note] == []
