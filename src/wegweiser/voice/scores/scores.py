"""Scores of every question, everybody's and by persona or wave, with interval, n and response rate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import pyarrow as pa
from msgspec.structs import replace

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.feelings import Driver, Feeling
from wegweiser.domain.surveys import FELT, Item, Metric, Role, Scale
from wegweiser.domain.voices import Score, ScoreKind
from wegweiser.errors import UnknownName
from wegweiser.i18n import Text, both
from wegweiser.identity import MEMBERSHIP, PROFILE_OF
from wegweiser.stats import scores as formulas
from wegweiser.stats import wilson
from wegweiser.stats.scores import Answers
from wegweiser.voice.scores import importance, queries
from wegweiser.voice.scores.aspects import Rated, rated
from wegweiser.voice.scores.choices import shares
from wegweiser.voice.scores.feelings import expected, feeling_of, felt, weighted
from wegweiser.voice.tables import ANSWER
from wegweiser.warehouse import Query, Warehouse

_KINDS = {
    Metric.RECOMMEND: (ScoreKind.NPS,),
    Metric.SATISFACTION: (ScoreKind.CSAT, ScoreKind.MEAN),
    Metric.EFFORT: (ScoreKind.CES, ScoreKind.MEAN),
    Metric.YES_NO: (ScoreKind.TOP_BOX,),
    Metric.IMPORTANCE: (ScoreKind.TOP_BOX,),
}
BY = ("touchpoint", "phase", "persona", "wave", "month")
"""What scores can be told apart by."""
_ITEMS = pa.schema(
    [
        ("survey", pa.string()),
        ("item", pa.string()),
        ("metric", pa.string()),
        ("touchpoint", pa.string()),
        ("phase", pa.string()),
        ("low", pa.float64()),
        ("span", pa.float64()),
        ("sign", pa.float64()),
    ]
)


@dataclass(frozen=True)
class Scores:
    """The answers in a warehouse, summed up; `items` says of every survey what its questions mean.

    Of a survey with a wave in `waves` only that wave counts, but for scores by wave.
    """

    warehouse: Warehouse
    items: Mapping[str, tuple[Item, ...]]
    as_of: date | None = None
    waves: Mapping[str, str] = field(default_factory=dict)

    def scores(self, by: str | None = None) -> tuple[Score, ...]:
        """Return the scores of every question on a scale, of everybody or by "persona", "wave" or "month".

        By "touchpoint" or "phase" it is the mean feeling there, over the questions that rate the place. A score of
        fewer than 20 people is in the list and says that it is suppressed.

        Raises:
            UnknownName: scores cannot be told apart by that.
        """
        if by is not None and by not in BY:
            raise UnknownName("division of scores", by, BY)
        if by in {"touchpoint", "phase"}:
            return tuple(self._places(str(by)))
        return tuple(
            replace(one, as_of=self.as_of)
            for survey, item, rows, where in self._answered(by)
            for one in _scores(survey, item, rows, where)
        )

    def choices(self, by: str | None = None) -> tuple[Score, ...]:
        """Return how many gave each answer of the questions without order; none by touchpoint or phase."""
        if by in {"touchpoint", "phase"}:
            return ()
        return tuple(
            replace(one, as_of=self.as_of)
            for survey, item, rows, where in self._answered(by)
            if item.metric is Metric.CHOICE
            for one in shares(survey, item, rows, where)
        )

    def _answered(self, by: str | None) -> Iterator[tuple[str, Item, list[dict[str, Any]], dict[str, str]]]:
        """Yield survey, question, its answers counted by state and value, and by what they are told apart."""
        keys = () if by is None else (by,)
        grouped: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
        answers = self._people({} if by in {"wave", "month"} else self.waves)
        answers = queries.monthly(answers) if by == "month" else answers
        for row in self.warehouse.run(queries.counted(answers, keys)).rows():
            key = tuple(row[name] for name in ("survey", "item", *keys))
            if None not in key:
                grouped[key].append(row)
        known = {(survey, item.id): _named(item, items) for survey, items in self.items.items() for item in items}
        for key, rows in grouped.items():
            item = known.get((key[0], key[1]))
            if item is not None and item.role is Role.ANSWER and item.scale is not None:
                yield key[0], item, rows, dict(zip(keys, key[2:], strict=True))

    def _places(self, by: str) -> Iterator[Score]:
        """Yield the mean feeling by touchpoint or phase, with who answered of those who were asked."""
        rows = self._felt((by,), FELT, persona=False)
        offered = self.warehouse.offer("voice_items", self._scales(FELT))
        asked = {row[by]: row for row in self.warehouse.run(
            queries.responding(self._people(self.waves), offered, by)).rows()}  # fmt: skip
        self.warehouse.drop(offered)
        phases = {item.about: item.phase for items in self.items.values() for item in items if item.about}
        for row in (row for row in rows if row[by]):
            yield Score(
                id=f"{by}_{row[by]}",
                kind=ScoreKind.MEAN,
                name=row[by],
                estimate=felt(row),
                weighted=weighted(row),
                response=wilson(asked[row[by]]["told"], asked[row[by]]["asked"]),
                touchpoint=row[by] if by == "touchpoint" else None,
                phase=row[by] if by == "phase" else phases.get(row[by]),
                as_of=self.as_of,
            )

    def drivers(self) -> tuple[Driver, ...]:
        """Return touchpoints by how much of the overall score goes with their feelings; none where it was not asked.

        Each survey's own overall question counts; people are held together by who answered both.
        """
        whole = {survey: importance.overall(items) for survey, items in self.items.items()}
        table = pa.concat_tables([self._scales(FELT), self._whole(whole)])
        offered = self.warehouse.offer("voice_items", table)
        rows = self.warehouse.run(queries.together(self._people(self.waves), offered)).rows()
        self.warehouse.drop(offered)
        phases = {
            item.about: item.phase for items in self.items.values() for item in items if item.about and item.phase
        }
        return importance.drivers([row for row in rows if _placed(row, phases)], phases, self._important())

    def _whole(self, whole: Mapping[str, Item | None]) -> pa.Table:
        rows = [{**_scale(survey, item), "touchpoint": importance.OVERALL} for survey, item in whole.items() if item]
        return pa.Table.from_pylist(rows, schema=_ITEMS)

    def feelings(self, *, persona: bool = False) -> tuple[Feeling, ...]:
        """Return how people felt at every touchpoint, then in every phase, beside what they had expected.

        Who answers several ratings of one place counts once, with the mean of her answers. Cleanliness, ease and
        other aspects are scores of their own; where only they were asked about, they stand for the place, and
        `aspects` names them.
        """
        everywhere = self._felt(("touchpoint", "phase"), FELT, persona=persona)
        hoped = self._felt(("touchpoint", "phase"), {Metric.EXPECTATION}, persona=persona)
        phases = self._felt(("phase",), FELT, persona=persona)
        stated = self._important()
        here = [
            replace(
                feeling_of(row, self.as_of, importance=stated.get(row["touchpoint"]), hoped=expected(row, hoped)),
                aspects=self._rated.aspects.get(row["touchpoint"], ()),
            )
            for row in everywhere
            if row["touchpoint"] and row["phase"]
        ]
        return (*here, *(feeling_of(row, self.as_of) for row in phases if row["phase"]))

    def last_day(self) -> date | None:
        """Return the day of the last answer of the waves that count; None where none is dated."""
        answers = queries.current(self.warehouse.table(ANSWER), self.waves, self.warehouse.dialect)
        last = self.warehouse.run(queries.newest(answers)).one()["last"]
        return None if last is None else date(last.year, last.month, last.day)

    def _felt(self, keys: tuple[str, ...], metrics: frozenset[Metric] | set[Metric], *, persona: bool) -> list[Any]:
        table = self._scales(metrics)
        if not table.num_rows:
            return []
        offered = self.warehouse.offer("voice_items", table)
        by = (*keys, "persona") if persona else keys
        rows = self.warehouse.run(queries.felt(self._people(self.waves), offered, by)).rows()
        self.warehouse.drop(offered)
        return [row for row in rows if not persona or row["persona"] is not None]

    def _important(self) -> dict[str, float]:
        """Return how important people say a touchpoint is, 0 to 1."""
        rows = self._felt(("touchpoint", "phase"), {Metric.IMPORTANCE}, persona=False)
        return {row["touchpoint"]: round((row["centre"] + 2) / 4, 4) for row in rows if row["touchpoint"]}

    def _scales(self, metrics: frozenset[Metric] | set[Metric]) -> pa.Table:
        rows = [
            _scale(survey, item)
            for survey, items in self.items.items()
            for item in items
            if item.role is Role.ANSWER and item.scale and item.metric in metrics and not item.overall
            and (item.metric not in FELT or (survey, item.id) in self._rated.items)
        ]  # fmt: skip
        return pa.Table.from_pylist(rows, schema=_ITEMS)

    @cached_property
    def _rated(self) -> Rated:
        """The questions whose answers are the feeling at a place."""
        current = queries.current(self.warehouse.table(ANSWER), self.waves, self.warehouse.dialect)
        rows = self.warehouse.run(queries.answered(current)).rows()
        return rated(self.items, {(row["survey"], row["item"]): row["people"] for row in rows})

    def _people(self, waves: Mapping[str, str]) -> Query:
        known = any(part.rows for part in self.warehouse.parts(MEMBERSHIP.kind))
        member = self.warehouse.table(MEMBERSHIP) if known else None
        answers = queries.current(self.warehouse.table(ANSWER), waves, self.warehouse.dialect)
        return queries.people(answers, self.warehouse.table(PROFILE_OF), member)


def _scale(survey: str, item: Item) -> dict[str, Any]:
    """Return what a question is about and how its answers become feelings."""
    scale = item.scale or Scale(0, 10)
    return {
        "survey": survey,
        "item": item.id,
        "metric": item.metric.value if item.metric else "",
        "touchpoint": item.about,
        "phase": item.phase,
        "low": scale.low,
        "span": scale.high - scale.low,
        "sign": -1.0 if scale.best_low else 1.0,
    }


def _named(item: Item, items: Sequence[Item]) -> Item:
    """Return a question with its section before its text where another section asks alike about the same place."""
    alike = (one for one in items if one.about and (one.about, one.metric) == (item.about, item.metric))
    if item.section and any(one.section != item.section for one in alike):
        return replace(item, text=both("{section}: {question}", section=item.section, question=item.text))
    return item


def _placed(row: Mapping[str, Any], phases: Mapping[str, str]) -> bool:
    return all(row[side] in phases or row[side] == importance.OVERALL for side in ("one", "other"))


def _scores(survey: str, item: Item, rows: list[dict[str, Any]], where: dict[str, str]) -> Iterator[Score]:
    """Yield the scores one question gives, from its answers counted by state and value."""
    if item.scale is None or item.metric is None:
        return
    answered = [row for row in rows if row["state"] == "answered"]
    answers = Answers.of({row["value"]: (row["people"], row["weight"], row["squared"]) for row in answered})
    asked = sum(row["people"] for row in rows)
    for kind in _KINDS.get(item.metric, ()):
        estimate, weighted = _figures(kind, answers, item.scale)
        if estimate is not None:
            yield Score(
                id="_".join((survey, item.id, kind.value, *where.values())),
                kind=kind,
                name=item.text,
                estimate=estimate,
                weighted=weighted,
                response=wilson(answers.n, asked),
                item=item.id,
                survey=survey,
                wave=where.get("wave"),
                persona=where.get("persona"),
                month=where.get("month"),
                touchpoint=item.about,
                phase=item.phase,
                counted=_counted(item, item.scale) if kind is ScoreKind.TOP_BOX else None,
            )


def _counted(item: Item, scale: Scale) -> Text:
    """Return the answer a top box counts, by its label where it has one, else the number that was ticked."""
    best = scale.low if scale.best_low else scale.high
    return item.levels.get(f"{best:g}") or f"{best:g}"


def _figures(kind: ScoreKind, answers: Answers, scale: Scale) -> tuple[Estimate | None, Estimate | None]:
    """Return a score of its kind, plain and weighted."""
    if kind is ScoreKind.NPS:
        return formulas.nps(answers), formulas.weighted_nps(answers)
    if kind is ScoreKind.CSAT:
        return formulas.csat(answers, scale), formulas.weighted_csat(answers, scale)
    if kind is ScoreKind.MEAN:
        return formulas.felt(answers, scale), formulas.weighted_felt(answers, scale)
    if kind is ScoreKind.CES:
        return formulas.average(answers), None
    return formulas.box(answers, scale), None
