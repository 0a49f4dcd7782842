"""What levers are called and warned of: an action where something was tried, else what goes with what."""

from __future__ import annotations

from wegweiser.domain.levers import Driver, Lever
from wegweiser.domain.measures import GapKind
from wegweiser.i18n import LANGUAGES, NBSP, Amount, Between, Share, Text, both
from wegweiser.levers.found import Found
from wegweiser.levers.ranking.candidates import Candidate
from wegweiser.maps import Figures

_GOES_WITH = {
    "loss": "“{place}” goes with {share} of visits not going on",
    "drop": "“{place}” goes with the end of {share} of journeys",
    "answer": "“{place}” goes with fewer responses than “{best}”",
    "silence": "“{place}” goes with long silence for one customer in ten",
    "feeling": "“{place}” goes with feelings below expectation",
    "fault": "“{place}” goes with a fault that {n} customers meet",
    "loop": "“{place}” goes with {share} of visits leaving and coming back",
    "back": "“{place}” goes with a step back after {share} of contacts",
    "open": "“{place}” goes with going on, and few meet it",
}
"""By the second word of the gap's id; any other gap is called by its own words, which say what and whose it is."""

_CENTS = {"en": ".00", "de": ",00"}
"""Cents a rounded amount has none of."""


def action(candidate: Candidate, figures: Figures) -> Text:
    """Return what to change, for a gap one can meet (grade C)."""
    found = candidate.found
    names = [figures.name(ref) for ref in found.refs[:2] if ref in {t.id for t in figures.touchpoints}]
    if candidate.kind is GapKind.FAULT:
        return both("Mend “{touchpoint}”", touchpoint=names[0])
    if candidate.kind is GapKind.LOOP:
        return both("Spare customers the way from “{source}” to “{via}” and back", source=names[0], via=names[1])
    if candidate.kind is GapKind.WAY_BACK:
        return both("Spare customers the step back from “{source}” to “{target}”", source=names[0], target=names[1])
    return both("Lead more customers to “{touchpoint}”", touchpoint=names[0])


def goes_with(candidate: Candidate, figures: Figures) -> Text:
    """Return what goes with what (grade D), and nothing about causes."""
    found = candidate.found
    if candidate.family not in _GOES_WITH:
        return found.text
    best = figures.name(found.refs[2]) if candidate.kind is GapKind.ANSWER else ""
    return both(
        _GOES_WITH[candidate.family],
        place=figures.name(candidate.touchpoint) if candidate.touchpoint else _phase(found, figures),
        share=Share(found.share.value if found.share else 0.0),
        best=best,
        n=found.customers,
    )


def of_driver(driver: Driver, level: float, figures: Figures) -> Text:
    """Return what to change where a driver is logged and nobody rates."""
    values = {"driver": driver.name or driver.property, "touchpoint": figures.name(driver.touchpoint)}
    unit = f"{NBSP}{driver.unit}" if driver.unit else ""
    shown: dict[str, str] = {language: Amount(level, digits=1).shown(language) + unit for language in LANGUAGES}
    if driver.better == "less":
        return both("Bring “{driver}” at “{touchpoint}” down to {level}", level=shown, **values)
    return both("Raise “{driver}” at “{touchpoint}” to {level}", level=shown, **values)


def of_rating(driver: Driver, figures: Figures) -> Text:
    """Return what to change where customers rate what a driver moves."""
    return both(
        "Raise the rating of “{touchpoint}” by one point through “{driver}”",
        touchpoint=figures.name(driver.touchpoint),
        driver=driver.name or driver.property,
    )


def _phase(found: Found, figures: Figures) -> Text:
    return next(phase.name for phase in figures.phases if phase.id == found.phase)


def halo() -> Text:
    """Return the warning every range of grade C carries."""
    return both(
        "Mood and intent of one person show in both what she meets and what she does; no adjustment here removes that. "
        "The whole range may miss the true effect: test it before you pay for it."
    )


def no_cause() -> Text:
    """Return the warning every association carries."""
    return both("It goes together; that is no proof that one brings the other.")


def mechanical() -> Text:
    """Return the warning a what-if carries."""
    return both("Mechanical: if paths kept behaving the same and one in ten fewer ended here.")


def exclusion(driver: Driver, *, rated: bool) -> Text:
    """Return what must hold for a driver's natural variation to show an effect."""
    name = driver.name or driver.property
    if rated:
        return both(
            "Assumes that “{driver}” moves the outcome only through the rating, and varies by chance.", driver=name
        )
    return both(
        "Assumes that “{driver}” varies by chance among customers with the same path so far. "
        "Nobody rates it here, so there is no first stage to check.",
        driver=name,
    )


def weak(driver: Driver, f: float) -> Text:
    """Return why a driver gives no effect."""
    return both(
        "“{driver}” hardly moves the rating (first-stage F = {f}, at least 10 is needed).",
        driver=driver.name or driver.property,
        f=Amount(f, digits=1),
    )


def chance(driver: Driver, q: float) -> Text:
    """Return why a driver that goes no further than chance has no effect."""
    return both(
        "Placebo check failed: dealt out among customers by chance, “{driver}” often goes as far (q = {q}).",
        driver=driver.name or driver.property,
        q=Amount(q, digits=2),
    )


def unshown(driver: Driver, figures: Figures) -> Text:
    """Return what a driver is called that goes no further than chance: no action."""
    return both(
        "“{driver}” at “{touchpoint}”: no effect shown",
        driver=driver.name or driver.property,
        touchpoint=figures.name(driver.touchpoint),
    )


def no_effect(lever: Lever, *, running: bool) -> Text:
    """Return what an effect says whose interval does not lie above zero, by what it may be worth."""
    found = lever.worth or lever.effect
    lo, hi = (_rounded(end, lever.currency) for end in ((found.lo, found.hi) if found else (0.0, 0.0)))
    within = Between(lo, hi)
    between: Text = {language: within.shown(language) for language in LANGUAGES}
    if lever.currency is None:
        between = both("{within} conversions", within=within)
    if lever.effect and lever.effect.hi < 0:
        return both("It does harm ({between})", between=between)
    if running:
        return both("No effect shown ({between}): the money could be spent elsewhere", between=between)
    return both("No effect shown ({between})", between=between)


def _rounded(value: float, currency: str | None) -> Text:
    """Return an amount without cents, with a minus sign."""
    shown = {language: Amount(round(value), currency, digits=0).shown(language) for language in LANGUAGES}
    return {language: text.replace(_CENTS[language], "").replace("-", "\u2212") for language, text in shown.items()}


def left_out(driver: Driver, problem: str) -> Text:
    """Return why a driver in wegweiser.toml is not among the levers."""
    return both(
        "[[driver]] “{property}” at “{touchpoint}” is left out: {problem}",
        property=driver.property,
        touchpoint=driver.touchpoint,
        problem=problem,
    )


def already_running() -> Text:
    """Return what a hold-out does not say."""
    return both("It runs already: the effect is what it brings now, not what more of it would bring.")
