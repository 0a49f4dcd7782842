"""The files a workspace reads: where they lie, which are new, how an unknown one is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from wegweiser import collect
from wegweiser.clock import Clock
from wegweiser.collect import SourceSpec, places
from wegweiser.collect.offers import Offered, OfferSpec, take_offers
from wegweiser.errors import SourceProblem
from wegweiser.progress import Progress, silent
from wegweiser.voice.surveys import SurveySpec
from wegweiser.voice.texts import ContentSpec, TextSpec
from wegweiser.warehouse import Part, Warehouse
from wegweiser.workspace.report import FileReport

DROPPED = "data"
Spec = SourceSpec | OfferSpec | SurveySpec | TextSpec | ContentSpec
"""What names files of its own."""


class Files:
    """The files behind the sources of one workspace; patterns are relative to the workspace folder."""

    def __init__(self, folder: Path, warehouse: Warehouse, clock: Clock, zone: str) -> None:
        self._folder, self._warehouse, self._clock, self._zone = folder, warehouse, clock, zone

    def of(self, spec: Spec) -> list[Path]:
        """Return the files of a source, or of a set of offers, in the order of their names.

        Raises:
            SourceProblem: a pattern matches nothing.
        """
        found: list[Path] = []
        for pattern in spec.files:
            matched = self._matching(pattern)
            if not matched:
                raise SourceProblem(
                    f"Source '{spec.name}' names {pattern}, but there is no such file. Was it renamed? Then change "
                    f"`files` where wegweiser.toml names it; what was loaded from it stays."
                )
            found += [path for path in matched if path not in found]
        return found

    def _matching(self, pattern: str) -> list[Path]:
        path = Path(pattern).expanduser()
        # What an absolute pattern names is not changed by the folder before it.
        inside = self._folder / path
        if inside.exists():
            return [inside]
        base = Path(path.anchor) if path.is_absolute() else self._folder
        found = sorted(base.glob(str(path.relative_to(path.anchor)) if path.is_absolute() else str(path)))
        return found or ([path] if path.exists() else [])

    def dropped(self, specs: Sequence[Spec]) -> list[Path]:
        """Return the files in the data folder that nothing reads yet."""
        folder = self._folder / DROPPED
        known = {path.resolve() for spec in specs for path in self.of(spec)}
        known |= {path.resolve() for spec in specs for path in self._explaining(spec)}
        if not folder.is_dir():
            return []
        return [path for path in sorted(folder.iterdir()) if _holds_something(path) and path.resolve() not in known]

    def _explaining(self, spec: Spec) -> list[Path]:
        """Return the dictionary of a survey: it explains files and is none of them."""
        return self._matching(spec.dictionary) if isinstance(spec, SurveySpec) and spec.dictionary else []

    def waiting(self, specs: Sequence[SourceSpec], others: Sequence[Spec] = ()) -> list[Path]:
        """Return the files that no run has loaded yet; files `others` read are no events that wait."""
        kinds = (collect.tables.EVENT.kind, collect.tables.COUNTED_PATH.kind)
        loaded = [part for kind in kinds for part in self._warehouse.parts(kind)]
        named = [path for spec in specs for path in self.of(spec)]
        return [path for path in [*named, *self.dropped((*specs, *others))] if not self._stands_in(path, loaded)]

    def _stands_in(self, path: Path, loaded: Sequence[Part]) -> bool:
        return any(places.stood_in(self._warehouse, part, path) for part in loaded)

    def guess(self, paths: Sequence[Path], specs: Sequence[SourceSpec]) -> list[collect.Guess]:
        """Return how each file would be read, with a source name of its own.

        Raises:
            SourceProblem: a file is missing or of no kind we can read.
        """
        taken = {spec.name for spec in specs}
        known = {path.resolve() for spec in specs for path in self.of(spec)}
        guesses = []
        for path in paths:
            if path.resolve() in known:
                continue
            name = _free(path.name.split(".")[0] or "source", taken)
            taken.add(name)
            guess = collect.guess(self._warehouse, path, name, self._zone)
            spec = msgspec.structs.replace(guess.spec, files=(self.named(path),))
            guesses.append(replace(guess, spec=spec))
        return guesses

    def named(self, path: Path) -> str:
        """Return a file as wegweiser.toml names it: from the workspace's folder on where it lies inside."""
        folder, absolute = self._folder.resolve(), path.resolve()
        return absolute.relative_to(folder).as_posix() if absolute.is_relative_to(folder) else str(absolute)

    def load(self, specs: Sequence[SourceSpec], progress: Progress = silent) -> tuple[FileReport, ...]:
        """Load every file of every source that is new or whose rules changed, and say what became of its rows."""
        jobs = [(spec, path) for spec in specs for path in self.of(spec)]
        reports = []
        for spec, path in jobs:
            loaded = collect.load(self._warehouse, spec, path, clock=self._clock, progress=progress)
            reports.append(_report(loaded))
        return tuple(reports)

    def take_offers(self, specs: Sequence[OfferSpec], progress: Progress = silent) -> tuple[Offered, ...]:
        """Read every file of offers that is new or whose rules changed, and say what became of its rows."""
        jobs = [(spec, path) for spec in specs for path in self.of(spec)]
        taken = []
        for done, (spec, path) in enumerate(jobs):
            progress("Read offers", done, len(jobs))
            taken.append(take_offers(self._warehouse, spec, path))
            progress("Read offers", done + 1, len(jobs))
        return tuple(taken)


def _report(loaded: collect.Loaded) -> FileReport:
    return FileReport(
        source=loaded.source,
        file=Path(loaded.file).name,
        rows=loaded.rows,
        events=loaded.events,
        folded=loaded.folded,
        known=loaded.known,
        paths=loaded.paths,
        quarantined=loaded.quarantined,
        derived=loaded.derived,
        state=_state(loaded),
    )


def _holds_something(path: Path) -> bool:
    """Tell whether a dropped thing is worth a look: not what the system hides, and no empty folder."""
    return not path.name.startswith(".") and (path.is_file() or (path.is_dir() and any(path.iterdir())))


def _state(loaded: collect.Loaded) -> str:
    if loaded.skipped:
        return "unchanged"
    return "reloaded" if loaded.replaced else "loaded"


def _free(name: str, taken: set[str]) -> str:
    clean = "".join(c if c.isalnum() or c in "-_" else "_" for c in name)
    numbered = (f"{clean}_{i}" for i in range(2, len(taken) + 3))
    return clean if clean not in taken else next(n for n in numbered if n not in taken)
