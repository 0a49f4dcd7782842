"""The file of people's words on personas: written once, read ever after, never overwritten."""

from __future__ import annotations

import hashlib
from pathlib import Path

from wegweiser.domain.personas import PersonaSet
from wegweiser.personas.authored import AuthoredPersonas, proposed
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


def mark(folder: Path) -> str:
    """Return a mark that changes when the words do."""
    path = folder / AUTHORED
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.exists() else ""


def missing(folder: Path, personas: PersonaSet) -> str:
    """Return entries for personas nobody has written of yet, to be pasted into the file."""
    return proposed(personas, authored(folder))
