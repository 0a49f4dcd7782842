"""The plan of the simulated company: what a workspace has to be told of it, in the words of wegweiser.toml."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files

import msgspec
import numpy as np

from wegweiser.collect.offers import OfferSpec
from wegweiser.demo.planning import DemoPlan
from wegweiser.demo.simulated.casting import Flags
from wegweiser.demo.simulated.days import Year
from wegweiser.demo.simulated.shelf import DAY
from wegweiser.demo.simulated.trips import LETTERS, SPARED
from wegweiser.domain.attribution import Spend
from wegweiser.domain.estimates import Estimate
from wegweiser.domain.experiments import Design, ExperimentResult
from wegweiser.domain.levers import Driver
from wegweiser.domain.mission import BrandValue
from wegweiser.i18n import Text
from wegweiser.stats.intervals import difference, wilson
from wegweiser.voice import VoiceSettings
from wegweiser.voice.surveys import SurveySpec
from wegweiser.voice.texts import ContentSpec, TextSpec

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
_AFTER = 3 * DAY
_SPENT = {"display": "impression", "social": "click", "generic_search": "click", "price_comparison": "click"} | {
    "retargeting": "click",
    "brand_search": "click",
}
_ITEMS = {"social": "social_ad"}


class SimulatedPlan(DemoPlan, frozen=True, kw_only=True):
    """What a workspace needs to follow the simulated company, beyond what every demo needs."""

    template: str = ""
    model: str = "five"
    timezone: str = "Europe/Berlin"
    as_of: date | None = LAST
    surveys: tuple[SurveySpec, ...] = ()
    texts: tuple[TextSpec, ...] = ()
    content: tuple[ContentSpec, ...] = ()
    offers: tuple[OfferSpec, ...] = ()
    drivers: tuple[Driver, ...] = ()
    spend: tuple[Spend, ...] = ()
    experiments: tuple[ExperimentResult, ...] = ()
    voice: VoiceSettings = VoiceSettings()
    mission: Text = ""
    values: tuple[BrandValue, ...] = ()


@cache
def company() -> SimulatedPlan:
    """Return the plan as it ships, without what only a simulated year can say: spend and experiments."""
    text = (files("wegweiser.demo.simulated") / "company.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=SimulatedPlan)


def plan_of(year: Year) -> SimulatedPlan:
    """Return the plan of one simulated year, with what was spent and what the two hold-outs showed."""
    return msgspec.structs.replace(company(), spend=_spend(year), experiments=_experiments(year))


def _spend(year: Year) -> tuple[Spend, ...]:
    rows = year.diary.stream("ads")
    costs, media = rows["cost"].astype(np.float64), rows["medium"].astype(str)
    return tuple(
        Spend(_ITEMS.get(medium, medium), round(float(costs[media == medium].sum()), 2), "EUR", FIRST, LAST)
        for medium in _SPENT
    )


def _experiments(year: Year) -> tuple[ExperimentResult, ...]:
    """Return what the company's own hold-outs showed: customers kept from a channel by lot, beside all others."""
    people, went = year.people, year.trips
    days = np.array(LETTERS)[list(SPARED)]
    since = went.end - days[np.clip(np.searchsorted(days, went.end, side="right") - 1, 0, None)]
    soon = np.zeros(len(people), dtype=bool)
    soon[went.who[went.buys & (since >= 0) & (since < _AFTER)]] = True
    readers = people.newsletter
    tried = (
        _held_out(
            "retargeting_holdout",
            {"en": "Retargeting switched off for every fifth customer",
             "de": "Retargeting für jeden Fünften abgeschaltet"},
            "retargeting",
            (year.bought[~people.spared_ads], year.bought[people.spared_ads]),
        ),
        _held_out(
            "newsletter_holdout",
            {"en": "Newsletter withheld from every fifth reader, April to June: bought within three days",
             "de": "Newsletter jedem Fünften vorenthalten, April bis Juni: Kauf binnen drei Tagen"},
            "newsletter",
            (soon[readers & ~people.spared_letters], soon[readers & people.spared_letters]),
        ),
    )  # fmt: skip
    return tuple(one for one in tried if one is not None)


def _held_out(name: str, title: Text, touchpoint: str, groups: tuple[Flags, Flags]) -> ExperimentResult | None:
    treated, untreated = groups
    found = difference(wilson(int(treated.sum()), len(treated)), wilson(int(untreated.sum()), len(untreated)))
    if found is None:
        return None
    return ExperimentResult(
        id=name,
        name=title,
        goal="purchase",
        effect=Estimate(found.value, found.lo, found.hi, len(treated) + len(untreated)),
        treated=len(treated),
        untreated=len(untreated),
        touchpoint=touchpoint,
        design=Design.HOLDOUT,
        since=FIRST,
        until=LAST,
    )
