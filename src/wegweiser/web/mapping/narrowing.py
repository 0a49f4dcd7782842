"""The map of some customers or a period only: counted by a job, joined with the same plan once it is there."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from wegweiser import maps
from wegweiser.domain.personas import Persona
from wegweiser.i18n import Text, read
from wegweiser.maps import document
from wegweiser.web.analysis.asking import Work, answered, ask, work_of
from wegweiser.web.frame.site import Visit
from wegweiser.web.mapping.opening import Opened
from wegweiser.workspace import questions, standing

KIND = "map"


class AmongAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Whose map is wanted: a persona, customers with a trait, a period by days or months, or several of these."""

    map: str
    persona: str = ""
    since: str = ""
    until: str = ""
    look: str = ""


class Narrow(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whom a narrowed map is of, in words, and how far the counting is."""

    work: Work
    words: tuple[str, ...]
    few: bool = False
    """Whether they are fewer than twenty, so that nothing is shown."""


def ask_among(visit: Visit, asked: AmongAsked) -> str:
    """Return the job that counts the map of some customers; nothing where nobody is named.

    Raises:
        InvalidSetting: the period cannot be read.
        UnknownName: no persona is called so.
    """
    among = [f"persona:{asked.persona}"] if asked.persona else []
    among += [f"period:{asked.since}..{asked.until}"] if asked.since or asked.until else []
    return ask(visit, KIND, questions.MapAmong(tuple(among))).id if among else ""


def narrowed(visit: Visit, found: Opened, job: str) -> tuple[Opened, Narrow]:
    """Return the map of the customers a job counted, or the whole map while it counts.

    Raises:
        UnknownName: there is no such job.
    """
    work, row = work_of(visit, job, KIND)
    question, answer = answered(visit, row, questions.MapAmong, document.Generated)
    words = tuple(_words(visit, text) for text in question.among)
    if answer is None:
        return found, Narrow(work, words)
    few = not answer.data.customers
    site = visit.site
    footing = standing.Footing(site.folder, site.config, site.clock)
    aged = standing.aged(footing, maps.join(found.plan, answer))
    return replace(found, generated=answer, aged=aged), Narrow(work, words, few)


def personas(visit: Visit) -> tuple[Persona, ...]:
    """Return the personas the last run found."""
    known = visit.site.insights.personas()
    return known.found.personas if known else ()


def _words(visit: Visit, text: str) -> str:
    kind, _, value = text.partition(":")
    if kind == "persona":
        names: dict[str, Text] = {one.id: one.name for one in personas(visit)}
        return read(names.get(value, value), visit.language)
    return value.replace("..", "\u2013")
