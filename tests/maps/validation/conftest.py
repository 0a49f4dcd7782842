"""A map everybody can count: two phases, a till Ana and Ben met, and one claim in each kind of lane."""

from __future__ import annotations

from datetime import date

import pytest

from wegweiser.domain.claims import Claim, Evidence, Status
from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.journey_maps import Band, Cell, JourneyMap, Lane, LaneType, MapPhase, Metric, TouchpointCard
from wegweiser.stats import wilson

DAY = date(2026, 3, 1)
KINDS = (LaneType.QUESTION, LaneType.EXPECTATION, LaneType.EXPERIENCE, LaneType.ASSOCIATION, LaneType.GAP)
LANES = tuple(Lane(kind.value, kind, kind.value, Band.CUSTOMER) for kind in KINDS)


def measured(name: str, share: Proportion | Estimate, **more: object) -> Claim:
    """Return a claim with a figure, as a rule measures it."""
    figure = {"share" if isinstance(share, Proportion) else "estimate": share}
    fields = {"text": name.capitalize(), "author": "rule", "evidence": ("ev_events",), "as_of": DAY, **more}
    return Claim(id=f"cl_{name}", status=Status.MEASURED, n=share.n, **figure, **fields)


QUESTION = Claim(
    "cl_price",
    {"en": "“What does it cost?” \u2013 40 ask", "de": "„Was kostet es?“ \u2013 40 fragen"},
    Status.INFERRED,
    ("ev_texts",),
    n=40,
    as_of=DAY,
    author="reader 1.0",
    refs=("till",),
)
WAITED = Claim("cl_waited", {"en": "I waited too long.", "de": "Ich habe zu lange gewartet."}, refs=("till",))
HOPED = Claim("cl_hoped", {"en": "It is quick", "de": "Es geht schnell"})
FELT = measured("felt", Estimate(-0.8, -1.0, -0.6, 120), evidence=("ev_feelings",), refs=("till",))
LOSS = measured("loss", wilson(400, 1000), refs=("till",))


@pytest.fixture
def shop_map() -> JourneyMap:
    """Return the map."""
    till = TouchpointCard(
        "till",
        "buy",
        {"en": "Till", "de": "Kasse"},
        "tag",
        share=wilson(60, 100),
        claim=measured("tp", wilson(60, 100)),
    )
    return JourneyMap(
        id="journey",
        title={"en": "The shop", "de": "Der Laden"},
        phases=(MapPhase("look", {"en": "Look", "de": "Schauen"}), MapPhase("buy", {"en": "Buy", "de": "Kaufen"})),
        lanes=LANES,
        touchpoints=(till,),
        cells=(
            Cell("question", "buy", (QUESTION,)),
            Cell("experience", "buy", (WAITED, FELT)),
            Cell("expectation", "look", (HOPED,)),
            Cell("gap", "buy", (LOSS,)),
        ),
        metrics=(Metric("m_goal", "buy", "Bought", "40%", measured("m_goal", wilson(40, 100))),),
        evidence=(Evidence("ev_events", "event_query", "Events"), Evidence("ev_texts", "ticket_cluster", "Texts")),
        as_of=DAY,
    )
