"""Queries from contacts and traits to one row of behaviour per profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from wegweiser.domain.surveys import Scale
from wegweiser.i18n import Text
from wegweiser.personas.settings import PersonaSettings
from wegweiser.warehouse import Dialect, Query, Table

BANDS: tuple[tuple[str, int, int], ...] = (
    ("morning", 5, 11),
    ("midday", 11, 14),
    ("afternoon", 14, 18),
    ("evening", 18, 22),
    ("night", 22, 5),
)
"""Bands of the day: id, first hour, hour it ends before."""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Tables:
    """Where contacts, their touchpoints and the profiles' traits are read from."""

    step: Table = field(default_factory=lambda: Table("step"))
    touchpoint: Table = field(default_factory=lambda: Table("touchpoint_code"))
    trait: Table = field(default_factory=lambda: Table("trait"))
    figure: Table | None = None
    """Numbers known of profiles from elsewhere: (profile_id, name, value), such as the mean feeling."""


@dataclass(frozen=True)
class Search:
    """What personas are looked for in: contacts from `since` to `as_of`, and where they are read."""

    settings: PersonaSettings
    since: date
    as_of: date
    tables: Tables = field(default_factory=Tables)


@dataclass(frozen=True)
class Features:
    """The queries behind the feature table.

    `behaviour` has one row per profile with enough contacts, `channels` one per profile and channel, `traits`
    one per profile and trait (the first value in order, where there are several), `reach` counts everybody.
    `stated`, `all_traits` and `all_figures` are about everybody something is known of, with contacts or without;
    they are asked where fewer than `enough` people have enough contacts. Years are counted back from `year`.
    """

    behaviour: Query
    channels: Query
    traits: Query
    reach: Query
    stated: Query
    all_traits: Query
    figures: Query | None = None
    all_figures: Query | None = None
    year: int = 0
    enough: int = 0
    titles: Mapping[str, Text] = field(default_factory=dict)


def features(
    dialect: Dialect, settings: PersonaSettings, since: date, as_of: date, tables: Tables | None = None
) -> Features:
    """Return the queries of the feature table for contacts from `since` to the end of `as_of`."""
    tables = tables or Tables()
    contacts = _contacts(dialect, settings, since, as_of, tables)
    gaps = _gaps(dialect, contacts)
    known = Query(
        "persona_known",
        f"select profile_id from {contacts} group by profile_id having count(*) >= {settings.least_contacts}",
        (contacts,),
    )
    return Features(
        behaviour=_behaviour(dialect, contacts, gaps, known),
        channels=Query(
            "persona_channels",
            f"""select profile_id, channel, count(*) as contacts
                from {contacts} join {known} using (profile_id)
                group by profile_id, channel order by profile_id, channel""",
            (contacts, known),
        ),
        traits=_traits(tables, (contacts, known)),
        reach=Query("persona_reach", f"select count(distinct profile_id) as profiles from {contacts}", (contacts,)),
        stated=_stated(tables),
        all_traits=_traits(tables, ()),
        figures=_figures(tables, (contacts, known)),
        all_figures=_figures(tables, ()),
        year=as_of.year,
        enough=settings.enough,
        titles=dict(settings.titles),
    )


def felt(answer: Table, profile: Table, scales: Sequence[tuple[str, str, Scale]]) -> Query:
    """Return what people answered as numbers of their profiles: the mean feeling (-2..+2), and surveys answered.

    `scales` gives survey, item and scale of every question whose answers are feelings. The result has the columns
    of `Tables.figure`.
    """
    steps = " ".join(
        f"when a.survey = '{_quoted(survey)}' and a.item = '{_quoted(item)}' then "
        f"{'-' if scale.best_low else ''}((a.value - {scale.low}) / {scale.high - scale.low} * 4 - 2)"
        for survey, item, scale in scales
    )
    feeling = f"case {steps} end" if steps else "cast(null as double)"
    return Query(
        "persona_felt",
        f"""select profile_id, 'feeling' as name, avg(feeling) as value
            from (select coalesce(p.profile_id, a.subject_id) as profile_id, {feeling} as feeling
                  from {answer} a left join {profile} p
                    on p.subject_id = a.subject_id and p.valid_from is null and p.valid_to is null
                  where a.state = 'answered') as felt
            where feeling is not null group by profile_id
            union all
            select coalesce(p.profile_id, a.subject_id) as profile_id, 'surveys' as name,
                   cast(count(distinct coalesce(a.survey, '') || '/' || coalesce(a.wave, '')) as double) as value
            from {answer} a left join {profile} p
              on p.subject_id = a.subject_id and p.valid_from is null and p.valid_to is null
            where a.state = 'answered' group by coalesce(p.profile_id, a.subject_id)""",
    )


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _traits(tables: Tables, known: tuple[Query, ...]) -> Query:
    """Read one value of each trait per profile, of all profiles or of those known."""
    only = f"join {known[-1]} k on k.profile_id = t.profile_id" if known else ""
    return Query(
        "persona_traits" if known else "persona_all_traits",
        f"""select t.profile_id, t.name, min(t.value) as value
            from {tables.trait} t {only}
            where t.value is not null and trim(t.value) <> ''
            group by t.profile_id, t.name order by t.name, t.profile_id""",
        known,
    )


def _figures(tables: Tables, known: tuple[Query, ...]) -> Query | None:
    if tables.figure is None:
        return None
    only = f"join {known[-1]} k on k.profile_id = f.profile_id" if known else ""
    return Query(
        "persona_figures" if known else "persona_all_figures",
        f"""select f.profile_id, f.name, round(avg(f.value), 9) as value
            from {tables.figure} f {only}
            where f.value is not null group by f.profile_id, f.name order by f.name, f.profile_id""",
        known,
    )


def _stated(tables: Tables) -> Query:
    """Read everybody something is known of."""
    more = "" if tables.figure is None else f"union all select profile_id from {tables.figure} where value is not null"
    return Query(
        "persona_stated",
        f"""select profile_id
            from (select profile_id from {tables.trait} where value is not null and trim(value) <> '' {more}) as known
            group by profile_id order by profile_id""",
    )


def _contacts(dialect: Dialect, settings: PersonaSettings, since: date, as_of: date, tables: Tables) -> Query:
    """Read the window's contacts with their wall-clock time where the customers live."""
    first = dialect.timestamp(datetime.combine(since, time(), UTC))
    end = dialect.timestamp(datetime.combine(as_of + timedelta(days=1), time(), UTC))
    return Query(
        "persona_contacts",
        f"""select s.profile_id, s.occurred_at as met_at, s.session, s.touchpoint_id, coalesce(s.value, 0) as value,
                   coalesce(c.channel, 'other') as channel, coalesce(c.is_goal, false) as is_goal,
                   {dialect.local("s.occurred_at", settings.timezone)} as local_at, {end} as closes
            from {tables.step} s left join {tables.touchpoint} c on c.touchpoint_id = s.touchpoint_id
            where s.occurred_at >= {first} and s.occurred_at < {end}""",
    )


def _gaps(dialect: Dialect, contacts: Query) -> Query:
    """Measure how even the days between conversions are, from three gaps on."""
    before = "lag(day) over (partition by profile_id order by day)"
    return Query(
        "persona_gaps",
        f"""select profile_id, round(stddev_samp(gap) / avg(gap), 9) as unevenness
            from (select profile_id, {dialect.days(before, "day")} as gap
                  from (select distinct profile_id, cast(local_at as date) as day
                        from {contacts} where is_goal) as days) as gaps
            where gap is not null group by profile_id having count(*) >= 3""",
        (contacts,),
    )


def _behaviour(dialect: Dialect, contacts: Query, gaps: Query, known: Query) -> Query:
    days = ",\n".join(
        f"count(case when {dialect.weekday('local_at')} = {number} then 1 end) as {day}"
        for number, day in enumerate(DAYS, start=1)
    )
    # A contact at midnight to the second comes from a file that knows only the day.
    timed = "local_at <> date_trunc('day', local_at) and met_at <> date_trunc('day', met_at)"
    bands = ",\n".join(
        f"count(case when {timed} and {_within(dialect.hour('local_at'), first, end)} then 1 end) as {band}"
        for band, first, end in BANDS
    )
    return Query(
        "persona_behaviour",
        f"""select profile_id, count(*) as contacts, count(distinct session) as sessions,
                   count(distinct cast(local_at as date)) as active_days,
                   count(distinct touchpoint_id) as touchpoints,
                   {dialect.seconds("min(met_at)", "min(closes)")} / 86400 as tenure_days,
                   {dialect.seconds("max(met_at)", "min(closes)")} / 86400 as recency_days,
                   count(case when is_goal then 1 end) as conversions,
                   round(sum(case when is_goal then value end), 4) as value,
                   max(unevenness) as unevenness,
                   {days},
                   {bands}
            from {contacts} join {known} using (profile_id) left join {gaps} using (profile_id)
            group by profile_id order by profile_id""",
        (contacts, gaps, known),
    )


def _within(hour: str, first: int, end: int) -> str:
    return f"{hour} >= {first} and {hour} < {end}" if first < end else f"({hour} >= {first} or {hour} < {end})"
