"""A grocery retailer's map to render, and one that strains every rule; both are test data, invented throughout."""

from __future__ import annotations

from datetime import date

from wegweiser.domain.claims import Claim, Evidence, Status
from wegweiser.domain.estimates import Duration, Estimate, Proportion
from wegweiser.domain.journey_maps import (
    Band,
    Cell,
    CurvePoint,
    DataBox,
    JourneyMap,
    Lane,
    LaneType,
    MapPersona,
    MapPhase,
    MapStep,
    Metric,
    PhaseFlow,
    TouchpointCard,
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


LANES = (
    Lane("la_touch", LaneType.TOUCHPOINTS, t("Touchpoints", "Touchpoints"), Band.CUSTOMER),
    Lane("la_steps", LaneType.STEPS, t("Steps", "Schritte"), Band.CUSTOMER, (View.FULL,)),
    Lane("la_feel", LaneType.FEELING, t("Feelings", "Gefühle"), Band.CUSTOMER, ALL),
    Lane("la_ask", LaneType.QUESTION, t("Customer questions", "Kundenfragen"), Band.CUSTOMER),
    Lane("la_expect", LaneType.EXPECTATION, t("Expectations", "Erwartungen"), Band.CUSTOMER),
    Lane("la_exp", LaneType.EXPERIENCE, t("Experiences", "Erlebnisse"), Band.CUSTOMER),
    Lane("la_assoc", LaneType.ASSOCIATION, t("Associations", "Assoziationen"), Band.CUSTOMER, (View.FULL,)),
    Lane("la_measure", LaneType.MEASURE, t("Measures", "Maßnahmen"), Band.DOING),
    Lane("la_goal", LaneType.GOAL, t("Goals", "Ziele"), Band.DOING),
    Lane("la_metric", LaneType.METRIC, t("Metrics", "Kennzahlen"), Band.STEERING),
    Lane("la_gap", LaneType.GAP, t("Gaps and opportunities", "Lücken und Chancen"), Band.STEERING, ALL),
)

PHASES = (
    MapPhase(
        "ph_aware",
        t("Awareness", "Aufmerksam werden"),
        t("Notices the offer", "Das Angebot fällt auf"),
        PhaseFlow(2469, 2401, p(0.72, 2469), Duration(9 * DAY, 41 * DAY, 1778)),
    ),
    MapPhase(
        "ph_weigh",
        t("Consideration", "Abwägen"),
        t("Compares prices and coupons", "Vergleicht Preise und Coupons"),
        PhaseFlow(1778, 1604, p(0.81, 1778), Duration(4 * DAY, 12 * DAY, 1440)),
    ),
    MapPhase(
        "ph_buy",
        t("Purchase", "Kaufen"),
        t("Fills the basket", "Füllt den Einkaufswagen"),
        PhaseFlow(1440, 1440, p(0.64, 1440), Duration(23 * DAY, 60 * DAY, 922)),
    ),
    MapPhase(
        "ph_keep",
        t("Retention", "Bleiben"),
        t("Comes back weekly", "Kommt jede Woche wieder"),
        PhaseFlow(922, 922, p(0.12, 922), Duration(140 * DAY, 300 * DAY, 111)),
    ),
    MapPhase(
        "ph_tell",
        t("Advocacy", "Weiterempfehlen"),
        t("Tells the neighbours", "Erzählt es den Nachbarn"),
        PhaseFlow(111, 111),
    ),
)


def card(ident: str, phase: str, name: Text, icon: str, figures: tuple[float, int] | None) -> TouchpointCard:
    """Return a card, measured where it has (share, contacts) and assumed where it has none."""
    if figures is None:
        return TouchpointCard(ident, phase, name, icon, claim=assumed(f"cl_{ident}", name))
    share, contacts = figures
    return TouchpointCard(
        ident, phase, name, icon, share=p(share, 2469), contacts=contacts, claim=measured(f"cl_{ident}", name)
    )


CARDS = (
    card("tp_mailer", "ph_aware", t("Weekly mailer", "Wochenprospekt"), "newspaper", (0.94, 48210)),
    card("tp_display", "ph_aware", t("Display in store", "Aufsteller im Markt"), "store", (0.88, 31877)),
    card("tp_word", "ph_aware", t("Word of mouth", "Empfehlung"), "users", None),
    card("tp_campaign", "ph_weigh", t("Campaign letter", "Kampagnenbrief"), "mail", (0.64, 6589)),
    card("tp_coupon", "ph_weigh", t("Coupon booklet", "Couponheft"), "ticket-percent", (0.31, 2318)),
    card("tp_app", "ph_weigh", t("Price check in the app", "Preisvergleich in der App"), "smartphone", None),
    card("tp_basket", "ph_buy", t("Basket at the till", "Einkauf an der Kasse"), "shopping-cart", (0.99, 155848)),
    card("tp_redeem", "ph_buy", t("Coupon redeemed", "Coupon eingelöst"), "badge-percent", (0.18, 2102)),
    card("tp_repeat", "ph_keep", t("Repeat purchase", "Wiederkauf"), "repeat", (0.91, 120436)),
    card("tp_points", "ph_keep", t("Loyalty card", "Kundenkarte"), "credit-card", (0.87, 98002)),
    card("tp_few", "ph_keep", t("Recipe evening", "Kochabend"), "calendar", (0.004, 12)),
    card("tp_review", "ph_tell", t("Online review", "Online-Bewertung"), "star", (0.045, 140)),
)

STEPS = (
    MapStep(
        "st_1",
        "ph_aware",
        t("Leafs through the mailer", "Blättert im Prospekt"),
        share=p(0.94, 2469),
        dwell=Duration(7 * DAY, 14 * DAY, 2320),
    ),
    MapStep("st_2", "ph_weigh", t("Asks at home what is missing", "Fragt zu Hause, was fehlt"), "dark"),
    MapStep("st_3", "ph_weigh", t("Cuts out coupons", "Schneidet Coupons aus"), share=p(0.31, 2469)),
    MapStep(
        "st_4",
        "ph_buy",
        t("Pays at the till", "Zahlt an der Kasse"),
        share=p(0.99, 2469),
        dwell=Duration(840, 2400, 2440),
    ),
    MapStep("st_5", "ph_keep", t("Comes back within a week", "Kommt binnen einer Woche wieder"), share=p(0.62, 2469)),
)

CURVE = (
    CurvePoint(0.1, 0.0),
    CurvePoint(
        0.62,
        -1.3,
        412,
        -1.5,
        -1.1,
        t("Yet another flyer in the letterbox.", "Schon wieder ein Prospekt im Briefkasten."),
    ),
    CurvePoint(1.22, -0.5),
    CurvePoint(1.72, -0.9, 268, -1.2, -0.6, t("Which coupon is valid here?", "Welcher Coupon gilt denn hier?")),
    CurvePoint(2.22, 0.4),
    CurvePoint(2.62, 1.5, 531, 1.35, 1.65, t("Ten euros saved, quite simply.", "Zehn Euro gespart, ganz einfach.")),
    CurvePoint(3.12, 0.3),
    CurvePoint(
        3.55,
        -1.6,
        377,
        -1.75,
        -1.4,
        t("Nobody noticed that I am a regular.", "Niemand merkt, dass ich Stammkundin bin."),
    ),
    CurvePoint(3.6, 1.9, 7),
    CurvePoint(4.18, 0.2),
    CurvePoint(
        4.62,
        1.0,
        89,
        0.7,
        1.3,
        t("I sent my sister the voucher.", "Den Gutschein habe ich meiner Schwester geschickt."),
    ),
    CurvePoint(4.92, 0.7),
)


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


def metric(
    ident: str,
    phase: str,
    name: Text,
    shown: Text,
    change: Text | None,
    good: bool | None,
    trend: tuple[float, ...],
    target: Text | None,
) -> Metric:  # noqa: FBT001
    """Return a metric of the metric lane."""
    return Metric(
        ident,
        phase,
        name,
        shown,
        measured(f"cl_{ident}", name),
        interval=p(0.3, 2469),
        target=target,
        trend=trend,
        change=change,
        good=good,
    )


METRICS = (
    metric(
        "k1",
        "ph_aware",
        t("Households reached", "Erreichte Haushalte"),
        "2.401",
        t("+6.1%", "+6,1 %"),
        True,
        (1, 3, 4, 4, 6, 5, 8, 9),
        "2.400",
    ),
    metric(
        "k2",
        "ph_weigh",
        t("Redemption rate, type A", "Einlösequote Typ A"),
        t("16.6%", "16,6 %"),
        t("−1.4 pp", "−1,4 Pkt."),
        False,
        (9, 8, 8, 6, 7, 5, 4),
        t("20%", "20 %"),
    ),
    metric(
        "k3",
        "ph_weigh",
        t("Redemption rate, type C", "Einlösequote Typ C"),
        t("5.9%", "5,9 %"),
        t("±0.0", "±0,0"),
        None,
        (4, 6, 4, 6, 7, 5, 5),
        None,
    ),
    metric(
        "k4",
        "ph_buy",
        t("Basket value", "Wert je Einkauf"),
        t("€31.20", "31,20 €"),
        t("+€3.20", "+3,20 €"),
        True,
        (2, 3, 3, 5, 6, 8),
        t("€30.00", "30,00 €"),
    ),
    metric(
        "k5",
        "ph_keep",
        t("Back within 30 days", "Binnen 30 Tagen zurück"),
        t("64.0%", "64,0 %"),
        t("+3.2 pp", "+3,2 Pkt."),
        True,
        (1, 2, 2, 4, 5, 5, 7),
        t("70%", "70 %"),
    ),
    metric(
        "k6",
        "ph_keep",
        t("Days between purchases", "Tage zwischen Einkäufen"),
        t("8 days", "8 Tage"),
        t("+1 day", "+1 Tag"),
        False,
        (2, 2, 3, 5, 5, 7),
        t("7 days", "7 Tage"),
    ),
    Metric(
        "k7",
        "ph_tell",
        t("Recommendation (NPS)", "Weiterempfehlung (NPS)"),
        "+31",
        Claim(id="cl_k7", text="NPS", status=Status.INFERRED, evidence=("ev_survey",), n=11),
        trend=(1, 2, 3),
    ),
)

EVIDENCE = (
    Evidence(
        "ev_receipts",
        "event_query",
        t("Receipts", "Kassenbons"),
        2469,
        date(2025, 11, 1),
        AS_OF,
        t("Count of households per phase", "Zählung der Haushalte je Phase"),
        "select count(distinct household_id) from events where kind = 'basket'",
        "7f3a9c",
    ),
    Evidence(
        "ev_campaigns",
        "event_query",
        t("Campaign list", "Kampagnenliste"),
        1584,
        date(2025, 11, 1),
        AS_OF,
        snapshot="7f3a9c",
    ),
    Evidence("ev_search", "event_query", t("Searches on the website", "Suchen auf der Website"), 1204),
    Evidence("ev_tickets", "ticket_cluster", t("Service tickets, clustered", "Serviceanfragen, gruppiert"), 412),
    Evidence(
        "ev_survey",
        "survey_item",
        t("Exit survey, question 4", "Befragung am Ausgang, Frage 4"),
        812,
        date(2026, 9, 1),
        date(2026, 9, 30),
    ),
)

GROCER = JourneyMap(
    id="jn_grocer",
    title=t("From mailer to regular", "Vom Prospekt zur Stammkundin"),
    subtitle=t(
        "Private households · first contact to recommendation · test data",
        "Private Haushalte · Erstkontakt bis Empfehlung · Testdaten",
    ),
    organisation=t("Elm Street Grocers", "Markthalle Ulmenstraße"),
    phases=PHASES,
    lanes=LANES,
    finding=measured(
        "cl_find",
        t(
            "Biggest loss: 88% of regulars never recommend us",
            "Größter Verlust: 88 % der Stammkunden empfehlen uns nie weiter",
        ),
        922,
        share=p(0.88, 922),
    ),
    persona=MapPersona(
        "pe_saver",
        t("Paula Spar", "Paula Spar"),
        t("plans the week, cuts coupons", "plant die Woche, sammelt Coupons"),
        "PS",
        p(0.31, 2469),
        t("I want the good price without homework.", "Ich will den guten Preis ohne Hausaufgaben."),
    ),
    steps=STEPS,
    touchpoints=CARDS,
    cells=CELLS,
    curve=CURVE,
    metrics=METRICS,
    evidence=EVIDENCE,
    data=DataBox(
        2469,
        1412806,
        date(2025, 11, 1),
        AS_OF,
        p(0.71, 2469),
        ("fuel_purchase", "gift_card"),
        4182,
        17,
        (t("Receipts", "Kassenbons"), t("Campaigns", "Kampagnen"), t("Exit survey", "Befragung")),
        t(
            "Invented figures to test the drawing; no real retailer stands behind them.",
            "Erfundene Zahlen zum Prüfen der Zeichnung; kein echter Händler steht dahinter.",
        ),
        simulated=True,
    ),
    as_of=AS_OF,
    snapshot="7f3a9c",
    version="0.1.0",
)

_LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"
_EIGHTY = "Kundinnen verlangen Rechtsschutzversicherungsgesellschaftsbestätigungen am Tag 1"
_NAUGHTY = '<script>alert(1)</script> #let x = $1 *fett* _kursiv_ @ref \\ < & "x" `code` [1] 日本 😀'


def extreme() -> JourneyMap:
    """Return a map that strains the page: seven phases, long words, a dozen cards in one phase, markup in words."""
    phases = tuple(
        MapPhase(
            f"ph{i}",
            f"Bestellabwicklungsphase {i + 1}" if i % 2 else _LONG[:38],
            "Vergleicht, fragt nach und wartet auf die Auftragsbestätigung",
            PhaseFlow(
                (155848, 90211, 45010, 8123, 2201, 45, 12)[i],
                12,
                p(0.5, 4000) if i < 6 else None,
                Duration((i + 1) * 40 * DAY, 400 * DAY, 900) if i < 6 else None,
            ),
        )
        for i in range(7)
    )
    cards = tuple(
        card(
            f"tp{i}",
            "ph1",
            f"Zahlungserinnerungsschreiben {i + 1}",
            "mail" if i % 2 else "no-such-icon",
            (0.9 - i * 0.07, 12345678),
        )
        for i in range(12)
    )
    cells = tuple(
        cell(
            lane.id,
            phase.id,
            *(
                Claim(
                    id=f"c_{lane.id}_{phase.id}_{k}",
                    text=f"{_EIGHTY} {lane.id[3:]}{phase.id}{k}",
                    kind="gap",
                    impact="high",
                )
                for k in range(2)
            ),
        )
        for lane in LANES
        if lane.type not in {LaneType.TOUCHPOINTS, LaneType.STEPS, LaneType.FEELING, LaneType.METRIC}
        for phase in phases
    )
    wild = cell(
        "la_measure", "ph0", measured("c_wild", _NAUGHTY, 500), measured("c_few", "Geheim: 3 von 7 Kundinnen", 7)
    )
    return JourneyMap(
        id="jn_extreme",
        title=_NAUGHTY,
        subtitle=_LONG * 2,
        phases=phases,
        lanes=LANES,
        touchpoints=cards,
        cells=(wild, *(c for c in cells if (c.lane, c.phase) != ("la_measure", "ph0"))),
        curve=tuple(CurvePoint(i + 0.5, 2.0 if i % 2 else -2.0, 100, quote=_EIGHTY) for i in range(7)),
        finding=measured("f", f"{_EIGHTY} und {_EIGHTY}", 400),
        evidence=EVIDENCE,
        persona=MapPersona("pe", _LONG, _LONG, "DD", quote=_EIGHTY),
        as_of=AS_OF,
    )
