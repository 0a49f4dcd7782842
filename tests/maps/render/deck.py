"""Three personas to render, invented throughout: one rich, one hidden, one of hard words."""

from __future__ import annotations

from datetime import date

from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.personas import Persona, PersonaSet, Trait, UseShare
from wegweiser.i18n import Text


def t(en: str, de: str) -> Text:
    """Return a text in both languages."""
    return {"en": en, "de": de}


def p(value: float, n: int) -> Proportion:
    """Return a share of n."""
    return Proportion(value, max(value - 0.03, 0), min(value + 0.03, 1), round(value * n), n)


def trait(ident: str, words: tuple[Text, Text], here: Estimate, rest: Estimate, gap: float) -> Trait:
    """Return a trait, named and shown in two texts, with its difference."""
    name, shown = words
    return Trait(ident, name, here, rest, Estimate(gap, gap - 0.15, gap + 0.15, here.n), shown)


SAVER = Persona(
    id="pe_saver",
    name=t("Paula Spar", "Paula Spar"),
    claim=t("plans the week, cuts coupons", "plant die Woche, sammelt Coupons"),
    initials="PS",
    size=765,
    share=p(0.31, 2469),
    stability=0.83,
    homogeneity=0.91,
    traits=(
        trait(
            "tr1",
            (
                t("Coupons redeemed a month", "Eingelöste Coupons je Monat"),
                t("redeems 2.4 times as often", "löst 2,4-mal so oft ein"),
            ),
            Estimate(4.8, 4.4, 5.2, 765),
            Estimate(2.0, 1.9, 2.1, 1704),
            0.92,
        ),
        trait(
            "tr2",
            (
                t("Value of a basket", "Wert je Einkauf"),
                t("spends 18% less per visit", "gibt je Einkauf 18 % weniger aus"),
            ),
            Estimate(25.6, 24.1, 27.0, 765, "EUR"),
            Estimate(31.2, 30.4, 32.0, 1704, "EUR"),
            -0.41,
        ),
        trait(
            "tr3",
            (
                t("Days between visits", "Tage zwischen Einkäufen"),
                t("about as often as others", "etwa so oft wie andere"),
            ),
            Estimate(6.1, 5.8, 6.4, 765),
            Estimate(6.2, 6.0, 6.4, 1704),
            -0.04,
        ),
    ),
    channels=(
        UseShare("c1", t("Mailer", "Prospekt"), p(0.52, 765), 0.31),
        UseShare("c2", t("Store", "Markt"), p(0.33, 765), 0.48),
        UseShare("c3", t("App", "App"), p(0.15, 765), 0.21),
    ),
    weekdays=tuple(
        UseShare(f"d{i}", t(en, de), p(v, 765), 0.14)
        for i, (en, de, v) in enumerate(
            (
                ("Mon", "Mo", 0.22),
                ("Tue", "Di", 0.12),
                ("Wed", "Mi", 0.10),
                ("Thu", "Do", 0.11),
                ("Fri", "Fr", 0.15),
                ("Sat", "Sa", 0.24),
                ("Sun", "So", 0.06),
            )
        )
    ),
    hours=tuple(
        UseShare(f"h{i}", name, p(v, 765), 0.25)
        for i, (name, v) in enumerate(
            (("6\u201310", 0.31), ("10\u201314", 0.24), ("14\u201318", 0.25), ("18\u201322", 0.2))
        )
    ),
    demography=(
        UseShare("g1", t("Households with children", "Haushalte mit Kindern"), p(0.46, 700), 0.33),
        UseShare("g2", t("65 and older", "65 und älter"), p(0.2, 12), 0.1),
    ),
    figures=(
        trait(
            "f1",
            (t("Value a year", "Wert im Jahr"), ""),
            Estimate(1480.0, 1410.0, 1550.0, 765, "EUR"),
            Estimate(1620.0, 1580.0, 1660.0, 1704, "EUR"),
            -0.2,
        ),
        trait(
            "f2",
            (t("Purchases a month", "Einkäufe im Monat"), ""),
            Estimate(5.1, 4.9, 5.3, 765),
            Estimate(4.8, 4.7, 4.9, 1704),
            0.2,
        ),
    ),
    unknown=(
        t("Why they stopped using the app", "Warum sie die App nicht mehr nutzen"),
        t("What they buy elsewhere", "Was sie anderswo kaufen"),
    ),
    as_of=date(2026, 10, 31),
)
FEW = Persona(
    id="pe_few",
    name="Geheimnisträger",
    claim="3 von 7",
    initials="GT",
    size=7,
    share=p(0.003, 2469),
    stability=0.4,
    homogeneity=0.6,
    traits=SAVER.traits,
    channels=SAVER.channels,
)
WILD = Persona(
    id="pe_wild",
    name="<script>alert(1)</script> #let $x$ *a* _b_ @c \\",
    claim="Donaudampfschifffahrtsgesellschaftskapitän",
    initials="<>",
    size=400,
    share=p(0.16, 2469),
    stability=0.7,
    homogeneity=0.8,
    named_by="Ana",
)
DECK = PersonaSet(
    personas=(SAVER, FEW, WILD),
    profiles=2469,
    as_of=date(2026, 10, 31),
    since=date(2025, 11, 1),
    seed=7,
    covered=2102,
    method=t("Gaussian mixture on 14 features", "Gaußsche Mischung über 14 Merkmale"),
    verdict=t(
        "Three groups, found again in most redrawn samples.",
        "Drei Gruppen, in den meisten neu gezogenen Stichproben wiedergefunden.",
    ),
)
NOBODY = PersonaSet(
    personas=(),
    profiles=31,
    as_of=date(2026, 10, 31),
    since=date(2025, 11, 1),
    seed=7,
    method="",
    verdict=t("31 customers are too few for personas.", "31 Kunden sind zu wenig für Personas."),
)
