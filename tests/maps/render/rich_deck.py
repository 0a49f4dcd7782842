"""A set of personas of whom everything is known, invented throughout, in German and English."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import msgspec
from deck import DECK, SAVER, p, t, trait
from PIL import Image

from wegweiser.domain.claims import Status
from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.feelings import Feeling, Series
from wegweiser.domain.personas import (
    ChangeKind,
    Condition,
    Persona,
    PersonaChange,
    PersonaSet,
    PersonaShare,
    Remark,
    Rule,
    Statement,
    UseShare,
)
from wegweiser.domain.questions import Answered, Question
from wegweiser.domain.validations import Verdict
from wegweiser.domain.voices import Quote
from wegweiser.maps.render.sedcards.portrait import Backdrop

DAY = date(2026, 10, 31)
PHASES = {
    "awareness": t("Awareness", "Aufmerksam werden"),
    "consideration": t("Consideration", "Abwägen"),
    "conversion": t("Purchase", "Kaufen"),
    "service": t("Delivery and service", "Lieferung und Service"),
    "retention": t("Staying", "Bleiben"),
}


def felt(phase: str, value: float, n: int, series: Series = Series.SURVEY) -> Feeling:
    """Return a feeling of n people, its interval narrower the more there are."""
    wide = 2.0 / n**0.5
    model = "" if series is Series.SURVEY else "nano-e5 1.2"
    return Feeling(phase, Estimate(value, max(value - wide, -2), min(value + wide, 2), n), series=series, model=model)


def picture(colour: str = "#3a6b5c") -> bytes:
    """Return a small picture that stands for an uploaded one."""
    made = BytesIO()
    Image.new("RGB", (400, 300), colour).save(made, "PNG")
    return made.getvalue()


PAULA = msgspec.structs.replace(
    SAVER,
    claim=t(
        "Plans the week on Sunday, compares before she buys, and wants to know what a thing costs in the end.",
        "Plant die Woche am Sonntag, vergleicht vor dem Kauf und will wissen, was etwas am Ende kostet.",
    ),
    goals=(
        Remark(t("Pay no more than planned", "Nicht mehr bezahlen als geplant")),
        Remark(t("Have the shopping done in one go", "Den Einkauf in einem Gang erledigen")),
    ),
    questions=(
        Question("q1", t("Does the coupon also work in the store?", "Gilt der Gutschein auch im Markt?"),
                 "consideration", 214, 143, answered=Answered.NO, model="nano-e5 1.2"),
        Question("q2", t("When will my parcel arrive?", "Wann kommt mein Paket an?"), "service", 160, 118,
                 answered=Answered.PARTLY, model="nano-e5 1.2"),
    ),
    asks=(Remark(t("Is delivery free from 30 euros?", "Ist die Lieferung ab 30 Euro frei?")),),
    pains=(
        Remark(t("Discount online, but not in the store", "Rabatt im Netz, aber nicht im Markt"), Status.INFERRED,
               p(0.38, 412), p(0.17, 903), 157, (), "nano-e5 1.2"),
        Remark(t("Parcel notice without a day", "Paketankündigung ohne Tag"), Status.VALIDATED, p(0.22, 412)),
    ),
    triggers=(
        Remark(t("Leaflet in the letter box: met by 57% of those who buy, by 20% of those who leave",
                 "Prospekt im Briefkasten: dem begegnen 57 % derer, die kaufen, und 20 % derer, die gehen"),
               Status.INFERRED, p(0.57, 823), p(0.2, 821), 470, (), "journeys"),
    ),
    barriers=(
        Remark(t("Identification at the terminal", "Kundenkartenidentifikationsverfahren am Selbstbedienungsterminal"),
               Status.CONTRADICTED, p(0.05, 412)),
        Remark(t("Asked by three people", "Von dreien genannt"), Status.INFERRED, Proportion(0.01, 0.0, 0.02, 3, 412)),
    ),
    media=(
        UseShare("m1", t("Local newspaper", "Lokalzeitung"), p(0.41, 230), 0.28),
        UseShare("m2", t("Radio", "Radio"), p(0.33, 230), 0.31),
        UseShare("m3", t("Social media", "Soziale Medien"), p(0.29, 230), 0.46),
    ),
    devices=(
        UseShare("d1", t("Phone", "Telefon"), p(0.62, 765), 0.48),
        UseShare("d2", t("Computer", "Computer"), p(0.31, 765), 0.44),
        UseShare("d3", t("Tablet", "Tablet"), p(0.07, 765), 0.08),
    ),
    demography=(
        UseShare("children:yes", t("Households with children", "Haushalte mit Kindern"), p(0.46, 700), 0.33),
        UseShare("age:25-34", t("Age 25\u201334", "Alter 25\u201334"), p(0.18, 700), 0.27),
        UseShare("age:45-64", t("Age 45\u201364", "Alter 45\u201364"), p(0.39, 700), 0.25),
        UseShare("town:small", t("Lives in a small town", "Wohnt in einer Kleinstadt"), p(0.51, 700), 0.4),
        UseShare("language:de", t("Language German", "Sprache Deutsch"), p(0.88, 700), 0.71),
    ),
    loyalty=(
        trait("l1", (t("Came back to buy", "Kaufte wieder"), ""), Estimate(0.81, 0.78, 0.84, 765),
              Estimate(0.64, 0.62, 0.66, 1704), 0.4),
        trait("l2", (t("Days known", "Tage bekannt"), ""), Estimate(412.0, 398.0, 426.0, 765),
              Estimate(301.0, 290.0, 312.0, 1704), 0.5),
    ),
    feelings=(
        felt("awareness", 0.6, 210), felt("consideration", 0.2, 28), felt("conversion", 1.2, 340),
        felt("service", -1.1, 188), felt("retention", 0.5, 96), felt("awareness", 0.1, 410, Series.TEXT),
        felt("conversion", 0.7, 260, Series.TEXT), felt("service", -0.6, 505, Series.TEXT),
        felt("retention", -1.9, 12, Series.TEXT),
    ),
    quotes=(
        Quote("I want to know at the till what I was promised on the phone.", "Review", "en",
              date(2026, 9, 3)),
        Quote("Der Gutschein ging im Netz, an der Kasse hieß es dann: gilt hier nicht.", "Umfrage", "de",
              date(2026, 8, 19)),
    ),
    assumed=(
        Remark(t("The name follows a rule out of the two strongest differences; nobody has confirmed it yet.",
                 "Der Name folgt einer Regel aus den zwei stärksten Unterschieden; noch hat ihn niemand bestätigt.")),
        Remark(t("Who they are is known of 700 of them; that the rest are alike is assumed.",
                 "Wer sie sind, ist von 700 bekannt; dass die übrigen ihnen gleichen, ist angenommen.")),
    ),
    rules=(
        Rule(t("Coupons a month at least 3 and value of a basket below 28 euros",
               "Gutscheine je Monat mindestens 3 und Wert je Einkauf unter 28 Euro"),
             (Condition("coupons", "coupons", at_least=3.0),), p(0.86, 765), p(0.91, 723)),
    ),
    statements=(
        Statement("s1", t("Most buy at the weekend", "Die meisten kaufen am Wochenende"), 0.5, p(0.3, 765),
                  p(0.28, 1704), Verdict.CONTRADICTED),
        Statement("s2", t("At least half use coupons", "Mindestens die Hälfte nutzt Gutscheine"), 0.5, p(0.72, 765),
                  p(0.31, 1704), Verdict.SUPPORTED),
        Statement("s3", t("They read the newsletter", "Sie lesen den Newsletter"),
                  reason=t("no such data", "keine Daten dazu")),
    ),
    previous_name=t("Coupon savers", "Gutscheinsparer"),
    portrait="paula.png",
    portrait_licence="Ana Beispiel, CC BY 4.0",
    notes=t("To be shown to the regional managers in November.", "Im November den Regionalleitungen zeigen."),
)  # fmt: skip

HANDY = Persona(
    id="pe_handy",
    name=t("Evening app customers with long paths", "Feierabend-App-Kundinnen mit langen Wegen"),
    claim=t("65% of contacts by app, the others 3.4%", "65 % der Kontakte über App, die übrigen 3,4 %"),
    initials="EA",
    size=430,
    share=p(0.17, 2469),
    stability=0.79,
    homogeneity=0.94,
    traits=SAVER.traits[:2],
    channels=SAVER.channels,
    figures=SAVER.figures[:1],
    feelings=(felt("awareness", 0.4, 45), felt("conversion", -0.7, 60), felt("service", 0.9, 51)),
    unknown=(t("Who they are", "Wer sie sind"),),
    as_of=DAY,
)
BY_HAND = Persona(
    id="pe_hand",
    name=t("Doubtful Dora", "Zweifelnde Dora"),
    claim=t("asks three people before she signs", "fragt drei Menschen, bevor sie unterschreibt"),
    initials="DD",
    size=260,
    share=p(0.11, 2469),
    stability=0.0,
    homogeneity=0.0,
    goals=(Remark(t("To be sure before signing", "Vor der Unterschrift sicher sein")),),
    statements=PAULA.statements[:2],
    assumed=(
        Remark(t("That these people are one group is an assumption.", "Dass sie eine Gruppe sind, ist eine Annahme.")),
    ),
    named_by="human",
    by_hand=True,
    as_of=DAY,
)


def _months(persona: str, start: float, slope: float) -> tuple[PersonaShare, ...]:
    return tuple(
        PersonaShare(persona, f"2026-{month:02}", p(start + slope * month + (0.015 if month % 3 == 0 else 0), 1100))
        for month in range(1, 11)
    )


RICH = PersonaSet(
    personas=(PAULA, HANDY, BY_HAND),
    profiles=2469,
    as_of=DAY,
    since=date(2025, 11, 1),
    seed=7,
    covered=2102,
    method=DECK.method,
    verdict=DECK.verdict,
    fidelity=p(0.92, 2102),
    over_time=(*_months("pe_saver", 0.34, -0.004), *_months("pe_handy", 0.1, 0.009)),
    changes=(
        PersonaChange(ChangeKind.SPLIT, "pe_handy",
                      t("“Evening customers” was split in two.", "„Abendkunden“ wurde in zwei geteilt."), seen_on=DAY),
        PersonaChange(ChangeKind.SHARE, "pe_handy",
                      t("“Evening app customers” is 19% of the active customers, before 11%.",
                        "„Feierabend-App-Kundinnen“ stellt 19 % der aktiven Kunden, davor 11 %."), seen_on=DAY),
    ),
    history=(
        PersonaChange(ChangeKind.RENAMED, "pe_saver",
                      t("“Coupon savers” is now “Paula Spar”.", "„Gutscheinsparer“ heißt jetzt „Paula Spar“."),
                      seen_on=date(2026, 7, 31)),
    ),
)  # fmt: skip
BACKDROP = Backdrop(PHASES, {"paula.png": picture()})
