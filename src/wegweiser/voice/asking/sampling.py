"""Who is asked: a fixed share of those who met the trigger, and nobody too often."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import md5

from wegweiser.voice.asking.spec import OwnSurvey
from wegweiser.warehouse import Query, Table

_SPACE = 1 << 60


def due(
    people: Mapping[int, date | None], survey: OwnSurvey, history: Mapping[int, date], today: date
) -> tuple[int, ...]:
    """Return who is to be asked today, in order: drawn, rested, and past the trigger.

    `people` says when each last met the survey's trigger, None for never; `history` when each was last asked by any
    survey. Where the survey has no trigger everybody counts; nobody is asked twice after one meeting.

    Example:
        >>> survey = OwnSurvey("short", "Short", (), trigger="order", rest_days=30)
        >>> met = {1: date(2026, 3, 1), 2: date(2026, 3, 1), 3: None}
        >>> due(met, survey, {2: date(2026, 2, 20)}, date(2026, 3, 2))
        (1,)
    """
    if not survey.open_on(today):
        return ()
    rest = timedelta(days=survey.rest_days)
    return tuple(
        subject
        for subject, met in sorted(people.items())
        if drawn(survey.id, subject, survey.share)
        and (survey.trigger is None or (met is not None and met <= today and _since(met, history.get(subject))))
        and (subject not in history or today - history[subject] >= rest)
    )


def drawn(survey: str, subject: int, share: float) -> bool:
    """Return whether a person belongs to a survey's share: always the same ones, other ones in another survey.

    Example:
        >>> [subject for subject in range(10) if drawn("checkout", subject, 0.3)]
        [1, 6]
    """
    told = md5(f"{survey}\x1f{subject}".encode(), usedforsecurity=False).hexdigest()
    return int(told[:15], 16) < share * _SPACE


def last_asked(answers: Table) -> Query:
    """Return when each person last answered any survey; the history `due` asks for."""
    return Query(
        "last_asked",
        f"""select subject_id, max(occurred_at) as at from {answers} where occurred_at is not null
            group by subject_id order by subject_id""",
    )


def _since(met: date, asked: date | None) -> bool:
    return asked is None or asked < met
