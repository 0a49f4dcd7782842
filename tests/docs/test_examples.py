"""Examples on the pages can be used as they stand."""

from __future__ import annotations

import ast
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import msgspec
import pytest
import typer
import yaml

from wegweiser.domain.claims import Claim, Evidence


def test_python_examples_compile(blocks):
    """Each Python block is valid Python."""
    for block in blocks:
        if block.language == "python":
            ast.parse(block.text, filename=block.page)


def test_toml_examples_are_configurations(blocks):
    """Each TOML block is taken by the reader of wegweiser.toml, key by key."""
    from wegweiser.workspace import Config  # noqa: PLC0415  (loads the engine, which the other tests do not need)

    found = [block for block in blocks if block.language == "toml"]
    assert found
    for block in found:
        text = block.text if "[[source]]" in block.text or "[source." not in block.text else _completed(block.text)
        msgspec.convert(tomllib.loads(text), Config, strict=False)


def _completed(text: str) -> str:
    """Put the part of a source that an example shows into a whole one."""
    return f'[[source]]\nname = "x"\nformat = "csv"\n{text}'


def test_yaml_examples_are_claims(blocks):
    """Each YAML block about cells and evidence is valid, with claims whose status its evidence supports."""
    found = [yaml.safe_load(block.text) for block in blocks if block.language == "yaml"]
    assert found
    for document in found:
        for cell in document.get("cells", []):
            msgspec.convert(cell["claims"], list[Claim], strict=False)
        msgspec.convert(document.get("evidence", []), list[Evidence], strict=False)


def _commands(pages: dict[str, str]) -> list[tuple[str, list[str]]]:
    lines = ((page, line.strip()) for page, text in pages.items() for line in text.splitlines())
    shown = ((p, line) for p, line in lines if line.startswith("wegweiser ") and "reference/" not in p)
    return [(page, shlex.split(line, comments=True)) for page, line in shown]


def test_commands_on_the_pages_exist(pages):
    """Each `wegweiser …` line names a command and options there are."""
    from wegweiser.cli.main import app  # noqa: PLC0415  (loads everything a run needs)

    top = typer.main.get_command(app)
    wrong = []
    for page, words in _commands(pages):
        command, rest = top, words[1:]
        while getattr(command, "commands", None) and rest:
            child = command.commands.get(rest[0])
            if child is None:
                break
            command, rest = child, rest[1:]
        known = {opt for p in command.params for opt in [*p.opts, *p.secondary_opts]}
        unknown = [word for word in rest if re.match(r"--?[a-zA-Z]", word) and word.split("=")[0] not in known]
        unfinished = getattr(command, "commands", None) and not getattr(command, "invoke_without_command", False)
        wrong += [f"{page}: {' '.join(words)}"] if unknown or unfinished else []
    assert wrong == [], "\n" + "\n".join(wrong)


def test_the_tutorial_runs_as_written(blocks, tmp_path):
    """Files and commands of the tutorial, in order, in an empty folder: each ends with 0, or 1 for a finding."""
    steps = [block for block in blocks if block.page == "docs/tutorial.md" and block.mark]
    assert len(steps) > 3
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": path, "HOME": str(tmp_path), "LANG": "C.UTF-8", "WEGWEISER_NOW": "2026-06-01"}
    for step in steps:
        if step.mark.startswith("file: "):
            (tmp_path / step.mark.removeprefix("file: ")).write_text(step.text, "utf-8")
            continue
        for line in step.text.splitlines():
            done = subprocess.run(line, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True)  # noqa: S602, PLW1510
            if done.returncode not in {0, 1} or "Traceback" in done.stderr:
                pytest.fail(f"{line}\nended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    assert (tmp_path / "first" / "journey-map.en.html").is_file()
    assert (tmp_path / "myshop" / "maps" / "journey-map.en.html").is_file()
