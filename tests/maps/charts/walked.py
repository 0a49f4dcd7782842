"""The ways of a shop everybody can count, and a strained one with long names and many touchpoints."""

from __future__ import annotations

from datetime import date

from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.journey_maps import DataBox
from wegweiser.domain.levers import Grade, Lever, Spread
from wegweiser.maps.charts.rows import (
    Column,
    Edge,
    FlowGraph,
    Funnel,
    Link,
    Node,
    Stage,
    StepFlow,
    Ways,
)

NAMES = {
    "ad": {"en": "Advertisement", "de": "Anzeige"},
    "view": {"en": "Product page", "de": "Produktseite"},
    "cart": {"en": "Cart", "de": "Warenkorb"},
    "buy": {"en": "Purchase", "de": "Kauf"},
}
BUY = NAMES["buy"]
STEPS = StepFlow(
    links=(
        Link(1, "ad", "view", 300, 290),
        Link(1, "ad", "(left)", 100, 100),
        Link(1, "view", "cart", 400, 380),
        Link(1, "view", "view", 150, 150),
        Link(1, "(other)", "(converted)", 50, 50),
        Link(2, "view", "cart", 250, 240),
        Link(2, "view", "(left)", 200, 195),
        Link(2, "cart", "buy", 320, 300),
        Link(2, "cart", "(left)", 66, 66),
        Link(2, "cart", "(converted)", 14, 14),
    ),
    names=NAMES,
    goal=BUY,
    exits=500,
)
"""A thousand journeys; 100 of 500 exits come right after the start, 266 after step 2."""

PHASES = (
    Column("aware", {"en": "Look", "de": "Schauen"}),
    Column("weigh", {"en": "Weigh", "de": "Abwägen"}),
    Column("empty", {"en": "Empty", "de": "Leer"}),
    Column("buy", {"en": "Buy", "de": "Kaufen"}),
)
GRAPH = FlowGraph(
    columns=PHASES,
    nodes=(
        Node("ad", NAMES["ad"], 400, "aware"),
        Node("view", NAMES["view"], 800, "weigh"),
        Node("cart", NAMES["cart"], 500, "buy"),
        Node("buy", NAMES["buy"], 12, "buy"),
    ),
    edges=(
        Edge("view", "view", 900, 500),
        Edge("ad", "view", 350, 300),
        Edge("view", "cart", 300, 280),
        Edge("cart", "view", 120, 100, back=True, median_s=300.0),
        Edge("ad", "cart", 60, 55),
        Edge("cart", "buy", 12, 12),
    ),
    shown=0.875,
    transitions=1991,
    customers=1000,
    back=Proportion(0.1, 0.083, 0.12, 100, 1000),
)
FUNNEL = Funnel(BUY, (Stage(NAMES["view"], 1000), Stage(NAMES["cart"], 400), Stage(BUY, 300), Stage("Thanks", 7)))


def _effect(value: float, lo: float, hi: float) -> Estimate:
    return Estimate(value, lo, hi, 500)


LEVERS = (
    Lever("a", {"en": "Show reviews", "de": "Bewertungen zeigen"}, "buy", "weigh", Grade.A, 900,
          effect=_effect(0.061, 0.038, 0.086), rank=1, tie=1),
    Lever("b", {"en": "Call back", "de": "Zurückrufen"}, "buy", "buy", Grade.B, 700,
          effect=_effect(0.047, 0.022, 0.071), rank=2, tie=1),
    Lever("c", {"en": "Bonus", "de": "Bonus"}, "buy", "buy", Grade.B, 400,
          effect=_effect(0.011, -0.02, 0.043), rank=3),
    Lever("d", {"en": "Mandatory phone", "de": "Telefon als Pflichtfeld"}, "buy", "buy", Grade.B, 400,
          effect=_effect(-0.036, -0.053, -0.02), rank=4),
    Lever("e", {"en": "Photo", "de": "Bild"}, "buy", "weigh", Grade.C, 15, spread=Spread(0.005, 0.031, 800, 12)),
    Lever("f", {"en": "Chat", "de": "Chat"}, "buy", "weigh", Grade.D, 300),
)  # fmt: skip
WAYS = Ways(
    title={"en": "The shop", "de": "Der Laden"},
    customers=1000,
    steps=STEPS,
    graph=GRAPH,
    funnel=FUNNEL,
    levers=LEVERS,
    data=DataBox(customers=1000, since=date(2026, 3, 1), until=date(2026, 5, 31), sources=("visits",), simulated=True),
    notes=({"en": "What is counted.", "de": "Was gezählt wird."},),
    as_of=date(2026, 5, 31),
    snapshot="abcd1234",
    version="0.1.0",
)

LONG = "Donaudampfschifffahrtsgesellschaftskapitän fragt nach der Lieferverzögerung <b>&"


def strained() -> Ways:
    """Return ways with eighteen touchpoints of long names in seven phases, everything leading everywhere."""
    ids = [f"t{i}" for i in range(18)]
    names = {name: f"{i} {LONG}" for i, name in enumerate(ids)}
    columns = tuple(Column(f"p{i}", f"Phase {i} der Kundenbeziehungspflege") for i in range(7))
    nodes = tuple(Node(name, names[name], 1000 - 50 * i, f"p{i % 7}" if i else None) for i, name in enumerate(ids))
    edges = tuple(
        Edge(a, b, 40 * (i + 1) * (j + 2), 100, back=j % 7 < i % 7)
        for i, a in enumerate(ids)
        for j, b in enumerate(ids)
        if (i * 7 + j * 5) % 4 == 0
    )
    links = tuple(
        Link(step, a, b, 10 + 7 * i + 3 * j, 25)
        for step in range(1, 6)
        for i, a in enumerate([*ids[:6], "(other)"])
        for j, b in enumerate([*ids[:6], "(other)", "(converted)", "(left)"])
    )
    return Ways(
        title=LONG,
        customers=1000,
        steps=StepFlow(links, names, "Ziel"),
        graph=FlowGraph(columns, nodes, edges, 0.9, 10_000, 1000),
        funnel=Funnel("Ziel", tuple(Stage(names[name], 1000 - 130 * i) for i, name in enumerate(ids[:6]))),
        levers=tuple(Lever(f"l{i}", LONG, "g", "p1", Grade.A, 900, effect=_effect(0.4, 0.1, 0.9)) for i in range(4)),
    )
