"""Nothing about one machine stands in the project, and what is public is documented."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
from pathlib import Path

import pytest

LEFT_OUT = {
    ".git",
    ".venv",
    ".peers",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    ".import_linter_cache",
    "__pycache__",
    "demo",
}
BINARY = {".ttf", ".otf", ".woff2", ".png", ".pdf", ".gz", ".parquet", ".pyc", ".ico"}
LONGEST = 2_000_000

# Homes, mounts and work folders of one machine; the web's own hosts and those of documentation are nobody's.
_MACHINE = re.compile(r"(?<![\w.~}/-])(?:/(?:home|root|work|Users|mnt|media|opt/pypi[\w-]*)/[\w.]|[A-Z]:\\Users\\)")
_URL = re.compile(r"https?://([\w.-]+)")
_PRIVATE = re.compile(r"(?<![\w.])(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}(?![\w.])")
_REGISTRY = re.compile(r"--(?:extra-)?index-url|^-e |@ (?:git|file|https?)\b", re.MULTILINE)
PUBLIC_HOSTS = {
    "127.0.0.1",
    "adr.github.io",
    "arxiv.org",
    "creativecommons.org",
    "doi.org",
    "example.com",
    "example.org",
    "github.com",
    "json-schema.org",
    "keepachangelog.com",
    "localhost",
    "ns.adobe.com",
    "openfontlicense.org",
    "purl.org",
    "pypi.org",
    "schema.org",
    "scripts.sil.org",
    "semver.org",
    "www.adobe.com",
    "www.apache.org",
    "www.w3.org",
    "www.xes-standard.org",
}
EXAMPLES = (".example.com", ".example.org")
"""Kept for documentation, and for tests of what must not be reached (RFC 2606)."""


def _skipped(path: Path, root: Path) -> bool:
    parts = path.relative_to(root).parts
    hidden = parts[0] in {"build", "dist", "tmp"}
    return hidden or path.suffix in BINARY or any(p in LEFT_OUT or p.endswith(".egg-info") for p in parts)


@pytest.fixture(scope="session")
def texts(root):
    """Return every text file of the tree by its path."""
    paths = [p for p in sorted(root.rglob("*")) if not _skipped(p, root) and p.is_file() and p.stat().st_size < LONGEST]
    return {p.relative_to(root).as_posix(): p.read_text("utf-8", errors="replace") for p in paths}


def test_no_path_of_a_machine_is_written_down(texts):
    """Homes, mounts and work folders belong to a machine, not to the project."""
    found = [f"{path}: {m.group()}" for path, text in texts.items() for m in _MACHINE.finditer(text)]
    assert found == [], "\n" + "\n".join(found)


def test_only_public_hosts_are_named(texts):
    """A host outside the list is either private, or a reference that the list should know about."""
    named = {(path, m.group(1).rstrip(".")) for path, text in texts.items() for m in _URL.finditer(text)}
    found = sorted(
        f"{path}: {host}" for path, host in named if host and host not in PUBLIC_HOSTS and not host.endswith(EXAMPLES)
    )
    assert found == [], "\n" + "\n".join(found)


def test_no_private_address_is_written_down(texts):
    """Addresses of private networks say where something once ran."""
    assert [f"{path}: {m.group()}" for path, text in texts.items() for m in _PRIVATE.finditer(text)] == []


def test_constraints_are_names_and_versions_only(root):
    """No hashes, addresses or editable installs: the file means the same with every index."""
    lines = (root / "constraints.txt").read_text("utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.!+]+", line)] == []
    assert _REGISTRY.search((root / "pyproject.toml").read_text("utf-8")) is None


def _public(tree: ast.AST, prefix: str = "") -> list[tuple[str, ast.AST]]:
    found = []
    for node in getattr(tree, "body", []):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            found.append((prefix + node.name, node))
            if isinstance(node, ast.ClassDef):
                found += _public(node, f"{node.name}.")
    return found


def test_what_is_public_is_documented(modules):
    """Every public function and class has a docstring whose first line is a sentence."""
    missing = []
    for m in modules:
        for name, node in (("module", m.tree), *_public(m.tree)):
            text = ast.get_docstring(node) or ""
            if not text or not text.splitlines()[0].endswith((".", ":", "…", "?")):
                missing.append(f"{m.shown}: {name}: {text.splitlines()[0] if text else 'no docstring'}")
    assert missing == [], "\n" + "\n".join(missing)


def test_every_example_runs(modules):
    """Doctests in the source run as written."""
    options = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    failed = []
    for m in modules:
        if ">>>" in m.path.read_text("utf-8"):
            result = doctest.testmod(importlib.import_module(m.name), optionflags=options)
            failed += [f"{m.shown}: {result.failed} of {result.attempted} examples"] if result.failed else []
    assert failed == [], "\n" + "\n".join(failed)


def test_no_unfinished_business_stands_in_the_source(modules):
    """A TODO, a NotImplementedError or a broad except is something a reader would have to ask about."""
    found = []
    for m in modules:
        text = m.path.read_text("utf-8")
        found += [f"{m.shown}: {word}" for word in ("TO" + "DO", "FIX" + "ME", "NotImplementedError") if word in text]
        for node in ast.walk(m.tree):
            if isinstance(node, ast.ExceptHandler):
                caught = node.type.id if isinstance(node.type, ast.Name) else ""
                found += (
                    [f"{m.shown}:{node.lineno}: broad except"] if not node.type or caught.endswith("Exception") else []
                )
        found += [f"{m.shown}: {hit}" for hit in re.findall(r"# type: ignore(?!\[)|# noqa(?!:)", text)]
    assert found == [], "\n" + "\n".join(found)
