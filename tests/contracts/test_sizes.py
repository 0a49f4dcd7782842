"""Sizes a reader can hold in mind: an exception needs an ADR and a line in EXCEPTIONS."""

from __future__ import annotations

import ast
from collections.abc import Iterator

MOST_LINES_OF_FILE, MOST_LINES_OF_CLASS, MOST_LINES_OF_FUNCTION, MOST_ARGUMENTS = 400, 250, 40, 6
EXCEPTIONS: dict[str, str] = {}
"""'path: name' -> the ADR that allows it."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _lines(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1


def _docstring_lines(node: Function) -> int:
    first = node.body[0]
    is_text = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    return _lines(first) if is_text else 0


def _arguments(node: Function) -> int:
    named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    own = sum(1 for a in named if a.arg not in {"self", "cls"})
    return own + bool(node.args.vararg) + bool(node.args.kwarg)


def oversized(shown: str, tree: ast.Module, lines: int) -> Iterator[str]:
    """Yield what is larger than the house allows, with its size."""
    if lines > MOST_LINES_OF_FILE:
        yield f"{shown}: file of {lines} lines"
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and _lines(node) > MOST_LINES_OF_CLASS:
            yield f"{shown}: {node.name}, class of {_lines(node)} lines"
        if isinstance(node, Function):
            if (length := _lines(node) - _docstring_lines(node)) > MOST_LINES_OF_FUNCTION:
                yield f"{shown}: {node.name}, function of {length} lines"
            if (count := _arguments(node)) > MOST_ARGUMENTS:
                yield f"{shown}: {node.name}, {count} arguments"


def test_product_code_keeps_to_the_sizes(modules):
    """Files of 400 lines, classes of 250, functions of 40 without docstring, six arguments; no more."""
    found = [
        finding
        for m in modules
        for finding in oversized(m.shown, m.tree, len(m.path.read_text("utf-8").splitlines()))
        if finding.split(",")[0] not in EXCEPTIONS
    ]
    # A command's parameters are its options: typer reads them from the signature, and there is no other place.
    found = [f for f in found if not (f.startswith("src/wegweiser/cli/") and f.endswith("arguments"))]
    assert found == [], "\n" + "\n".join(found)


def test_tests_and_tools_keep_to_the_size_of_a_file(root):
    """A test file, a benchmark and a script of the docs have at most 400 lines too."""
    files = [p for folder in ("tests", "benchmarks", "docs") for p in sorted((root / folder).rglob("*.py"))]
    sizes = {p.relative_to(root).as_posix(): len(p.read_text("utf-8").splitlines()) for p in files}
    assert {path: n for path, n in sizes.items() if n > MOST_LINES_OF_FILE} == {}


def test_a_function_that_is_too_long_is_found():
    """The rule itself: 41 lines are one too many, and a docstring does not count."""
    body = "\n".join(["    x = 1"] * 40)
    tree = ast.parse(f'def f(a, b, c, d, e, f, g):\n    """One."""\n{body}\n')
    assert list(oversized("x.py", tree, 42)) == ["x.py: f, function of 41 lines", "x.py: f, 7 arguments"]
