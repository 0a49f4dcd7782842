"""Write docs/reference from what the code itself says: docstrings, help texts, settings, schemas, phase models.

Run with `make docs`. A test compares the pages with what this would write, so they cannot fall behind.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import msgspec
import typer
from typer.core import TyperArgument, TyperCommand, TyperOption

import wegweiser
from wegweiser import errors, settings
from wegweiser.collect.offers import OfferSpec
from wegweiser.collect.reasons import REASONS, reason
from wegweiser.collect.spec import Also, SourceSpec, TextRule, TimeRule
from wegweiser.domain import claims, estimates, goals, journey_maps, phases, touchpoints
from wegweiser.domain.attribution import Basis, Spend
from wegweiser.domain.events import BLOCKED, KINDS, IdentifierKind
from wegweiser.domain.experiments import ExperimentResult
from wegweiser.domain.funnels import Funnel
from wegweiser.domain.levers import Driver, LeverNote
from wegweiser.domain.validations import Validity
from wegweiser.i18n import read
from wegweiser.journeys import Journeys
from wegweiser.journeys.differences import Differences
from wegweiser.journeys.moves import Moves
from wegweiser.journeys.patterns import Patterns
from wegweiser.journeys.reasons import Reasons
from wegweiser.journeys.times import Times
from wegweiser.levers import Attribution, Roles
from wegweiser.levers.channels import Channels
from wegweiser.levers.consistency import Comparison, Consistency
from wegweiser.maps import plan, templates
from wegweiser.warehouse import Result, Schema
from wegweiser.workspace import Config, Workspace

HERE = Path(__file__).parent / "reference"
HEAD = "<!-- Written by docs/generate.py (make docs): change the docstring it comes from, not this page. -->\n"


def pages() -> dict[str, str]:
    """Return every generated page by its file name."""
    made = {name: HEAD + write() for name, write in _PAGES.items()}
    return {name: re.sub(r"\n{3,}", "\n\n", text).rstrip() + "\n" for name, text in made.items()}


def _index() -> str:
    rows = "\n".join(f"- [{title}]({name}): {line}" for name, (title, line) in _TITLES.items())
    return f"# Reference\n\nWritten from the code, so it says what the code does.\n\n{rows}\n"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [
        f"| {' | '.join(cell.replace('|', chr(92) + '|').replace(chr(10), ' ') for cell in row)} |" for row in rows
    ]
    return "\n".join(lines) + "\n"


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _prose(thing: object) -> str:
    """Return a docstring as Markdown: sections become bold, examples become code."""
    text = inspect.getdoc(thing) or ""
    text = re.sub(r"^(Args|Returns|Raises|Example):$", r"**\1**\n", text, flags=re.MULTILINE)
    return re.sub(r"((?:^ {4}(?:>>>|\.\.\.).*\n(?:^ {4}.*\n?)*)+)", r"\n\1\n", text + "\n", flags=re.MULTILINE).strip()


def _first(thing: object) -> str:
    return (inspect.getdoc(thing) or "").split("\n", maxsplit=1)[0]


# Commands


def _cli() -> str:
    from wegweiser.cli.main import app  # noqa: PLC0415  (the command line loads what a run needs)

    command = typer.main.get_command(app)
    text = [f"# Command line\n\n{command.help}\n\n{command.epilog}\n"]
    text += [_command(path, found) for path, found in _commands("wegweiser", command)]
    return "\n".join(text)


def _commands(path: str, command: TyperCommand) -> Iterator[tuple[str, TyperCommand]]:
    children = getattr(command, "commands", {})
    if not children or getattr(command, "invoke_without_command", False):
        yield path, command
    for name in sorted(children):
        yield from _commands(f"{path} {name}", children[name])


def _command(path: str, command: TyperCommand) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
    usage = " ".join([path, *(_argument(p) for p in arguments), *(["[OPTIONS]"] if options else [])])
    rows = [(_code(_argument(p)), _shown_default(p), p.help or "") for p in arguments]
    rows += [(_code(", ".join([*p.opts, *p.secondary_opts])), _shown_default(p), p.help or "") for p in options]
    table = _table(("argument or option", "default", "what it does"), rows) if rows else ""
    return f"## {path}\n\n    {usage}\n\n{inspect.cleandoc(command.help or '')}\n\n{table}"


def _argument(parameter: TyperArgument | TyperOption) -> str:
    name = parameter.name.upper() + ("..." if parameter.nargs == -1 else "")
    return name if parameter.required else f"[{name}]"


def _shown_default(parameter: TyperArgument | TyperOption) -> str:
    if isinstance(getattr(parameter, "show_default", None), str):
        return str(parameter.show_default)
    if parameter.required:
        return "required"
    value = parameter.default() if callable(parameter.default) else parameter.default
    return "" if value in (None, False, ()) or value == "" else _code(str(value))


# Errors and quarantine


def _errors() -> str:
    drawn = inspect.getdoc(errors) or ""
    tree = "\n".join(
        f"    {line.strip()}" for line in drawn.splitlines() if re.match(r"^\s*(\+--|\||Weg.*Error)", line)
    )
    text = [
        "# Errors",
        "",
        "Misuse raises one of these; the command line prints the message and ends with code 2.",
        "",
        tree,
        "",
    ]
    for name, found in vars(errors).items():
        if inspect.isclass(found) and issubclass(found, errors.WegweiserError):
            text += [f"## {name}", "", _prose(found), ""]
    return "\n".join(text)


def _quarantine() -> str:
    rows = [(_code(code), reason(code, "en"), reason(code, "de")) for code in REASONS]
    blocked = ", ".join(_code(value) for value in sorted(BLOCKED) if value)
    return (
        "# Quarantine\n\nA row that cannot become an event stands in quarantine with file, line and a reason:\n\n"
        f"{_table(('code', 'reason', 'German'), rows)}\n"
        f"Values, in any case, that many people share and that identify nobody: {blocked}, and the empty text.\n"
    )


# Settings and documents


@cache
def _notes(kind: type) -> dict[str, str]:
    """Return the docstring that follows each attribute of a class, and the type as written."""
    tree = ast.parse(inspect.getsource(kind))
    body = tree.body[0].body  # type: ignore[attr-defined]
    found = {}
    for node, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            text = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            found[f"{node.target.id}:type"] = ast.unparse(node.annotation)
            found[node.target.id] = inspect.cleandoc(str(after.value.value)) if text else ""
    return found


def _fields(kind: type) -> str:
    notes = _notes(kind)
    rows = []
    for field in msgspec.structs.fields(kind):
        default = "required" if field.required else _default(field)
        rows.append((_code(field.encode_name), _code(notes[f"{field.name}:type"]), default, notes[field.name]))
    return f"{_prose(kind)}\n\n{_table(('key', 'type', 'default', 'note'), rows)}"


def _default(field: msgspec.structs.FieldInfo) -> str:
    value = field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
    if value in (None, "", (), {}):
        return ""
    if isinstance(value, msgspec.Struct) or (isinstance(value, tuple) and isinstance(value[0], msgspec.Struct)):
        return "see below"
    return _code(str(getattr(value, "value", value)))


def _settings() -> str:
    variables = sorted(set(re.findall(r"WEGWEISER_[A-Z]+", inspect.getsource(settings))))
    tables = {
        "": Config,
        "[[source]]": SourceSpec,
        "[[source]] time": TimeRule,
        "[[source]] text": TextRule,
        "[[source]] also": Also,
        "[[touchpoint]]": touchpoints.Touchpoint,
        "[[touchpoint]] match": touchpoints.Match,
        "[[goal]]": goals.Goal,
        "[[phase]]": phases.Phase,
        "[[identifier]]": IdentifierKind,
        "[[offers]]": OfferSpec,
        "[[experiment]]": ExperimentResult,
        "[[driver]]": Driver,
        "[[lever]]": LeverNote,
        "[[spend]]": Spend,
        "[validity]": Validity,
    }
    text = ["# Settings", "", "## Environment", "", _prose(settings.read), ""]
    text += ["Variables: " + ", ".join(map(_code, variables)) + ".", ""]
    for name, kind in tables.items():
        text += [f"## wegweiser.toml: {name}" if name else "## wegweiser.toml", "", _fields(kind), ""]
    rows = [(_code(kind.name), kind.strength.value, str(kind.most or "any number")) for kind in KINDS]
    text += ["### Identifier kinds that ship", "", _table(("kind", "strength", "most per profile"), rows)]
    return "\n".join(text)


def _documents() -> str:
    text = ["# Map documents", "", "`journey.yaml` is authored, `journey.data.json` is generated; ids join them.", ""]
    text += ["Templates that ship: " + ", ".join(map(_code, templates())) + ".", ""]
    authored = (plan.Plan, plan.PlannedMetric, plan.Review)
    shared = (claims.Claim, claims.Evidence, *_structs(journey_maps), *_structs(estimates))
    for title, kinds in (("journey.yaml", authored), ("What both are made of", shared)):
        text += [f"## {title}", ""]
        for kind in kinds:
            text += [f"### {kind.__name__}", "", _fields(kind), ""]
    for kind in (claims.Status, journey_maps.LaneType, journey_maps.Band, journey_maps.View):
        values = ", ".join(_code(member.value) for member in kind)
        text += [f"### {kind.__name__}", "", f"{_first(kind)} One of {values}.", ""]
    return "\n".join(text)


def _structs(module: ModuleType) -> list[type]:
    found = vars(module).values()
    return [
        k for k in found if inspect.isclass(k) and issubclass(k, msgspec.Struct) and k.__module__ == module.__name__
    ]


def _phase_models() -> str:
    text = ["# Phase models", "", "`phases` in wegweiser.toml names one of these, or `own`.", ""]
    for model in phases.shipped_models().values():
        rows = [
            (
                _code(p.id),
                read(p.name, "en"),
                read(p.name, "de"),
                p.role,
                read(p.goal_customer, "en"),
                read(p.goal_business, "en"),
            )
            for p in model.phases
        ]
        head = ("id", "English", "German", "role", "the customer's goal", "our goal")
        text += [f"## {model.id}", "", f"{read(model.name, 'en')} ({read(model.name, 'de')}).", "", _table(head, rows)]
    return "\n".join(text)


# Tables


def _tables() -> str:
    text = [
        "# Tables",
        "",
        "Sealed Parquet parts under `.wegweiser/parts`, named by the manifest. Times are UTC with microseconds;",
        "ids are the first 60 bits of an md5 ([ADR-0005](../adr/0005-ids-are-60-bits-of-md5.md)).",
        "",
    ]
    for room, schema, note in schemas():
        rows = [(_code(name), kind) for name, kind in schema.columns.items()]
        order = ", ".join(map(_code, schema.order))
        text += [f"## {schema.kind}", "", f"Written by `{room}`. {note}".strip(), "", _table(("column", "type"), rows)]
        text += [f"Sorted by {order}.", ""] if order else []
    return "\n".join(text)


def schemas() -> list[tuple[str, Schema, str]]:
    """Return every table with the room that writes it and the note beside its schema."""
    found: dict[str, tuple[str, Schema, str]] = {}
    for module in _modules():
        for name, value in vars(module).items():
            if isinstance(value, Schema) and (note := _note_of(module, name)) is not None:
                found[value.kind] = (module.__name__.split(".")[1], value, note)
    return [found[kind] for kind in sorted(found)]


def _modules() -> Iterator[ModuleType]:
    for info in pkgutil.walk_packages(wegweiser.__path__, "wegweiser."):
        yield importlib.import_module(info.name)


def _note_of(module: ModuleType, constant: str) -> str | None:
    """Return the docstring after a constant; None where the module only imports it."""
    body = ast.parse(inspect.getsource(module)).body
    for node, after in zip(body, [*body[1:], None], strict=True):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(t, ast.Name) and t.id == constant for t in targets):
            said = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            return inspect.cleandoc(str(after.value.value)) if said else ""
    return None


# Python


def _python() -> str:
    text = ["# Python", "", "    import wegweiser", '    ws = wegweiser.open("myshop")', "", "## wegweiser.open", ""]
    text += [f"    {_signature(wegweiser.open, 'wegweiser.open')}", "", _prose(wegweiser.open), ""]
    for kind, name in _ASKED.items():
        text += [f"## {kind.__name__}", "", _prose(kind), ""]
        for member, found in vars(kind).items():
            if member.startswith("_") or not (callable(found) or isinstance(found, property)):
                continue
            shown = f"{name}.{member}" if isinstance(found, property) else _signature(found, f"{name}.{member}")
            text += [f"### {kind.__name__}.{member}", "", f"    {shown}", "", _prose(found), ""]
    return "\n".join(text)


_ASKED: dict[type, str] = {
    Workspace: "ws",
    Journeys: "ws.journeys",
    Patterns: "ws.journeys.patterns",
    Moves: "ws.journeys.moves",
    Times: "ws.journeys.times",
    Reasons: "ws.journeys.reasons",
    Differences: "a.against(b)",
    Attribution: "ws.attribution",
    Roles: "ws.roles",
    Channels: "ws.channels",
    Consistency: "ws.consistency",
    Funnel: "Funnel",
    Basis: "Basis",
    Comparison: "Comparison",
    Result: "result",
}
"""What a notebook or a script can ask, and how it gets there."""


def _signature(function: Callable[..., object], shown: str) -> str:
    signature = inspect.signature(function)
    kept = [p for name, p in signature.parameters.items() if name != "self"]
    written = re.sub(r"<function (\w+) at 0x[0-9a-f]+>", r"\1", str(signature.replace(parameters=kept)))
    return f"{shown}{written}".replace("'", "")


_TITLES = {
    "cli.md": ("Command line", "every command with its arguments and options"),
    "python.md": ("Python", "what a notebook or a script can ask"),
    "settings.md": ("Settings", "wegweiser.toml and the environment"),
    "documents.md": ("Map documents", "journey.yaml and journey.data.json"),
    "phase-models.md": ("Phase models", "the four that ship"),
    "tables.md": ("Tables", "what is sealed, column by column"),
    "quarantine.md": ("Quarantine", "why a row was not understood"),
    "errors.md": ("Errors", "what misuse raises"),
}
_PAGES: dict[str, Callable[[], str]] = {
    "README.md": _index,
    "cli.md": _cli,
    "python.md": _python,
    "settings.md": _settings,
    "documents.md": _documents,
    "phase-models.md": _phase_models,
    "tables.md": _tables,
    "quarantine.md": _quarantine,
    "errors.md": _errors,
}


def main() -> int:
    """Write the pages that changed and say which."""
    HERE.mkdir(exist_ok=True)
    for name, text in pages().items():
        path = HERE / name
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            print(f"wrote docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
