"""The file of people's words on personas: written once, read ever after, never overwritten."""

from __future__ import annotations

import hashlib
from pathlib import Path

from wegweiser.domain.personas import PersonaSet
from wegweiser.errors import InvalidSetting
from wegweiser.personas.authored import HEAD, AuthoredPersonas, by_hand_template, proposed
from wegweiser.workspace.output import put

AUTHORED = "personas.yaml"


def authored(folder: Path) -> AuthoredPersonas:
    """Return what people wrote of personas; nothing where there is no file.

    Raises:
        InvalidSetting: the file is no YAML or says something nobody can mean.
    """
    path = folder / AUTHORED
    return AuthoredPersonas.of(path.read_bytes(), str(path)) if path.exists() else AuthoredPersonas()


def write_once(folder: Path, personas: PersonaSet) -> bool:
    """Write the file with an entry for each persona where there is none yet, and return whether it was written."""
    path = folder / AUTHORED
    if path.exists() or not personas.personas:
        return False
    put(path, proposed(personas))
    return True


def add(folder: Path, name: str, features: tuple[str, ...], found: PersonaSet | None) -> tuple[Path, str]:
    """Append a persona made by hand, to be filled in, and return the file and the new id.

    Raises:
        InvalidSetting: it has no name, or that of another one.
    """
    if not name.strip():
        raise InvalidSetting("The persona", ["it needs a name"])
    path = folder / AUTHORED
    written = authored(folder).personas
    named = [*(one.name for one in written), *(one.name for one in (found.personas if found else ()))]
    if any(name.strip() in ((one,) if isinstance(one, str) else one.values()) for one in named):
        raise InvalidSetting("The persona", [f"another one is called '{name.strip()}' already"])
    taken = {persona.id for persona in written}
    key = next(f"by_hand_{n}" for n in range(1, len(taken) + 2) if f"by_hand_{n}" not in taken)
    nobody = HEAD if found is None or not found.personas else proposed(found)
    text = path.read_text(encoding="utf-8") if path.exists() else nobody
    # An empty list that stands on its own line takes no entries.
    text = text.replace("\n  []\n", "\n").rstrip("\n") + "\n"
    put(path, text + by_hand_template(key, name, features))
    return path, key


def mark(folder: Path) -> str:
    """Return a mark that changes when the words do."""
    path = folder / AUTHORED
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.exists() else ""


def missing(folder: Path, personas: PersonaSet) -> str:
    """Return entries for personas nobody has written of yet, to be pasted into the file."""
    return proposed(personas, authored(folder))
