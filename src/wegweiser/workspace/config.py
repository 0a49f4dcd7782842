"""wegweiser.toml: what a workspace is told, and what was guessed and can be changed there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
import tomlkit

from wegweiser.collect import SourceSpec
from wegweiser.collect.offers import OfferSpec
from wegweiser.demo import DemoPlan, SimulatedPlan
from wegweiser.domain.attribution import Spend
from wegweiser.domain.events import KINDS, IdentifierKind
from wegweiser.domain.experiments import ExperimentResult
from wegweiser.domain.goals import Goal
from wegweiser.domain.levers import Driver, LeverNote
from wegweiser.domain.phases import Phase, PhaseModel, phase_model, shipped_models
from wegweiser.domain.touchpoints import Channel, Touchpoint
from wegweiser.domain.validations import Validity
from wegweiser.errors import InvalidSetting, UnknownName, WegweiserError, WorkspaceProblem
from wegweiser.i18n import LANGUAGES, Language, Text
from wegweiser.voice import VoiceSettings
from wegweiser.voice.asking import OwnSurvey
from wegweiser.voice.surveys import SurveySpec
from wegweiser.voice.texts import ContentSpec, TextSpec
from wegweiser.workspace.checking import tables, wrong_in

FILE = "wegweiser.toml"
_OWN = "own"
_TABLES = (
    "phase",
    "channel",
    "source",
    "touchpoint",
    "goal",
    "identifier",
    "offers",
    "driver",
    "experiment",
    "spend",
    "lever",
    "survey",
    "text",
    "content",
    "ask",
)

_LEAST_AUDIT = 30
"""Days the audit log is kept at least, so that nobody can make it forget by way of the settings."""
_ZONE_NOTE = "days and hours of customers are read in it, and times that carry no offset"


class Config(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Everything wegweiser.toml may say.

    `timezone` is the IANA zone people's days and hours are read in; `phases` names a model that ships, or `own`
    when the file lists its own [[phase]] tables; `as_of` pins the day up to which the data is looked at (default:
    the day of the last event); `template` lends its words, as
    assumptions, to lanes no data fills; `seed` makes everything drawn by chance repeatable.
    """

    name: Text = "My workspace"
    title: Text = ""
    subtitle: Text = ""
    organisation: Text = ""
    note: Text = ""
    language: Language = "en"
    timezone: str = "UTC"
    phases: str = "five"
    as_of: date | None = None
    silence_minutes: int = 30
    seed: int = 7
    template: str = ""
    simulated: bool = False
    source: tuple[SourceSpec, ...] = ()
    touchpoint: tuple[Touchpoint, ...] = ()
    goal: tuple[Goal, ...] = ()
    phase: tuple[Phase, ...] = ()
    channel: tuple[Channel, ...] = ()
    identifier: tuple[IdentifierKind, ...] = KINDS
    driver: tuple[Driver, ...] = ()
    """Logged figures that vary by themselves and may move a goal: waiting time, delay, errors."""
    spend: tuple[Spend, ...] = ()
    """What was spent on touchpoints or channels, for the cost of a credited conversion."""
    experiment: tuple[ExperimentResult, ...] = ()
    """Results of experiments that were run elsewhere."""
    lever: tuple[LeverNote, ...] = ()
    """What a person knows of a lever: its effort in person-days, a note, how far the work has come."""
    offers: tuple[OfferSpec, ...] = ()
    survey: tuple[SurveySpec, ...] = ()
    """Surveys of others, exported to files."""
    text: tuple[TextSpec, ...] = ()
    """Reviews, tickets, chats, notes of calls and interviews, search terms."""
    content: tuple[ContentSpec, ...] = ()
    """What content of ours there is to answer questions."""
    ask: tuple[OwnSurvey, ...] = ()
    """Surveys of our own."""
    voice: VoiceSettings = VoiceSettings()
    validity: Validity = Validity()
    audit_days: int = 730
    """How long the app keeps the lines of its audit log."""

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Return the configuration of a workspace folder.

        Raises:
            WorkspaceProblem: the folder holds no wegweiser.toml.
            InvalidSetting: the file says something that cannot be used.
        """
        path = folder / FILE
        if not path.is_file():
            raise WorkspaceProblem(
                f"{folder} is no workspace: it has no {FILE}. Make one with: wegweiser init {folder}"
            )
        return cls.parse(path.read_bytes(), str(path))

    @classmethod
    def parse(cls, text: bytes, where: str = FILE) -> Self:
        """Return the configuration a text says.

        Raises:
            InvalidSetting: it says something that cannot be used.
        """
        written = tables(text, where)
        _refuse(where, list(wrong_in(written, cls)))
        config = msgspec.convert(written, cls, strict=False)
        _refuse(where, _problems(config))
        return config

    def create(self, folder: Path) -> None:
        """Write a new wegweiser.toml with everything said here.

        Raises:
            WorkspaceProblem: the folder already is a workspace.
            InvalidSetting: something said here cannot be used; nothing is written.
        """
        path = folder / FILE
        if path.exists():
            raise WorkspaceProblem(f"{folder} already is a workspace: {FILE} is there, and it is never overwritten.")
        _refuse(path, _problems(self))
        folder.mkdir(parents=True, exist_ok=True)
        plain = msgspec.to_builtins(self)
        document = tomlkit.document()
        document.add(
            tomlkit.comment("A Wegweiser workspace. What was guessed is marked proposed = true: change it freely.")
        )
        for key in (
            "name",
            "title",
            "subtitle",
            "organisation",
            "note",
            "language",
            "timezone",
            "phases",
            "as_of",
            "template",
        ):
            if key in plain or key in {"name", "language", "timezone", "phases"}:
                item = tomlkit.item(msgspec.to_builtins(getattr(self, key), builtin_types=(date,)))
                document.add(key, item.comment(_ZONE_NOTE) if key == "timezone" else item)
        if self.simulated:
            document.add("simulated", tomlkit.item(value=True))
        for table in _TABLES:
            if plain.get(table):
                _append(document, table, plain[table])
        if plain.get("voice"):
            document.add("voice", _table(plain["voice"]))
        if plain.get("validity"):
            document.add("validity", _table(plain["validity"]))
        path.write_text(tomlkit.dumps(document), "utf-8")

    @classmethod
    def of_demo(cls, plan: DemoPlan) -> Self:
        """Return the configuration of the demo workspace."""
        config = cls(
            name=plan.name,
            subtitle=plan.subtitle,
            organisation=plan.organisation,
            note=plan.note,
            timezone=plan.timezone,
            phases=plan.model,
            as_of=plan.as_of,
            template=plan.template,
            simulated=plan.simulated,
            source=plan.sources,
            touchpoint=plan.touchpoints,
            goal=plan.goals,
        )
        if not isinstance(plan, SimulatedPlan):
            return config
        return msgspec.structs.replace(
            config,
            driver=plan.drivers,
            spend=plan.spend,
            experiment=plan.experiments,
            offers=plan.offers,
            survey=plan.surveys,
            text=plan.texts,
            content=plan.content,
            voice=plan.voice,
        )

    @property
    def model(self) -> PhaseModel:
        """The phase model the workspace follows."""
        if self.phases == _OWN:
            return PhaseModel(id=_OWN, name=self.name, phases=self.phase)
        return phase_model(self.phases)

    @property
    def reading(self) -> tuple[SourceSpec | OfferSpec | SurveySpec | TextSpec | ContentSpec, ...]:
        """Everything that names files of its own; none of them is guessed to be something else."""
        return (*self.source, *self.survey, *self.text, *self.content, *self.offers)

    @property
    def silence(self) -> timedelta:
        """The pause that ends a session."""
        return timedelta(minutes=self.silence_minutes)

    @property
    def until(self) -> datetime | None:
        """The end of the day `as_of`, in UTC."""
        return None if self.as_of is None else datetime.combine(self.as_of, time.max, UTC)


def extend(folder: Path, table: str, items: Sequence[msgspec.Struct]) -> None:
    """Append tables to wegweiser.toml and leave every word, comment and order that stands there as it is."""
    if not items:
        return
    path = folder / FILE
    document = tomlkit.parse(path.read_text("utf-8"))
    _append(document, table, [msgspec.to_builtins(item) for item in items])
    path.write_text(tomlkit.dumps(document), "utf-8")


def adopt(folder: Path, phases: Sequence[Phase]) -> None:
    """Make these phases the workspace's own."""
    path = folder / FILE
    document = tomlkit.parse(path.read_text("utf-8"))
    document["phases"] = _OWN
    path.write_text(tomlkit.dumps(document), "utf-8")
    extend(folder, "phase", phases)


def _append(document: tomlkit.TOMLDocument, name: str, items: Iterable[dict[str, Any]]) -> None:
    if name not in document:
        document.add(name, tomlkit.aot())
    for item in items:
        document[name].append(_table(item))


def _table(item: dict[str, Any]) -> tomlkit.items.Table:
    """Write one table; a nested object becomes one inline table, so that a rule reads as one line."""
    table = tomlkit.table()
    for key, value in item.items():
        if value is None:
            continue
        if isinstance(value, dict):
            inline = tomlkit.inline_table()
            inline.update({k: v for k, v in value.items() if v is not None})
            table.add(key, inline)
        else:
            table.add(key, tomlkit.item(list(value) if isinstance(value, tuple) else value))
    return table


def _refuse(path: Path | str, problems: Sequence[str]) -> None:
    if problems:
        raise InvalidSetting(str(path), problems)


def _problems(config: Config) -> list[str]:
    problems = []
    if config.language not in LANGUAGES:
        problems.append(f"language is '{config.language}'; it can be {' or '.join(LANGUAGES)}")
    try:
        ZoneInfo(config.timezone)
    except (ZoneInfoNotFoundError, ValueError):
        problems.append(f"timezone is '{config.timezone}'; write an IANA name such as Europe/Berlin")
    if config.phases == _OWN and not config.phase:
        problems.append("phases is 'own', but no [[phase]] is written")
    if config.phases not in {_OWN, *shipped_models()}:
        problems.append(str(UnknownName("phase model", config.phases, [_OWN, *shipped_models()])))
    for kind, ids in (
        ("source", [s.name for s in config.source]),
        ("touchpoint", [t.id for t in config.touchpoint]),
        ("goal", [g.id for g in config.goal]),
        ("experiment", [e.id for e in config.experiment]),
        ("lever", [note.id for note in config.lever]),
        ("survey", [s.name for s in config.survey]),
        ("source of texts", [t.name for t in config.text]),
        ("survey of our own", [a.id for a in config.ask]),
        ("set of offers", [o.name for o in config.offers]),
    ):
        problems += [f"two {kind}s are called '{name}'" for name in sorted({i for i in ids if ids.count(i) > 1})]
    problems += config.validity.problems()
    if config.audit_days < _LEAST_AUDIT:
        problems.append(f"audit_days is {config.audit_days}; it must be at least {_LEAST_AUDIT}")
    efforts = [note for note in config.lever if note.effort is not None and note.effort <= 0]
    problems += [f"effort of [[lever]] '{note.id}' is {note.effort}; it must be above 0" for note in efforts]
    for offers in config.offers:
        try:
            offers.check()
        except WegweiserError as wrong:
            problems.append(str(wrong))
    return problems
