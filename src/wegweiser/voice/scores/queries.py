"""Queries from answers to what scores and feelings are made of: counts by value, and sums over people."""

from __future__ import annotations

from collections.abc import Mapping

from wegweiser.warehouse import Dialect, Query, Table

ASKED = ("answered", "missing")


def current(answer: Table, waves: Mapping[str, str], dialect: Dialect) -> Query:
    """Return the answers of these waves only, for the surveys named; of other surveys all."""
    others = " and ".join(
        f"(survey <> {dialect.text(survey)} or wave = {dialect.text(wave)})" for survey, wave in sorted(waves.items())
    )
    return Query("voice_current", f"select * from {answer} where {others or 'true'}")


def people(answer: Query, profile: Table, member: Table | None) -> Query:
    """Return answers with the persona of whoever gave them; null where nobody knows it.

    Who was never linked, as in a workspace of surveys alone, is a profile by her own number.
    """
    if member is None:
        return Query("voice_people", f"select a.*, cast(null as varchar) as persona from {answer} a", (answer,))
    return Query(
        "voice_people",
        f"""select a.*, m.persona_id as persona
            from {answer} a
            left join {profile} p on p.subject_id = a.subject_id and p.valid_from is null and p.valid_to is null
            left join {member} m on m.profile_id = coalesce(p.profile_id, a.subject_id)""",
        (answer,),
    )


def counted(answers: Query, keys: tuple[str, ...]) -> Query:
    """Count answers by survey, item, the keys, state and value, with the sums of weights and of their squares."""
    by = ", ".join(("survey", "item", *keys, "state", "value"))
    return Query(
        "voice_counted",
        f"""select {by}, count(*) as people, sum(weight) as weight, sum(weight * weight) as squared
            from {answers} where state <> 'unused' group by {by} order by {by}""",
        (answers,),
    )


def felt(answers: Query, items: Table, keys: tuple[str, ...]) -> Query:
    """Sum up feelings (-2 to +2) by the keys: each person counts once, with the mean of her answers there.

    `items` says of every survey and item on which touchpoint and phase, `metric` and scale it stands: feeling =
    (value - low) / span * 4 - 2, turned by `sign`.
    """
    by = ", ".join(keys)
    each = Query(
        "voice_felt_each",
        f"""select {", ".join(f"{_of(key)} as {key}" for key in keys)}, a.subject_id,
                   avg(i.sign * ((a.value - i.low) / i.span * 4 - 2)) as feeling, max(a.weight) as weight
            from {answers} a join {items} i on i.survey = a.survey and i.item = a.item
            where a.state = 'answered'
            group by {", ".join(_of(key) for key in keys)}, a.subject_id""",
        (answers,),
    )
    return Query(
        "voice_felt",
        f"""select {by}, count(*) as people, avg(feeling) as centre, stddev_samp(feeling) as spread,
                   sum(weight) as weight, sum(weight * feeling) as weighted, sum(weight * weight) as squared,
                   sum(weight * weight * feeling) as squared_felt,
                   sum(weight * weight * feeling * feeling) as squared_both
            from {each} group by {by} order by {by}""",
        (each,),
    )


def answered(answers: Query) -> Query:
    """Count who answered each question."""
    return Query(
        "voice_answered",
        f"""select survey, item, count(*) as people
            from {answers} where state = 'answered' group by survey, item order by survey, item""",
        (answers,),
    )


def newest(answers: Query) -> Query:
    """Return the time of the last answer; null where none is dated."""
    return Query("voice_newest", f"select max(occurred_at) as last from {answers}", (answers,))


def monthly(answers: Query) -> Query:
    """Return answers with the month they were given in, as in 2026-03; null where they are not dated."""
    day = "cast(cast(occurred_at as date) as varchar)"
    return Query("voice_monthly", f"select a.*, substring({day}, 1, 7) as month from {answers} a", (answers,))


def responding(answers: Query, items: Table, key: str) -> Query:
    """Count by touchpoint or phase the people who answered a question about it, and those who were asked one."""
    each = Query(
        "voice_responding_each",
        f"""select i.{key}, a.subject_id, max(case when a.state = 'answered' then 1 else 0 end) as told
            from {answers} a join {items} i on i.survey = a.survey and i.item = a.item
            where a.state <> 'unused' group by i.{key}, a.subject_id""",
        (answers,),
    )
    return Query(
        "voice_responding",
        f"""select {key}, count(*) as asked, count(case when told = 1 then 1 end) as told
            from {each} group by {key} order by {key}""",
        (each,),
    )


def together(answers: Query, items: Table) -> Query:
    """Sum up feelings of people by bucket and pair of touchpoints; the overall question's touchpoint is empty."""
    each = Query(
        "voice_together_each",
        f"""select i.touchpoint, a.subject_id, a.subject_id % 256 as bucket,
                   avg(i.sign * ((a.value - i.low) / i.span * 4 - 2)) as feeling
            from {answers} a join {items} i on i.survey = a.survey and i.item = a.item
            where a.state = 'answered' and i.touchpoint is not null group by i.touchpoint, a.subject_id""",
        (answers,),
    )
    return Query(
        "voice_together",
        f"""select x.bucket, x.touchpoint as one, y.touchpoint as other, count(*) as people,
                   sum(x.feeling) as x, sum(y.feeling) as y, sum(x.feeling * x.feeling) as xx,
                   sum(x.feeling * y.feeling) as xy, sum(y.feeling * y.feeling) as yy
            from {each} x join {each} y on y.subject_id = x.subject_id and x.touchpoint <= y.touchpoint
            group by x.bucket, x.touchpoint, y.touchpoint order by x.bucket, x.touchpoint, y.touchpoint""",
        (each,),
    )


def rated(texts: Table, sentences: Table | None, dialect: Dialect) -> Query:
    """Return texts with a rating of their writer's own: where they belong, who wrote them and when."""
    note = dialect.text("note")
    if sentences is None:
        return Query(
            "voice_rated",
            f"""select source, subject_id, occurred_at, score, touchpoint, phase from {texts}
                where score is not null and kind <> {note}""",
        )
    return Query(
        "voice_rated",
        f"""select t.source, t.subject_id, t.occurred_at, t.score,
                   coalesce(t.touchpoint, case when n.named = 1 then n.touchpoint end) as touchpoint,
                   coalesce(t.phase, case when n.placed = 1 then n.phase end) as phase
            from {texts} t left join (
                select text_id, count(distinct touchpoint) as named, min(touchpoint) as touchpoint,
                       count(distinct phase) as placed, min(phase) as phase
                from {sentences} group by text_id) n on n.text_id = t.text_id
            where t.score is not null and t.kind <> {note}""",
    )


def rating(rated: Query, keys: tuple[str, ...]) -> Query:
    """Sum up ratings by the keys: each person counts once, with the mean of hers."""
    by = ", ".join(keys)
    each = Query(
        "voice_rating_each",
        f"""select {by}, subject_id, avg(score) as rating, max(occurred_at) as last_at
            from {rated} group by {by}, subject_id""",
        (rated,),
    )
    return Query(
        "voice_rating",
        f"""select {by}, count(*) as people, avg(rating) as centre, stddev_samp(rating) as spread,
                   count(case when rating >= 1 then 1 end) as well, max(last_at) as last_at
            from {each} group by {by} order by {by}""",
        (each,),
    )


def written(sentences: Table, texts: Table) -> Query:
    """Return the sentences a model was sure of, with who wrote them; a question is no feeling.

    Search terms and what others noted of a call or an interview are not the customer's own words.
    """
    return Query(
        "voice_written",
        f"""select t.subject_id, s.touchpoint, s.phase, s.feeling, s.model
            from {sentences} s join {texts} t on t.text_id = s.text_id
            where s.feeling is not null and s.kind <> 'question' and t.kind not in ('call', 'search', 'note')""",
    )


def guessed(written: Query, keys: tuple[str, ...]) -> Query:
    """Sum up guessed feelings by the keys: each person counts once, with the mean of her sentences there."""
    by, known = ", ".join(keys), " and ".join(f"{key} is not null" for key in keys if key != "persona")
    each = Query(
        "voice_guessed_each",
        f"""select {by}, subject_id, avg(feeling) as feeling, max(model) as model
            from {written} where {known} group by {by}, subject_id""",
        (written,),
    )
    return Query(
        "voice_guessed",
        f"""select {by}, count(*) as people, avg(feeling) as centre, stddev_samp(feeling) as spread,
                   max(model) as model
            from {each} group by {by} order by {by}""",
        (each,),
    )


def onward(steps: Table, places: Table) -> Query:
    """Count per touchpoint the people who met it, and those of them who had a later contact elsewhere.

    Where a place is `kept` it ends a journey well, so that everybody counts as going on.
    """
    each = Query(
        "voice_onward_each",
        f"""select touchpoint_id, profile_id, max(seq) as own, max(last) as last
            from (select touchpoint_id, profile_id, seq, max(seq) over (partition by profile_id) as last
                  from {steps}) numbered
            group by touchpoint_id, profile_id""",
    )
    return Query(
        "voice_onward",
        f"""select p.touchpoint, count(*) as people,
                   count(case when p.kept or e.own < e.last then 1 end) as onward
            from {each} e join {places} p on p.touchpoint_id = e.touchpoint_id
            group by p.touchpoint order by p.touchpoint""",
        (each,),
    )


def _of(key: str) -> str:
    return f"a.{key}" if key in {"persona", "wave", "survey", "month"} else f"i.{key}"
