"""From the warehouse to personas, or to the reason why there are none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa

from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.domain.personas import PersonaSet
from wegweiser.i18n import Amount, Count, Text, both
from wegweiser.personas.about import coverage
from wegweiser.personas.matrix import Matrix, matrix
from wegweiser.personas.membership import Assigned, PersonaModel, assign, model_of
from wegweiser.personas.profiles import Ints, Profiles, profiles, stated
from wegweiser.personas.queries import Tables, features
from wegweiser.personas.sedcard import Grouping, sedcards
from wegweiser.personas.settings import PersonaSettings
from wegweiser.stats import segments
from wegweiser.warehouse import Warehouse

_MEMBERSHIP = pa.schema([("profile_id", pa.int64()), ("persona_id", pa.string()), ("probability", pa.float64())])
_NEVER = 2**62
Verdict = segments.Verdict
_VERDICTS = {
    Verdict.FOUND: "{k} distinct groups; when the search is repeated on resampled customers, "
    "the groupings agree by {agreement} (1 = always the same groups).",
    Verdict.COARSER: "{k} distinct groups agree by {agreement} when the search is repeated on resampled customers "
    "(1 = always the same groups); finer groups fit better but come back less often.",
    Verdict.PROVISIONAL: "{k} groups, to be read with care: when the search is repeated on resampled customers, "
    "the groupings agree by only {agreement} (1 = always the same groups).",
    Verdict.TOO_FEW: "Your data does not support personas: {n} customers with enough behaviour are too few "
    "for two groups of 50.",
    Verdict.TOO_LITTLE: "Your data does not support personas: the {n} customers differ beyond chance in fewer than "
    "three respects.",
    Verdict.NO_STRUCTURE: "Your data does not support personas: one group for everybody describes the {n} customers "
    "better than any division.",
    Verdict.UNSTABLE: "Your data does not support personas: when the search is repeated on resampled customers, "
    "the groups do not come back (best agreement {agreement}, at least 0.6 is needed).",
    Verdict.TOO_SMALL: "Your data does not support personas: groups come back, but the smallest holds fewer than "
    "5% of the customers or fewer than 50 people.",
}
_METHOD = (
    "Mixture of groups fitted by EM to {n} customers, number of groups by BIC and agreement of bootstrap refits, "
    "seed {seed}. Grouped by: {used}. Shown but not used for grouping: value per month."
)
_STATED = (
    "Mixture of groups fitted by EM to {n} customers, number of groups by BIC and agreement of bootstrap refits, "
    "seed {seed}. Too few of them have contacts over time, so they are grouped by what is known of them: {used}. "
    "Shown but not used for grouping: results such as spending in total."
)


@dataclass(frozen=True)
class Found:
    """What a search found: the personas, who belongs to which, and the model that says so of anybody."""

    personas: PersonaSet
    members: pa.Table
    """(profile_id, persona_id, probability)."""
    model: PersonaModel | None
    """None where there are no groups."""
    people: Profiles
    grouping: Grouping
    called: dict[str, Text]
    """Names of the features people were described by."""


def find(
    warehouse: Warehouse,
    settings: PersonaSettings,
    as_of: date,
    since: date,
    *,
    previous: pa.Table | None = None,
    tables: Tables | None = None,
) -> Found:
    """Return the personas of the contacts from `since` to `as_of`, and who belongs to which.

    Reads the tables `step`, `touchpoint_code` and `trait`, or the ones named. "No distinct groups" is an
    answer: then there are no personas, no memberships, and the verdict says why. With the memberships of an
    earlier run as `previous`, a persona that most of its people carry on keeps its id. Where too few people have
    enough contacts, those with traits are grouped by what is known of them.
    """
    queries = features(warehouse.dialect, settings, since, as_of, tables)
    people = profiles(warehouse, queries)
    grouped_by = matrix(people, settings)
    found = segments.find(grouped_by.table, segments.Rule(most=settings.most), seed=settings.seed)
    grouping = _grouping(people, found, previous)
    cards, fidelity = sedcards(people, grouped_by, grouping, settings, as_of) if grouping.ids else ((), None)
    personas = PersonaSet(
        personas=cards,
        profiles=people.reached,
        as_of=as_of,
        since=since,
        seed=settings.seed,
        method=_method(grouped_by, found, settings, behaves=people.behaves),
        verdict=_verdict(found, len(people)),
        candidates=tuple((c.k, round(c.bic, 1), round(c.agreement, 4)) for c in found.candidates),
        covered=len(people),
        fidelity=fidelity,
        coverage=coverage(people, stated(warehouse, queries), grouping.labels >= 0) if cards else (),
    )
    model = model_of(grouped_by, found, people, _by_group(found, grouping), as_of)
    called = {m.feature.id: m.feature.called() for m in grouped_by.measured}
    return Found(personas, _memberships(people, grouping), model, people, grouping, called)


def assigned(
    warehouse: Warehouse,
    model: PersonaModel,
    settings: PersonaSettings,
    as_of: date,
    since: date,
    *,
    tables: Tables | None = None,
) -> pa.Table:
    """Return who belongs to which persona by a model fitted earlier, new customers included.

    People with at least `settings.least_contacts` contacts are assigned: ask for fewer to see who somebody may
    become. A model of traits alone assigns everybody with traits.
    """
    asked = replace(settings, enough=0 if model.behaves else _NEVER)
    people = profiles(warehouse, features(warehouse.dialect, asked, since, as_of, tables), model.known)
    return _memberships(people, assign(model, people))


def _by_group(found: segments.Segmentation, grouping: Grouping) -> tuple[str, ...]:
    """Return the persona of each group of the mixture, empty for a group too small to be shown."""
    names = [""] * found.k
    for group, label in enumerate(grouping.places):
        names[group] = grouping.ids[label] if label >= 0 else ""
    return tuple(names)


def _grouping(people: Profiles, found: segments.Segmentation, previous: pa.Table | None) -> Grouping:
    """Return the groups large enough to be shown; the people of others stay without."""
    sizes = np.bincount(found.labels, minlength=found.k) if len(people) else np.zeros(1)
    shown = [label for label in range(found.k) if sizes[label] >= SUPPRESSED_BELOW] if found.k > 1 else []
    place = np.full(found.k, -1, dtype=np.int64)
    place[shown] = np.arange(len(shown))
    labels: Ints = place[found.labels]
    probability = np.round(found.probabilities.max(axis=1), 6)
    ids = _ids(people, labels, len(shown), previous)
    return Grouping(labels, probability, ids, found.agreement, tuple(place.tolist()))


def _ids(people: Profiles, labels: Ints, count: int, previous: pa.Table | None) -> tuple[str, ...]:
    """Number the groups by size; those that carry on an earlier persona keep its id."""
    kept: dict[int, str] = {}
    if previous is not None and previous.num_rows and count:
        coded = previous.column("persona_id").combine_chunks().dictionary_encode()
        earlier_ids = previous.column("profile_id").to_numpy()
        _, before, now = np.intersect1d(earlier_ids, people.ids, return_indices=True)
        belongs = labels[now] >= 0
        pairs = segments.match(coded.indices.to_numpy().astype(np.int64)[before][belongs], labels[now][belongs])
        kept = {label: str(coded.dictionary[code].as_py()) for label, code in pairs.items()}
    known = set() if previous is None else set(previous.column("persona_id").to_pylist())
    free = (f"pe_{number}" for number in range(1, count + len(known) + 1) if f"pe_{number}" not in known)
    return tuple(kept.get(label) or next(free) for label in range(count))


def _memberships(people: Profiles, grouping: Grouping | Assigned) -> pa.Table:
    """Return the people of each persona, by profile number."""
    belongs = (grouping.labels >= 0) & bool(grouping.ids)
    names = np.array(grouping.ids or ("",), dtype=object)[grouping.labels[belongs]]
    columns = [people.ids[belongs], pa.array(names.tolist(), pa.string()), grouping.probability[belongs]]
    return pa.table(columns, schema=_MEMBERSHIP)


def _verdict(found: segments.Segmentation, n: int) -> Text:
    best = found.agreement if found.k > 1 else max((c.agreement for c in found.candidates if c.k > 1), default=0.0)
    return both(_VERDICTS[found.verdict], k=found.k, n=Count(n), agreement=Amount(best, digits=2))


def _method(grouped_by: Matrix, found: segments.Segmentation, settings: PersonaSettings, *, behaves: bool) -> Text:
    return both(
        _METHOD if behaves else _STATED, n=Count(found.fitted_on), seed=str(settings.seed), used=grouped_by.used()
    )
