"""Every text a person sees exists in German: catalogues are complete, tidy, and say nothing nobody asks for."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

SPEAKING = {"both", "message"}
_FROM_DATA = "from data"
"""Marks words that columns and values of people's files are often called."""
TEMPLATES = {".html", ".jinja", ".j2", ".typ", ".svg", ".yaml", ".css", ".js"}


Constants = dict[str, dict[str, ast.expr]]
"""What each module binds at its top."""


def _aliases(tree: ast.Module) -> set[str]:
    """Return the names by which a module calls the functions that speak."""
    imported = (n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module == "wegweiser.i18n")
    return {a.asname or a.name for n in imported for a in n.names if a.name in SPEAKING}


def spoken(name: str, tree: ast.Module, others: Constants | None = None) -> Iterator[tuple[int, str]]:
    """Yield line and message of every call that speaks with a message that is written down."""
    names = SPEAKING if name == "wegweiser.i18n" else _aliases(tree)
    constants = _imported(tree, others or {}) | _constants(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        qualified = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "i18n"
        if called in names or (qualified and called in SPEAKING):
            yield from ((node.lineno, text) for text in _texts(node.args[0], constants))


def _imported(tree: ast.Module, others: Constants) -> dict[str, ast.expr]:
    """Return the constants a module takes from others, under the names it calls them."""
    return {
        alias.asname or alias.name: others[node.module][alias.name]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in others
        for alias in node.names
        if alias.name in others[node.module]
    }


def _constants(tree: ast.Module) -> dict[str, ast.expr]:
    """Return what the module's own names are bound to at its top."""
    found: dict[str, ast.expr] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            found |= {target.id: node.value for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            found[node.target.id] = node.value
    return found


def _texts(said: ast.expr, constants: dict[str, ast.expr]) -> list[str]:
    """Return the messages an expression can stand for: a literal, a choice, a constant, an entry of a table."""
    if isinstance(said, ast.Constant):
        return [said.value] if isinstance(said.value, str) else []
    if isinstance(said, ast.IfExp):
        return _texts(said.body, constants) + _texts(said.orelse, constants)
    if isinstance(said, ast.Name) and said.id in constants:
        return _texts(constants[said.id], {})
    if isinstance(said, ast.Subscript) and isinstance(said.value, ast.Name):
        table = constants.get(said.value.id)
        values = table.values if isinstance(table, ast.Dict) else getattr(table, "elts", [])
        return [text for value in values for text in _texts(value, {})]
    return []


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.fixture(scope="session")
def catalogues(root):
    """Return every German catalogue by its file name."""
    folder = root / "src" / "wegweiser" / "locales" / "de"
    found = {}
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            found[path.name] = read_po(file, abort_invalid=True)
    return found


@pytest.fixture(scope="session")
def literals(modules, root):
    """Return every string a module holds, doctests left out, and the text of every template."""
    strings = {
        n.value for m in modules for n in ast.walk(m.tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }
    files = (p for p in (root / "src").rglob("*") if p.suffix in TEMPLATES)
    return strings, "\n".join(p.read_text("utf-8") for p in sorted(files))


def test_every_message_has_its_german(modules, catalogues):
    """A message in the source without German would be English on a German map."""
    german = {m.id for catalogue in catalogues.values() for m in catalogue if m.id and m.string and not m.fuzzy}
    others = {m.name: _constants(m.tree) for m in modules}
    said = [(m.shown, line, text) for m in modules for line, text in spoken(m.name, m.tree, others)]
    missing = [f"{shown}:{line}: {text}" for shown, line, text in said if text not in german]
    assert missing == [], "\n" + "\n".join(missing)


def in_template(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and message of every `t("…")` of a template."""
    tree = Environment(extensions=["jinja2.ext.do"]).parse(text)  # noqa: S701  (parsed, never rendered)
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t" and call.args:
            said = call.args[0]
            choices = (said.expr1, said.expr2) if isinstance(said, nodes.CondExpr) else (said,)
            yield from ((call.lineno, one.value) for one in choices if isinstance(one, nodes.Const))


def test_every_message_of_a_template_has_its_german(root, catalogues):
    """What a page says by `t("…")` stands in a catalogue."""
    german = {m.id for catalogue in catalogues.values() for m in catalogue if m.id and m.string and not m.fuzzy}
    pages = sorted((root / "src" / "wegweiser" / "web" / "templates").rglob("*.html"))
    said = [(p.name, line, text) for p in pages for line, text in in_template(p.read_text("utf-8"))]
    missing = [f"{name}:{line}: {text}" for name, line, text in said if text not in german]
    assert said
    assert missing == [], "\n" + "\n".join(missing)


def test_a_message_of_a_template_is_found():
    """The reader itself: a literal and both sides of a choice count."""
    assert list(in_template("{{ t('Save') }}\n{{ t('Yes' if x else 'No', n=1) }}{{ t(x) }}")) == [
        (1, "Save"),
        (2, "Yes"),
        (2, "No"),
    ]


def test_every_entry_is_used(catalogues, literals):
    """An entry that no module and no template holds goes, unless a comment `#. from data` says where it comes from."""
    strings, templates = literals
    left = [
        f"{name}: {m.id}"
        for name, catalogue in catalogues.items()
        for m in catalogue
        if m.id and m.id not in strings and m.id not in templates and _FROM_DATA not in m.auto_comments
    ]
    assert left == [], "\n" + "\n".join(left)


def test_no_entry_is_fuzzy_obsolete_or_empty(catalogues):
    """Guesses of tools and leftovers of old versions do not ship."""
    broken = [
        f"{n}: fuzzy or empty: {m.id}" for n, c in catalogues.items() for m in c if m.id and (m.fuzzy or not m.string)
    ]
    broken += [f"{name}: obsolete: {text}" for name, c in catalogues.items() for text in c.obsolete]
    assert broken == [], "\n" + "\n".join(broken)


def test_placeholders_match(catalogues):
    """Every {name} of the English stands in the German, and no other."""
    broken = [
        f"{name}: {m.id}: {sorted(_fields(m.id) ^ _fields(m.string))}"
        for name, catalogue in catalogues.items()
        for m in catalogue
        if m.id and _fields(m.id) != _fields(m.string)
    ]
    assert broken == [], "\n" + "\n".join(broken)


def test_one_message_has_one_german(catalogues):
    """Catalogues are merged, so two of them may not translate one message differently."""
    seen: dict[str, dict[str, str]] = defaultdict(dict)
    for name, catalogue in catalogues.items():
        for entry in catalogue:
            if entry.id:
                seen[entry.id][entry.string] = name
    assert {text: given for text, given in seen.items() if len(given) > 1} == {}


def test_german_is_set_as_german_is(catalogues):
    """Quotation marks are „ “, and a number is followed by its unit after a no-break space."""
    broken = [
        f"{name}: {m.string}"
        for name, catalogue in catalogues.items()
        for m in catalogue
        if m.id and ('"' in m.string or "\u201d" in m.string or "} %" in m.string)
    ]
    assert broken == [], "\n" + "\n".join(broken)


def test_a_message_without_german_is_found():
    """The reader itself: literals, choices and tables count, also under another name; variables do not."""
    source = """
from wegweiser.i18n import message as say
WORDS = {"a": "Good day", "b": "Good night"}
say("Hello", "de")
say("Yes" if x else "No", "de")
say(WORDS[x], "de")
say(x, "de")
other("No", "de")
"""
    found = list(spoken("wegweiser.maps", ast.parse(source)))
    assert found == [(4, "Hello"), (5, "Yes"), (5, "No"), (6, "Good day"), (6, "Good night")]
