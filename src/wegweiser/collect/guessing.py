"""Guesses how a file is to be read: the first source that knows it answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from wegweiser.collect.rows import Guess
from wegweiser.collect.sources import known
from wegweiser.collect.times import check_zone
from wegweiser.errors import SourceProblem
from wegweiser.warehouse import Warehouse


def guess(
    warehouse: Warehouse,
    file: Path,
    name: str | None = None,
    zone: str = "UTC",
    told: Mapping[str, str] | None = None,
) -> Guess:
    """Return a spec for a file (or folder) and sentences that say what was guessed.

    Args:
        warehouse: what reads the file.
        file: a file, or a folder that is one source.
        name: what the source is called; default: the file's name.
        zone: the IANA zone whose local times are meant where times carry no offset.
        told: fields by what somebody says of them: the column that holds each; what they leave out is guessed.

    Raises:
        SourceProblem: the file does not exist, is empty, holds no time (or none in the column told), or no source
            knows its format.
        InvalidSetting: there is no such zone.
    """
    check_zone(zone)
    if not file.exists():
        raise SourceProblem(f"The file {file} does not exist.")
    called = name or file.name.split(".")[0] or "source"
    for source in known():
        found = source.guess(warehouse, file, called, zone, told or {})
        if found is not None:
            return found
    endings = sorted({ending for source in known() for ending in source.endings})
    raise SourceProblem(f"No source knows how to read {file}. Known endings: {', '.join(endings)}.")
