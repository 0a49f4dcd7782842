"""Helpers to write the test maps, and the cells of the grocer's; test data, invented throughout."""

from __future__ import annotations

from datetime import date

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.journey_maps import (
    Cell,
    View,
)
from wegweiser.i18n import Text

AS_OF = date(2026, 10, 31)
ALL = (View.MINIMAL, View.WORKING, View.FULL)
DAY = 86400.0


def t(en: str, de: str) -> Text:
    """Return a text in both languages."""
    return {"en": en, "de": de}


def p(value: float, n: int, half: float = 0.02) -> Proportion:
    """Return a share of n with a plausible interval."""
    return Proportion(value, max(value - half, 0.0), min(value + half, 1.0), round(value * n), n)


def measured(ident: str, text: Text, n: int = 2469, **more: object) -> Claim:
    """Return a claim a query supports."""
    fields = {"status": Status.MEASURED, "evidence": ("ev_receipts",), "n": n, "as_of": AS_OF, "author": "rule"}
    return Claim(id=ident, text=text, **(fields | more))


def assumed(ident: str, text: Text, **more: object) -> Claim:
    """Return a claim of the template."""
    return Claim(id=ident, text=text, author="template", **more)


def cell(lane: str, phase: str, *claims: Claim) -> Cell:
    """Return a cell somebody looked at."""
    return Cell(lane, phase, claims, looked=True)


CELLS = (
    cell(
        "la_ask",
        "ph_aware",
        Claim(
            id="q1",
            text=t("Is it worth the trip?", "Lohnt sich der Weg?"),
            status=Status.INFERRED,
            evidence=("ev_search",),
            n=1204,
        ),
        assumed("q2", t("What is on offer this week?", "Was ist diese Woche im Angebot?")),
    ),
    cell(
        "la_ask",
        "ph_weigh",
        measured(
            "q3",
            t("Does the coupon apply to this brand?", "Gilt der Coupon für diese Marke?"),
            412,
            evidence=("ev_tickets",),
            share=p(0.22, 412, 0.04),
        ),
        assumed("q4", t("What does it really cost per kilo?", "Was kostet es wirklich je Kilo?")),
    ),
    cell("la_ask", "ph_buy", assumed("q5", t("Where do I find it?", "Wo finde ich das?"))),
    cell(
        "la_ask",
        "ph_keep",
        Claim(
            id="q6",
            text=t("Why did my discount vanish?", "Warum ist mein Rabatt weg?"),
            status=Status.CONTRADICTED,
            evidence=("ev_tickets",),
            n=64,
        ),
    ),
    Cell("la_ask", "ph_tell"),
    cell("la_expect", "ph_aware", assumed("e1", t("Prices at a glance", "Preise auf einen Blick"))),
    cell(
        "la_expect",
        "ph_weigh",
        assumed("e2", t("Honest comparison without asterisks", "Ehrlicher Vergleich ohne Sternchentext")),
        assumed("e3", t("Coupons without scissors", "Coupons ohne Schere")),
    ),
    cell(
        "la_expect",
        "ph_buy",
        Claim(
            id="e4",
            text=t("Out of the shop in under 15 minutes", "Einkauf in unter 15 Minuten erledigt"),
            status=Status.VALIDATED,
            evidence=("ev_survey",),
            n=812,
            as_of=AS_OF,
            share=p(0.58, 812, 0.035),
            detail=t("Asked of 812 customers at the exit.", "812 Kunden am Ausgang gefragt."),
        ),
    ),
    Cell("la_expect", "ph_keep"),
    Cell("la_expect", "ph_tell"),
    cell(
        "la_exp",
        "ph_aware",
        measured(
            "x1",
            t(
                "94% saw the mailer, 41% of the displays were empty",
                "94 % sahen den Prospekt; 41 % der Aufsteller waren leer",
            ),
            share=p(0.94, 2469, 0.01),
        ),
    ),
    cell(
        "la_exp",
        "ph_weigh",
        measured(
            "x2",
            t("Most campaigns arrive after the weekly shop", "Die meisten Kampagnen kommen nach dem Wocheneinkauf"),
            1584,
            valid_until=date(2026, 9, 30),
        ),
    ),
    cell(
        "la_exp",
        "ph_buy",
        measured(
            "x3",
            t("Redeemers fill the basket 31% higher", "Einlöser füllen den Wagen um 31 % höher"),
            434,
            estimate=Estimate(31.0, 24.1, 38.2, 434, "%"),
        ),
    ),
    cell(
        "la_exp",
        "ph_keep",
        Claim(
            id="x4",
            text=t("Regulars get the same letter as newcomers", "Stammkunden erhalten denselben Brief wie Neukunden"),
            status=Status.INFERRED,
            evidence=("ev_campaigns",),
            n=922,
        ),
    ),
    cell("la_exp", "ph_tell"),
    cell("la_assoc", "ph_aware", assumed("as1", t("colourful, loud", "bunt, laut"))),
    cell(
        "la_measure",
        "ph_aware",
        measured("m1", t("Weekly mailer, 30 campaigns", "Wochenprospekt, 30 Kampagnen"), 2469),
        assumed("m2", t("Displays at the entrance", "Aufsteller am Eingang")),
    ),
    cell(
        "la_measure",
        "ph_weigh",
        measured(
            "m3", t("Coupons of type A, B and C", "Coupons der Arten A, B und C"), 1584, evidence=("ev_campaigns",)
        ),
    ),
    cell("la_measure", "ph_buy", assumed("m4", t("Self-checkout on trial", "Selbstbedienungskasse im Versuch"))),
    cell("la_measure", "ph_keep"),
    cell("la_goal", "ph_aware", assumed("g1", t("Be noticed by the right people", "Den Richtigen auffallen"))),
    cell("la_goal", "ph_weigh", assumed("g2", t("Be on the shopping list", "Auf dem Einkaufszettel stehen"))),
    cell("la_goal", "ph_buy", assumed("g3", t("Redemption above 20%", "Einlösequote über 20 %"))),
    cell("la_goal", "ph_keep", assumed("g4", t("Win the next weekly shop", "Den nächsten Wocheneinkauf gewinnen"))),
    cell("la_goal", "ph_tell", assumed("g5", t("Be recommended", "Empfohlen werden"))),
    cell(
        "la_gap",
        "ph_aware",
        assumed("ga1", t("Link mailer and app", "Prospekt und App verbinden"), kind="opportunity", impact="medium"),
    ),
    cell(
        "la_gap",
        "ph_weigh",
        measured(
            "ga2",
            t("38% never redeem a coupon they received", "38 % lösen keinen ihrer Coupons ein"),
            1584,
            kind="gap",
            impact="high",
            share=p(0.38, 1584),
        ),
        assumed(
            "ga3", t("Load coupons onto the card", "Coupons auf die Karte laden"), kind="opportunity", impact="high"
        ),
    ),
    cell(
        "la_gap",
        "ph_buy",
        assumed(
            "ga4", t("Show savings on the receipt", "Ersparnis auf dem Bon zeigen"), kind="opportunity", impact="low"
        ),
    ),
    cell(
        "la_gap",
        "ph_keep",
        measured(
            "ga5",
            t("88% stop before recommending", "88 % empfehlen uns nicht weiter"),
            922,
            kind="gap",
            impact="high",
            share=p(0.88, 922),
        ),
    ),
    cell("la_gap", "ph_tell"),
)
