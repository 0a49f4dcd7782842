"""A small shop's plan somebody wrote, and what data says about it."""

from __future__ import annotations

from datetime import date

from wegweiser.domain.claims import Claim, Evidence, Status
from wegweiser.domain.journey_maps import Cell, CurvePoint, MapStep, Metric, TouchpointCard
from wegweiser.domain.phases import Phase
from wegweiser.maps import Plan
from wegweiser.maps.document import Generated
from wegweiser.stats import wilson

DAY = date(2026, 10, 31)


def measured(name: str, text: str, hits: int = 30) -> Claim:
    """Return a claim as the generator makes it: 30 of 40 journeys."""
    return Claim(
        id=name, text=text, status=Status.MEASURED, evidence=("ev_goals",), n=40, share=wilson(hits, 40), as_of=DAY,
        author="rule",
    )  # fmt: skip


PLAN = Plan(
    id="journey",
    title={"en": "First order", "de": "Erste Bestellung"},
    phases=(Phase(id="look", name="Look"), Phase(id="buy", name={"en": "Buy", "de": "Kaufen"})),
    touchpoints=(TouchpointCard(id="tp_talk", phase="look", name="A friend", icon="users"),),
    steps=(MapStep(id="st_think", phase="look", name="Thinks", kind="dark"),),
    curve=(CurvePoint(x=0.5, value=1.0, quote="Nice"), CurvePoint(x=1.5, value=-1.0)),
    cells=(
        Cell(
            lane="question",
            phase="look",
            claims=(
                Claim(id="cl_ana", text={"en": "Is it dear?", "de": "Ist es teuer?"}),
                Claim(id="cl_ben", text="Why?"),
            ),
        ),
        Cell(lane="gap", phase="buy", claims=(Claim(id="cl_cem", text="Most leave at the till", kind="gap"),)),
    ),
    hide=("cl_loop",),
)  # fmt: skip
FOUND = Generated(
    touchpoints=(
        TouchpointCard(
            id="shop", phase="look", name="Shop", icon="store", contacts=90, claim=measured("cl_tp", "Shop")
        ),
        TouchpointCard(id="till", phase="buy", name="Till", icon="store", share=wilson(20, 40)),
    ),
    steps=(
        MapStep(id="st_shop", phase="look", name="Shop"),
        MapStep(id="st_page", phase="look", name="Page"),
        MapStep(id="st_till", phase="buy", name="Till", share=wilson(20, 40)),
    ),
    cells=(
        Cell(lane="goal", phase="buy", claims=(measured("cl_rate", "75% buy"),)),
        Cell(lane="gap", phase="buy", claims=(measured("cl_drop", "30 leave"), measured("cl_loop", "9 loop"))),
    ),
    metrics=(Metric(id="m_rate", phase="buy", name="Rate", shown="75%", claim=measured("cl_m_rate", "Rate")),),
    finding=measured("cl_finding", "30 leave"),
    evidence=(Evidence(id="ev_goals", kind="event_query", source="goals"),),
    as_of=DAY,
)  # fmt: skip
