"""A grocery retailer's map to render; test data, invented throughout."""

from __future__ import annotations

from datetime import date

from grocer_levers import LEVERS
from grocer_words import ALL, AS_OF, CELLS, DAY, assumed, measured, p, t

from wegweiser.domain.claims import Claim, Evidence, Status
from wegweiser.domain.estimates import Duration
from wegweiser.domain.journey_maps import (
    Band,
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


def metric(ident: str, phase: str, name: Text, shown: Text, **more: object) -> Metric:
    """Return a measured metric of the metric lane."""
    return Metric(ident, phase, name, shown, measured(f"cl_{ident}", name), interval=p(0.3, 2469), **more)


METRICS = (
    metric(
        "k1",
        "ph_aware",
        t("Households reached", "Erreichte Haushalte"),
        "2.401",
        change=t("+6.1%", "+6,1 %"),
        good=True,
        trend=(1, 3, 4, 4, 6, 5, 8, 9),
        target="2.400",
    ),
    metric(
        "k2",
        "ph_weigh",
        t("Redemption rate, type A", "Einlösequote Typ A"),
        t("16.6%", "16,6 %"),
        change=t("\u22121.4 pp", "\u22121,4 Pkt."),
        good=False,
        trend=(9, 8, 8, 6, 7, 5, 4),
        target=t("20%", "20 %"),
    ),
    metric(
        "k3",
        "ph_weigh",
        t("Redemption rate, type C", "Einlösequote Typ C"),
        t("5.9%", "5,9 %"),
        change=t("±0.0", "±0,0"),
        trend=(4, 6, 4, 6, 7, 5, 5),
    ),
    metric(
        "k4",
        "ph_buy",
        t("Basket value", "Wert je Einkauf"),
        t("€31.20", "31,20 €"),
        change=t("+€3.20", "+3,20 €"),
        good=True,
        trend=(2, 3, 3, 5, 6, 8),
        target=t("€30.00", "30,00 €"),
    ),
    metric(
        "k5",
        "ph_keep",
        t("Back within 30 days", "Binnen 30 Tagen zurück"),
        t("64.0%", "64,0 %"),
        change=t("+3.2 pp", "+3,2 Pkt."),
        good=True,
        trend=(1, 2, 2, 4, 5, 5, 7),
        target=t("70%", "70 %"),
    ),
    metric(
        "k6",
        "ph_keep",
        t("Days between purchases", "Tage zwischen Einkäufen"),
        t("8 days", "8 Tage"),
        change=t("+1 day", "+1 Tag"),
        good=False,
        trend=(2, 2, 3, 5, 5, 7),
        target=t("7 days", "7 Tage"),
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
    levers=LEVERS,
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
