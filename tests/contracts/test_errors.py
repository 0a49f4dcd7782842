"""One tree of errors, drawn where it is defined."""

from __future__ import annotations

import ast
import re

ROOT_ERROR = "WegweiserError"


def _drawn(docstring: str) -> dict[str, str]:
    """Return each error of the drawing with its parent."""
    parents: list[tuple[int, str]] = []
    found: dict[str, str] = {}
    for line in docstring.splitlines():
        match = re.match(r"^(?P<indent>[ |]*(?:\+-- )?)(?P<name>[A-Z]\w+)(?:\s{2,}\S|$)", line)
        if not match or (not match["indent"] and match["name"] != ROOT_ERROR):
            continue
        depth = len(match["indent"])
        parents = [(d, n) for d, n in parents if d < depth]
        found[match["name"]] = parents[-1][1] if parents else ""
        parents.append((depth, match["name"]))
    return found


def _defined(tree: ast.Module) -> dict[str, str]:
    classes = [n for n in tree.body if isinstance(n, ast.ClassDef)]
    return {c.name: c.bases[0].id for c in classes if c.bases and isinstance(c.bases[0], ast.Name)}


def test_every_error_is_drawn_under_its_parent(modules):
    """The drawing in the docstring of errors.py and the classes below it are the same tree."""
    tree = next(m.tree for m in modules if m.name == "wegweiser.errors")
    defined = {name: parent.replace("Exception", "") for name, parent in _defined(tree).items()}
    assert _drawn(ast.get_docstring(tree)) == defined


def test_no_error_is_defined_elsewhere(modules):
    """A class that is an exception stands in errors.py, where whoever maps errors finds it."""
    known = set(_defined(next(m.tree for m in modules if m.name == "wegweiser.errors"))) | {"Exception"}
    elsewhere = [
        f"{m.shown}: {name}"
        for m in modules
        if m.name != "wegweiser.errors"
        for name, parent in _defined(m.tree).items()
        if parent in known or parent.endswith("Error")
    ]
    assert elsewhere == [], "\n" + "\n".join(elsewhere)


def test_the_drawing_is_read_as_a_tree():
    """The reader itself: children stand deeper than their parent."""
    text = "WegweiserError\n+-- UnknownName      a name\n|   +-- UnknownGoal   a goal\n+-- MissingExtra   a package"
    assert _drawn(text) == {
        "WegweiserError": "",
        "UnknownName": "WegweiserError",
        "UnknownGoal": "UnknownName",
        "MissingExtra": "WegweiserError",
    }
