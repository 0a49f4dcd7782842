"""A small shop's map as the exchange tests use it: what people wrote, and what was measured."""

from __future__ import annotations

from datetime import date

from wegweiser.domain.claims import Claim, Evidence, Status
from wegweiser.domain.estimates import Proportion
from wegweiser.domain.journey_maps import Cell, CurvePoint, MapStep, Metric, PhaseFlow, TouchpointCard
from wegweiser.domain.phases import Phase
from wegweiser.maps import Plan, join
from wegweiser.maps.document import Generated
from wegweiser.maps.plan import PlannedMetric, Review

AS_OF = date(2026, 10, 31)
PLAN = Plan(
    id="journey",
    title={"en": "The shop", "de": "Der Laden"},
    subtitle="Ana, Ben and Cem",
    organisation="Corner shop",
    owner="Ana",
    review=Review(every_days=30, next=date(2027, 1, 15)),
    phases=(
        Phase(id="look", name={"en": "Look", "de": "Schauen"}, line="Before the window", role="consider"),
        Phase(id="buy", name={"en": "Buy", "de": "Kaufen"}, goal_business={"en": "Sell", "de": "Verkaufen"}),
        Phase(id="stay", name="Stay"),
    ),
    touchpoints=(
        TouchpointCard("window", "look", {"en": "Window", "de": "Schaufenster"}, "store", channel="store"),
        TouchpointCard("till", "buy", "Till", "wallet", direct=False, medium="paid"),
    ),
    steps=(MapStep("st_enter", "look", {"en": "Enters", "de": "Tritt ein"}, kind="planned"),),
    cells=(
        Cell("question", "look", (Claim("cl_open", {"en": "When open?", "de": "Wann offen?"}), Claim("cl_two", "Two"))),
        Cell("goal", "buy", (Claim("cl_sell", "Sell more", valid_until=date(2027, 6, 30), detail="Ben leaves"),)),
        Cell(
            "experience",
            "stay",
            (Claim("cl_told", "Cem comes back", Status.INFERRED, ("ev_talk",), n=3, as_of=AS_OF, refs=("till",)),),
        ),
        Cell("gap", "buy", (Claim("cl_queue", "Queue at the till", kind="gap", impact="high"),)),
        Cell("measure", "stay", looked=True),
    ),
    curve=(CurvePoint(0.5, 1.0, quote={"en": "Lovely", "de": "Schön"}), CurvePoint(2.25, -1.5, label="Waits")),
    metrics=(PlannedMetric("me_sales", "buy", {"en": "Sales", "de": "Umsatz"}, target="100"),),
    evidence=(Evidence("ev_talk", "interview", "Three talks", n=3, since=date(2026, 9, 1)),),
    hide=("cl_hidden",),
)


def measured(name: str, text: str, n: int = 100) -> Claim:
    """Return a claim data support."""
    return Claim(name, {"en": text, "de": text}, Status.MEASURED, ("ev_log",), n=n, as_of=AS_OF, author="rule")


GENERATED = Generated(
    flows={"look": PhaseFlow(100, 100, Proportion(0.6, 0.5, 0.7, 60, 100)), "buy": PhaseFlow(60, 60)},
    touchpoints=(
        TouchpointCard("till", "buy", "Cash desk", "store", share=Proportion(0.3, 0.2, 0.4, 30, 100), contacts=40),
        TouchpointCard("web", "look", {"en": "Web", "de": "Netz"}, "globe",
                       share=Proportion(0.1234567890123456, 0.1, 0.2, 12, 100), contacts=33),
    ),
    steps=(MapStep("st_web", "look", "Web", share=Proportion(0.2, 0.1, 0.3, 20, 100)),),
    cells=(
        Cell("experience", "buy", (measured("cl_quick", "Quick at the till"),)),
        Cell("gap", "stay", (measured("cl_few", "Nobody may read this", n=4),)),
    ),
    curve=(CurvePoint(1.5, 0.5, n=40),),
    metrics=(Metric("me_visits", "look", "Visits", "1,234", measured("cl_me_visits", "Visits"), value=1234.0),),
    evidence=(Evidence("ev_log", "event_query", "Log", n=100),),
    as_of=AS_OF,
)  # fmt: skip
MAP = join(PLAN, GENERATED)
