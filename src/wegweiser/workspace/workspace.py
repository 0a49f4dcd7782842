"""One workspace: the door for notebooks, scripts and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wegweiser import collect
from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.levers import Lever
from wegweiser.domain.personas import Comparison, PersonaSet
from wegweiser.domain.strategy import ChannelSheet
from wegweiser.domain.validations import Method, Validation
from wegweiser.domain.voices import Heard, Score
from wegweiser.i18n import Text
from wegweiser.levers import Attribution, Ranked, Roles
from wegweiser.levers.channels import Channels
from wegweiser.levers.consistency import Consistency
from wegweiser.maps import Plan
from wegweiser.maps.charts import rows
from wegweiser.maps.validation import Proposal
from wegweiser.progress import Progress, silent
from wegweiser.voice.asking import OwnSurvey
from wegweiser.voice.surveys import SurveySpec
from wegweiser.warehouse import Part, Result
from wegweiser.workspace import claims, drawing, hearing, listening, pages, people, sheets, standing, surveys, words
from wegweiser.workspace.ground import Ground
from wegweiser.workspace.report import Outputs, Report
from wegweiser.workspace.run import run

WANTS_A_LOOK = (
    "files waiting",
    "events of sources no longer named",
    "events without touchpoint",
    "rows in quarantine",
)
"""What in a status is a finding where it is not zero."""


class Workspace(Ground):
    """Everything one does with a workspace; close it or use it in a `with` block.

    Example:
        >>> import wegweiser
        >>> ws = wegweiser.open("myshop")  # doctest: +SKIP
        >>> ws.journeys.paths(top=5)  # doctest: +SKIP
    """

    def run(self, outputs: Outputs | None = None, progress: Progress = silent) -> Report:
        """Do the main job: load what is new, follow the journeys, find personas, draw the map."""
        return run(self, outputs or Outputs(self.maps, (self.config.language,)), progress)

    def personas(self) -> PersonaSet:
        """Return the personas of the last run.

        Raises:
            WorkspaceProblem: nothing was run yet.
        """
        return people.read(self)

    def assign(self, *, least_contacts: int | None = None) -> list[dict[str, Any]]:
        """Return customer, profile, persona and probability of everybody, by the model of the last run.

        Raises:
            WorkspaceProblem: nothing was run yet, or no personas were found.
        """
        return people.assign(self, least_contacts=least_contacts)

    def compare(self, ids: Sequence[str] = ()) -> Comparison:
        """Return personas side by side, all or those named.

        Raises:
            WorkspaceProblem: nothing was run yet.
            UnknownName: no persona has such an id.
        """
        return people.compared(self, ids)

    def test_personas(self) -> PersonaSet:
        """Return the personas with what personas.yaml says of them held against the data now.

        Raises:
            WorkspaceProblem: nothing was run yet.
            InvalidSetting: personas.yaml says something nobody can mean.
        """
        return people.retested(self)

    def new_persona(self, name: str) -> tuple[Path, str]:
        """Add a persona made by hand to personas.yaml, to be filled in, and return the file and its id."""
        return people.new_by_hand(self, name)

    def unwritten(self, found: PersonaSet) -> str:
        """Return entries for personas that personas.yaml does not know yet, to be pasted into it."""
        return words.missing(self.folder, found)

    def heard(self) -> Heard:
        """Return what customers said: feelings and scores from surveys, questions and sayings from texts."""
        return hearing.heard(self, self.registry, drawing.plan_of(self))

    def scores(self, by: str | None = None) -> tuple[Score, ...]:
        """Return the scores of the surveys, of everybody or by touchpoint, phase, persona, wave or month.

        Raises:
            UnknownName: scores cannot be told apart by that.
        """
        return hearing.scores(self, by)

    def claims(self) -> standing.Aged:
        """Return the map of the last run with its claims as they stand on its day, and why some went stale.

        Raises:
            WorkspaceProblem: nothing was run yet.
        """
        return standing.standing(self, drawing.plan_of(self))

    def ended(self) -> Text | None:
        """Return when the data end, where that is longer ago than what is measured counts; None where it is not."""
        return standing.ended(self)

    def validate(self, claim: str, method: Method, *, needed: float | None = None, add: bool = False) -> Proposal:
        """Plan a test of a claim, write it to validations.yaml, with `add` its survey to wegweiser.toml, and return it.

        Raises:
            UnknownName: no claim of the map is called so.
        """
        proposal = claims.plan_test(self, drawing.plan_of(self), claim, method, needed=needed)
        if add:
            claims.add_survey(self, proposal)
        return proposal

    def decide(self, test: str, result: Proportion | Estimate | None = None, *, by: str = "") -> Validation:
        """Return a test with its result, written to validations.yaml; without one its survey's answers are counted.

        Raises:
            UnknownName: no test is called so.
            WorkspaceProblem: no survey asks for it, or nobody has answered yet.
        """
        plan = drawing.plan_of(self)
        return claims.decide(self, plan, test, result or claims.from_answers(self, plan, test), by)

    @property
    def consistency(self) -> Consistency:
        """Where channels contradict each other about the same thing at the same time."""
        return Consistency(self.warehouse, self.registry, self.config.timezone)

    @property
    def attribution(self) -> Attribution:
        """How conversions are divided among the contacts before them; credit, and never an effect."""
        return Attribution(self.analysis, self.registry, zone=self.config.timezone)

    @property
    def roles(self) -> Roles:
        """Which touchpoints open, assist and close, and what follows a first contact."""
        return Roles(self.analysis, self.registry, zone=self.config.timezone)

    def conformance(self, steps: Sequence[str] = (), *, goal: str | None = None) -> Result:
        """Return how actual journeys differ from the planned steps; those of journey.yaml where none are named.

        Raises:
            InvalidSetting: there is no journey.yaml yet, or fewer than two steps are named.
            UnknownName: a step is neither a touchpoint nor a phase, or no goal is called so.
        """
        planned = tuple(steps) or Plan.read(self.folder / drawing.AUTHORED).way(self.registry.touchpoints)
        return self.journeys.reasons.conformance(planned, goal=goal)

    def levers(self) -> tuple[Lever, ...]:
        """Return the levers: those of grade A and B in the order of what they are worth, then those listed apart.

        Raises:
            UnknownName: an experiment in wegweiser.toml names something nobody knows.
        """
        return self.ranked_levers().levers

    def ranked_levers(self) -> Ranked:
        """Return the levers, and why drivers named in wegweiser.toml are left out of them.

        Raises:
            UnknownName: an experiment in wegweiser.toml names something nobody knows.
        """
        return drawing.levers_of(self, self.registry)

    def ways(self, goal: str | None = None, *, share: float = pages.SHARE) -> rows.Ways:
        """Return what the page of ways shows, for this goal or the first one reached; `maps.charts.page` draws it.

        Raises:
            UnknownName: no goal is called so.
            InvalidSetting: the share of all moves to show is not above 0 and at most 1.
        """
        return pages.ways(self, pages.Asked(goal, share))

    @property
    def channels(self) -> Channels:
        """Which touchpoints and channels deserve work first, for each persona."""
        return sheets.channels(self)

    def strategy(self, goal: str | None = None) -> tuple[ChannelSheet, ...]:
        """Return one strategy sheet per channel, towards this goal or the first one reached.

        Raises:
            WorkspaceProblem: nothing was run yet.
            UnknownName: no goal is called so.
        """
        return sheets.strategy(self, goal, self.personas().personas, self.levers())

    def write_strategy(self, drawn: Sequence[ChannelSheet], outputs: Outputs) -> tuple[Path, ...]:
        """Write strategy sheets as a page and as Markdown in every language asked for, and return the files."""
        return sheets.write(drawn, outputs)

    def add_survey(
        self, path: Path, *, dictionary: Path | None = None, name: str | None = None
    ) -> tuple[SurveySpec, tuple[Text, ...]] | None:
        """Point the workspace at a survey's export, a further wave of a known one perhaps; None where it is none.

        Raises:
            SourceProblem: the file is not there, or the dictionary cannot be read.
        """
        return hearing.add(self, path, dictionary, name)

    def unheard(self) -> tuple[Text, ...]:
        """Return what keeps texts from being heard: most of them name no place."""
        return listening.unheard(self)

    def own_surveys(self) -> tuple[OwnSurvey, ...]:
        """Return the surveys of our own, looked at as the next run will.

        Raises:
            InvalidSetting: one cannot be asked, or asks about a touchpoint nobody registered.
        """
        return hearing.own(self)

    def survey_questions(self, name: str | None = None) -> Result:
        """Return what every question of the surveys was taken for, and where it stands in every wave.

        Raises:
            UnknownName: no survey is called so.
        """
        return surveys.shown(self, self.config.language, name)

    def status(self) -> dict[str, int]:
        """Return what is loaded, what waits, and what wants a look."""
        loaded = self.warehouse.parts(collect.tables.EVENT.kind)
        touchpoints = self.registry.touchpoints
        return {
            "sources": len(self.config.source),
            "files loaded": len(loaded) + len(self.warehouse.parts(collect.tables.COUNTED_PATH.kind)),
            "files waiting": len(self.files.waiting(self.config.source, self.config.reading)),
            "events": self.events,
            "events of sources no longer named": sum(part.rows for part in loaded if self._forgotten(part)),
            "events without touchpoint": sum(self.unmapped().values()),
            "offers": sum(part.rows for part in self.warehouse.parts(collect.tables.OFFER.kind)),
            "rows in quarantine": sum(part.rows for part in self.warehouse.parts(collect.tables.QUARANTINE.kind)),
            "touchpoints": len(touchpoints),
            "touchpoints proposed": sum(touchpoint.proposed for touchpoint in touchpoints),
        }

    def _forgotten(self, part: Part) -> bool:
        """Tell whether wegweiser.toml no longer names the source of a part; its events stay until somebody decides."""
        return part.details["source"] not in {spec.name for spec in self.config.source}

    def unmapped(self) -> dict[str, int]:
        """Return the event names no touchpoint rule takes, with their events."""
        return {row["event"]: row["events"] for row in self.journeys.unmapped().rows()}
