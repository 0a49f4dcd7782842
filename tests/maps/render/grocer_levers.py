"""Levers of the grocery retailer's map; test data, invented throughout."""

from __future__ import annotations

from grocer_words import AS_OF, t

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.levers import Grade, Lever, Spread, TestPlan
from wegweiser.i18n import Text


def firm(place: tuple[int, int], grade: Grade, text: Text, phase: str, effect: float) -> Lever:
    """Return a ranked lever on 2,400 customers at 31.20 euros a conversion; `place` is rank and tie group."""
    change = Estimate(effect, effect - 0.012, effect + 0.014, 8000)
    ends = (2400 * 31.2 * end for end in (effect, effect - 0.012, effect + 0.014))
    rank, tie = place
    return Lever(
        id=f"lv_{phase}_{rank}_{tie}_{effect}",
        text=text,
        goal="purchase",
        phase=phase,
        grade=grade,
        customers=2400,
        effect=change,
        value=31.2,
        currency="EUR",
        worth=Estimate(*ends, 8000, "EUR"),
        rank=rank,
        top3=0.77,
        tie=tie,
        gap="ga1" if phase == "ph_aware" and rank == 1 else None,
        method=t("Experiment", "Experiment"),
        as_of=AS_OF,
    )


LEVERS = (
    firm((1, 1), Grade.A, t("Show the total on the shelf", "Gesamtpreis am Regal zeigen"), "ph_aware", 0.031),
    firm((1, 1), Grade.B, t("Bring “waiting” down to 3 min", "„Wartezeit“ auf 3 Min. senken"), "ph_buy", 0.027),
    firm((3, 2), Grade.A, t("Answer within a day", "Binnen eines Tages antworten"), "ph_keep", 0.009),
    firm((3, 2), Grade.A, t("Three coupons instead of one", "Drei Coupons statt einem"), "ph_aware", 0.006),
    Lever(
        id="lv_loop_till_shelf",
        text=t("Spare customers the way back", "Kunden den Rückweg ersparen"),
        goal="purchase",
        phase="ph_buy",
        grade=Grade.C,
        customers=310,
        spread=Spread(-0.004, 0.071, 900, 3),
        test=TestPlan(4210, 0.55, 0.055),
        warnings=(t("The whole range may miss the true effect.", "Die Spanne kann die Wirkung verfehlen."),),
    ),
    Lever(
        id="lv_drop_leaflet",
        text=t("“Leaflet” goes with the end of journeys", "„Prospekt“ geht einher mit dem Ende von Reisen"),
        goal="purchase",
        phase="ph_tell",
        grade=Grade.D,
        customers=12,
        association=Estimate(0.003, 0.002, 0.004, 900),
        test=TestPlan(14210, 0.12, 0.012),
    ),
)
