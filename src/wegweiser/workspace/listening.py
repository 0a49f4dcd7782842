"""The texts of a workspace: taken in masked, read sentence by sentence, and summed up to questions and sayings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec

from wegweiser import collect
from wegweiser.clock import today
from wegweiser.domain.questions import Question
from wegweiser.domain.voices import Saying
from wegweiser.i18n import Count, Text, both
from wegweiser.identity import MEMBERSHIP, PROFILE_OF
from wegweiser.journeys import Registry
from wegweiser.progress import Progress, silent
from wegweiser.version import VERSION
from wegweiser.voice import Reader, tables
from wegweiser.voice.asking import log
from wegweiser.voice.models import Known, best
from wegweiser.voice.texts import Inventory, Places, TextSpec, hearing, loading, reading
from wegweiser.warehouse import Query
from wegweiser.workspace import surveys
from wegweiser.workspace.ground import Ground
from wegweiser.workspace.output import put
from wegweiser.workspace.report import TextReport

_FEW = 200
_TAUGHT = {"fast": 10_000, "sentences": 3_000}
_READ, _CARRIED, _HEARD = "texts.read", "texts.carried", "texts.heard"


class _Heard(msgspec.Struct, frozen=True):
    """What was heard in texts, and the mark of what it follows from."""

    mark: str
    questions: tuple[Question, ...] = ()
    sayings: tuple[Saying, ...] = ()


def take_in(ws: Ground, progress: Progress = silent) -> tuple[TextReport, ...]:
    """Take in the texts that are new, also those written beside the answers of surveys; only what is masked is kept.

    Raises:
        SourceProblem: a file cannot be read.
        UnknownName: it lacks a column that wegweiser.toml names.
    """
    reports = [
        TextReport.of(loading.load(ws.warehouse, spec, path, zone=ws.config.timezone, progress=progress))
        for spec in ws.config.text
        for path in ws.files.of(spec)
    ]
    return (*reports, *_beside_answers(ws))


def take_in_events(ws: Ground, registry: Registry) -> tuple[TextReport, ...]:
    """Take in the texts that events carry, once for every change of events or touchpoints.

    Left out are sources whose file stands in a [[text]] table, too: their texts are read from there.
    """
    parts = sorted(f"{part.key}/{part.inputs}" for part in ws.warehouse.parts(collect.tables.EVENT.kind))
    files = {path.resolve() for spec in ws.config.text for path in ws.files.of(spec)}
    told = {spec.name for spec in ws.config.source if files & {path.resolve() for path in ws.files.of(spec)}}
    follows = _mark(VERSION, parts, sorted(told), registry.touchpoints)
    path = ws.warehouse.folder / _CARRIED
    if path.is_file() and path.read_text("utf-8") == follows:
        return ()
    loaded = loading.load_events(ws.warehouse, registry, without=told)
    put(path, follows)
    return tuple(TextReport.of(one) for one in loaded)


def expire(ws: Ground) -> int:
    """Remove texts that were kept for as long as wegweiser.toml says, also from the log of our own surveys."""
    before = today(ws.clock) - timedelta(days=ws.config.voice.keep_days)
    gone = loading.expire(ws.warehouse, before)
    log.forget(ws.folder / log.FOLDER, before)
    return gone


def _beside_answers(ws: Ground) -> Iterator[TextReport]:
    """Take in what people wrote in surveys in their own words, once for every set of waves and questions."""
    for spec in ws.config.survey:
        survey = surveys.of(ws, spec)
        waves = sorted((p.key, p.inputs) for p in ws.warehouse.parts(tables.ANSWER.kind) if p.key.startswith(spec.name))
        as_texts = TextSpec(spec.name, (), origin=spec.origin)
        comments = (
            loading.Comment(
                line=one.line,
                text=one.text,
                subject_id=one.subject_id,
                at=one.occurred_at,
                score=one.score,
                touchpoint=one.touchpoint,
                phase=one.phase,
            )
            for one in survey.comments()
        )
        loaded = loading.load_comments(ws.warehouse, as_texts, "comments", repr(waves), comments)
        if loaded.texts:
            yield TextReport.of(loaded)


def texts(ws: Ground) -> int:
    """Return how many texts are kept."""
    return sum(part.rows for part in ws.warehouse.parts(tables.SAID.kind))


def unheard(ws: Ground) -> tuple[Text, ...]:
    """Return a sentence where at least half of the texts name no touchpoint and no phase; they stand on no map."""
    nowhere, read = hearing.unplaced(ws.warehouse)
    if not nowhere or 2 * nowhere < read:
        return ()
    return (
        both(
            "{n} of {all} texts name no touchpoint and no phase, so they stand nowhere on the map: set "
            "touchpoint = \u2026 or phase = \u2026 in their [[text]], or touchpoint_column, phase_column.",
            n=Count(nowhere),
            all=Count(read),
        ),
    )


def said(
    ws: Ground, registry: Registry, progress: Progress = silent
) -> tuple[tuple[Question, ...], tuple[Saying, ...]]:
    """Return what customers ask and say, of everybody and of each persona; nothing where there are no texts.

    Nothing is heard again while texts, personas, settings and the content that could answer stand.
    """
    path = ws.warehouse.folder / _HEARD
    if not texts(ws):
        path.unlink(missing_ok=True)
        return (), ()
    places = Places.of(registry.touchpoints)
    _read(ws, places, progress)
    mark = _mark(*_followed(ws, places))
    kept = _kept(path)
    if kept is None or kept.mark != mark:
        kept = _hear(ws, places, mark, progress)
        put(path, msgspec.json.encode(kept).decode())
    return kept.questions, kept.sayings


def _followed(ws: Ground, places: Places) -> Iterator[object]:
    """Yield everything that follows into what is heard."""
    yield from (VERSION, places, ws.config.voice)
    for schema in (tables.SAID, tables.SENTENCE, MEMBERSHIP, PROFILE_OF):
        yield sorted((part.key, part.inputs, part.path, part.rows) for part in ws.warehouse.parts(schema.kind))
    for spec in ws.config.content:
        for path in ws.files.of(spec):
            files = sorted(path.rglob("*")) if path.is_dir() else [path]
            yield spec, [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]


def _kept(path: Path) -> _Heard | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Heard)
    except (OSError, msgspec.DecodeError):
        # Never heard, or by a version that wrote it otherwise.
        return None


def _hear(ws: Ground, places: Places, mark: str, progress: Progress) -> _Heard:
    inventory = Inventory.of([(spec, ws.files.of(spec)) for spec in ws.config.content]) if ws.config.content else None
    found: list[tuple[tuple[Question, ...], tuple[Saying, ...]]] = [
        hearing.heard(
            ws.warehouse,
            places,
            hearing.Listening(ws.config.voice.brand, personas=personas),
            inventory,
            progress=progress,
        )
        for personas in (False, True)
    ]
    questions = tuple(question for asked, _ in found for question in asked)
    return _Heard(mark, questions, tuple(saying for _, sayings in found for saying in sayings))


def _mark(*followed: object) -> str:
    """Return a mark that changes when anything does that something follows from."""
    return hashlib.sha256(repr(followed).encode()).hexdigest()


def _read(ws: Ground, places: Places, progress: Progress) -> None:
    """Read the texts sentence by sentence; nothing is learnt or read again while texts, settings and places stand."""
    parts = sorted(f"{part.key}/{part.inputs}/{part.rows}" for part in ws.warehouse.parts(tables.SAID.kind))
    follows = _mark(VERSION, parts, ws.config.voice, places)
    path = ws.warehouse.folder / _READ
    if path.is_file() and path.read_text("utf-8") == follows and ws.warehouse.parts(tables.SENTENCE.kind):
        return
    reading.read(ws.warehouse, places, _reader(ws), progress=progress)
    put(path, follows)


def _reader(ws: Ground) -> Reader:
    """Return what reads the sentences, taught by scored and labelled texts of this workspace.

    Ten thousand teach as much as all, and by sentence vectors three thousand (text numbers are hashes: the first ones
    are a sample). Sentence vectors read some twenty sentences a second: left to us, they are taken for few texts only.
    """
    settings = ws.config.voice
    if settings.model == "auto" and texts(ws) > _FEW:
        settings = msgspec.structs.replace(settings, model="fast")
    most = _TAUGHT.get(settings.model, _TAUGHT["sentences"])
    table = ws.warehouse.table(tables.SAID)
    query = Query(
        "texts_known",
        f"""select text, language, score, topic from {table}
            where score is not null or topic is not null
            order by text_id limit {most}""",
    )
    known = ws.warehouse.run(query)
    taught = Known(known.column("text"), known.column("language"), known.column("score"), known.column("topic"))
    return best(settings, taught)
