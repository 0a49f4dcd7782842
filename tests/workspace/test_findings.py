"""The sentences a run ends with: short, with n and interval, and nothing that goes without saying."""

from __future__ import annotations

from datetime import date

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.journey_maps import Cell, DataBox, JourneyMap
from wegweiser.domain.personas import PersonaSet
from wegweiser.i18n import read
from wegweiser.stats import wilson
from wegweiser.workspace.drawing import findings


def claim(name: str, hits: int, n: int) -> Claim:
    """Return a measured claim whose text is its id."""
    return Claim(
        id=name, text=name, status=Status.MEASURED, evidence=("ev",), n=n, share=wilson(hits, n), as_of=date(2026, 1, 1)
    )


def drawn(measures: tuple[Claim, ...], goals: tuple[Claim, ...], **more: object) -> JourneyMap:
    """Return a map with these measures and goals."""
    cells = (Cell("measure", "look", measures), Cell("goal", "buy", goals))
    return JourneyMap(id="journey", title="Shop", phases=(), lanes=(), cells=cells, **more)


NOBODY = PersonaSet(
    personas=(),
    profiles=100,
    as_of=date(2026, 1, 1),
    since=date(2025, 1, 1),
    seed=7,
    method="",
    verdict="Keine Gruppen.",
)


def said(journey_map: JourneyMap) -> list[str]:
    """Return the findings in German."""
    return [read(text, "de") for text in findings(journey_map, NOBODY)]


def test_a_response_is_said_with_its_interval():
    """30 of 100 letters were answered: 30 %, and between 21.9 % and 39.6 %."""
    letter = claim("Brief: 30 von 100", 30, 100)
    assert said(drawn((letter,), ())) == ["Brief: 30 von 100 (21,9–39,6\u00a0%)", "Keine Gruppen."]


def test_a_goal_everybody_reached_is_left_to_the_map():
    """That all 100 customers bought goes without saying; that 17 redeemed a coupon does not."""
    assert said(drawn((), (claim("Kauf", 100, 100), claim("Coupon", 17, 100)))) == ["Coupon", "Keine Gruppen."]


def test_a_run_says_eight_sentences_at_most():
    """The finding, three responses, two goals, coverage and the verdict, however much the map holds."""
    many = tuple(claim(f"m{n}", 30, 100) for n in range(9))
    data = DataBox(coverage=wilson(89, 100))
    sentences = said(drawn(many, many, finding=claim("Fund", 30, 100), data=data))
    assert len(sentences) == 8
    assert (sentences[0], sentences[-1]) == ("Fund", "Keine Gruppen.")
    assert sentences[6].startswith("Die Karte erklärt 89\u00a0% von 100 Kunden")


def test_a_claim_without_numbers_is_not_said():
    """What we wish for, and how many campaigns there were, are no findings."""
    wish = Claim(id="cl_goal", text="Auffallen")
    assert said(drawn((wish,), (wish,))) == ["Keine Gruppen."]
