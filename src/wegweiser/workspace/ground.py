"""What every task of a workspace stands on: its folder, configuration and warehouse, and what is read from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from wegweiser import collect
from wegweiser.clock import Clock
from wegweiser.collect import SourceSpec
from wegweiser.domain.touchpoints import Signature
from wegweiser.i18n import Text
from wegweiser.journeys import Journeys, Registry
from wegweiser.voice.surveys import Survey
from wegweiser.warehouse import Warehouse
from wegweiser.workspace import config as configuration
from wegweiser.workspace.config import Config
from wegweiser.workspace.files import Files
from wegweiser.workspace.quarantine import Quarantine
from wegweiser.workspace.registry import placed
from wegweiser.workspace.standing import Footing


class Ground(Footing):
    """A folder with its configuration, its warehouse and a clock; close it or use it in a `with` block.

    Files are loaded and identifiers linked by the warehouse's own engine; `engine` names the one that builds
    journeys and counts.
    """

    def __init__(
        self, folder: Path, config: Config, warehouse: Warehouse, clock: Clock, engine: str = "duckdb"
    ) -> None:
        super().__init__(folder, config, clock)
        self.warehouse = warehouse
        self._engine = engine
        self._analysis: Warehouse | None = None
        self.profiled: dict[str, tuple[object, Survey]] = {}
        """Surveys whose columns were looked at, with the mark of the files they stood in."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.folder} with {len(self.config.source)} sources>"

    def close(self) -> None:
        """Let go of the warehouse, so that another run can begin."""
        if self._analysis is not None and self._analysis is not self.warehouse:
            self._analysis.close()
        self.warehouse.close()

    @property
    def maps(self) -> Path:
        """Where the map is drawn: where `wegweiser map` put it, beside the settings, else in the folder `maps`."""
        return self.folder if any(self.folder.glob("journey-map.*")) else self.folder / "maps"

    @property
    def analysis(self) -> Warehouse:
        """The warehouse whose engine builds journeys and counts, on the same parts; reached when first asked for."""
        if self._analysis is None:
            own = self._engine == "duckdb"
            self._analysis = self.warehouse if own else self.warehouse.beside(self._engine)
        return self._analysis

    @property
    def files(self) -> Files:
        """The files the workspace reads."""
        return Files(self.folder, self.warehouse, self.clock, self.config.timezone)

    @property
    def quarantine(self) -> Quarantine:
        """The rows that could not be understood."""
        return Quarantine(self.warehouse, self.config.source, self.clock)

    @property
    def registry(self) -> Registry:
        """The touchpoints, phases and goals of the workspace, proposals included."""
        return placed(self.analysis, self.config).registry

    @property
    def journeys(self) -> Journeys:
        """The actual journeys: paths, transitions, funnels, goals and everything counted from them."""
        return Journeys(self.analysis, self.registry, zone=self.config.timezone)

    @property
    def events(self) -> int:
        """How many events are loaded."""
        return sum(part.rows for part in self.warehouse.parts(collect.tables.EVENT.kind))

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """The distinct things rules can see of the loaded events."""
        return collect.tables.known_signatures(self.warehouse)

    def add(self, paths: Sequence[Path]) -> list[tuple[SourceSpec, tuple[Text, ...]]]:
        """Point the workspace at files; how each is read is guessed and written to wegweiser.toml.

        Raises:
            SourceProblem: a file cannot be read as any kind of source.
        """
        guesses = self.files.guess(paths, self.config.source)
        configuration.extend(self.folder, "source", [guess.spec for guess in guesses])
        self.config = Config.read(self.folder)
        return [(guess.spec, guess.sentences) for guess in guesses]
