"""One workspace: a folder, its configuration, its warehouse, and the tasks done with them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from wegweiser import collect
from wegweiser.clock import Clock
from wegweiser.collect import SourceSpec
from wegweiser.domain.personas import PersonaSet
from wegweiser.domain.touchpoints import Signature
from wegweiser.i18n import Text
from wegweiser.journeys import Journeys, Registry
from wegweiser.progress import Progress, silent
from wegweiser.warehouse import Warehouse
from wegweiser.workspace import config as configuration
from wegweiser.workspace import people
from wegweiser.workspace.config import Config
from wegweiser.workspace.files import Files
from wegweiser.workspace.quarantine import Quarantine
from wegweiser.workspace.registry import placed, read_signatures
from wegweiser.workspace.report import Outputs, Report
from wegweiser.workspace.run import run


class Workspace:
    """The door for notebooks, scripts and the command line; close it or use it in a `with` block.

    Example:
        >>> import wegweiser
        >>> ws = wegweiser.open("myshop")  # doctest: +SKIP
        >>> ws.journeys.paths(top=5)  # doctest: +SKIP
    """

    def __init__(self, folder: Path, config: Config, warehouse: Warehouse, clock: Clock) -> None:
        self.folder, self.config, self.clock = folder, config, clock
        self.warehouse = warehouse

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Workspace {self.folder} with {len(self.config.source)} sources>"

    def close(self) -> None:
        """Let go of the warehouse, so that another run can begin."""
        self.warehouse.close()

    @property
    def files(self) -> Files:
        """The files the workspace reads."""
        return Files(self.folder, self.warehouse, self.clock)

    @property
    def quarantine(self) -> Quarantine:
        """The rows that could not be understood."""
        return Quarantine(self.warehouse, self.config.source, self.clock)

    @property
    def registry(self) -> Registry:
        """The touchpoints, phases and goals of the workspace, proposals included."""
        return placed(self.warehouse, self.config).registry

    @property
    def journeys(self) -> Journeys:
        """The actual journeys: paths, transitions, funnels, goals and everything counted from them."""
        return Journeys(self.warehouse, self.registry)

    @property
    def signatures(self) -> list[Signature]:
        """The distinct things rules can see of the loaded events."""
        return read_signatures(self.warehouse)

    def add(self, paths: Sequence[Path]) -> list[tuple[SourceSpec, tuple[Text, ...]]]:
        """Point the workspace at files; how each is read is guessed and written to wegweiser.toml.

        Raises:
            SourceProblem: a file cannot be read as any kind of source.
        """
        guesses = self.files.guess(paths, self.config.source)
        configuration.extend(self.folder, "source", [guess.spec for guess in guesses])
        self.config = configuration.read(self.folder)
        return [(guess.spec, guess.sentences) for guess in guesses]

    def run(self, outputs: Outputs | None = None, progress: Progress = silent) -> Report:
        """Do the main job: load what is new, follow the journeys, find personas, draw the map."""
        return run(self, outputs or Outputs(self.folder / "maps", (self.config.language,)), progress)

    def personas(self) -> PersonaSet:
        """Return the personas of the last run.

        Raises:
            WorkspaceProblem: nothing was run yet.
        """
        return people.read(self)

    def status(self) -> dict[str, int]:
        """Return what is loaded, what waits, and what stands in quarantine."""
        loaded = self.warehouse.parts(collect.tables.EVENT.kind)
        return {
            "sources": len(self.config.source),
            "files loaded": len(loaded),
            "files waiting": len(self.files.waiting(self.config.source)),
            "events": sum(part.rows for part in loaded),
            "rows in quarantine": sum(part.rows for part in self.warehouse.parts(collect.tables.QUARANTINE.kind)),
            "touchpoints": len(self.registry.touchpoints),
            "touchpoints proposed": sum(t.proposed for t in self.registry.touchpoints),
            "events without touchpoint": self.journeys.summary().one()["unmapped_events"] if loaded else 0,
        }
