"""Changes people's words on one persona in personas.yaml; everything else in the file stays as it was written."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import yaml

from wegweiser.domain.personas import PersonaSet
from wegweiser.errors import InvalidSetting
from wegweiser.personas.authored import HEAD, AuthoredPersonas, proposed, spec
from wegweiser.workspace.output import put
from wegweiser.workspace.words import AUTHORED, authored

__all__ = ["FIELDS", "authored", "write"]

FIELDS = ("name", "claim", "goals", "questions", "pains", "triggers", "barriers", "notes")
"""What people may change in the app."""
_UNPRINTED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What JSON may hold as it is and YAML may not, or takes for the end of a line."""
_BY_HAND = "it is written in a form only its author can change; open personas.yaml in an editor"


def write(folder: Path, words: spec.AuthoredPersona, found: PersonaSet | None = None) -> AuthoredPersonas:
    """Write what people say of one persona and return everything the file says then.

    Raises:
        InvalidSetting: the file or the words cannot be used, or its form is one we would spoil; nothing is written.
    """
    path = folder / AUTHORED
    before = authored(folder)
    text = path.read_text("utf-8") if path.exists() else (proposed(found) if found and found.personas else HEAD)
    text = _with_entry(text.replace("\n  []\n", "\n"), words.id)
    changed = _changed(text, words)
    after = AuthoredPersonas.of(changed, str(path))
    _nothing_else(before, after, words, str(path))
    put(path, changed)
    return after


def _with_entry(text: str, ident: str) -> str:
    """Return the text with an entry for the persona, where there is none yet."""
    if any(one.id == ident for one in AuthoredPersonas.of(text).personas):
        return text
    return f"{text.rstrip()}\n  - id: {json.dumps(ident)}\n"


def _changed(text: str, words: spec.AuthoredPersona) -> str:
    """Return the text with each field in place of the one before; lines of other fields and comments stay."""
    lines = text.split("\n")
    entry = _entry(text, words.id)
    known = {key.value: (key, value) for key, value in entry.value}
    own = {name: value for name in FIELDS if (value := getattr(words, name)) or name in known}
    edits: list[tuple[int, int, list[str]]] = []
    ident = known["id"][0]
    added = []
    for name, value in own.items():
        written = [f"{' ' * ident.start_mark.column}{name}: {_plain(value)}"] if value else []
        if name in known:
            edits.append((known[name][0].start_mark.line, _last_line(known[name][1]), written))
        else:
            added += written
    after_id = _last_line(known["id"][1])
    edits.append((after_id + 1, after_id, added))
    for first, last, written in sorted(edits, reverse=True):
        lines[first : last + 1] = written
    return "\n".join(lines)


def _entry(text: str, ident: str) -> yaml.MappingNode:
    """Return the node of a persona; its keys stand on lines of their own.

    Raises:
        InvalidSetting: the entry is written on one line, or its id does not come first.
    """
    root = yaml.compose(text, yaml.SafeLoader)
    for key, value in root.value if isinstance(root, yaml.MappingNode) else ():
        for entry in value.value if key.value == "personas" and isinstance(value, yaml.SequenceNode) else ():
            if not isinstance(entry, yaml.MappingNode) or entry.flow_style:
                continue
            first, said = entry.value[0]
            if first.value == "id" and said.value == ident:
                return entry
    raise InvalidSetting(AUTHORED, [_BY_HAND])


def _last_line(node: yaml.Node) -> int:
    """Return the last line a value stands on; the mark behind a list or a block also spans what follows it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last_line(last[1] if isinstance(last, tuple) else last)
    mark = node.end_mark
    return mark.line - 1 if mark.column == 0 and mark.line > node.start_mark.line else mark.line


def _plain(value: Any) -> str:  # noqa: ANN401  (a text, or several)
    """Return a value on one line; JSON is YAML, and needs no rule for colons, quotes and line ends."""
    said = json.dumps(msgspec.to_builtins(value), ensure_ascii=False)
    return _UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", said)


def _nothing_else(before: AuthoredPersonas, after: AuthoredPersonas, words: spec.AuthoredPersona, where: str) -> None:
    """Refuse a change that would touch another persona, or say of this one something else than it was told."""
    ours = next(one for one in after.personas if one.id == words.id)
    known = {one.id: one for one in before.personas} | {words.id: ours}
    told = all(getattr(ours, name) == getattr(words, name) for name in FIELDS)
    if not told or any(known.get(one.id, one) != one for one in after.personas):
        raise InvalidSetting(where, [_BY_HAND])
