"""Gaps together: ranked by customers, each supported, and the planted stories found without being told."""

from __future__ import annotations

import re

from wegweiser.domain.claims import Status
from wegweiser.levers import gaps
from wegweiser.levers.found import impact

# The rows of a published synthetic clickstream (retentioneering's ecom, 600 users) as the journeys count them:
# its authors planted a fault that sends people from shipping back to the cart, and a payment that fails.
CLICKSTREAM = {
    "summary": [{"customers": 600, "events": 31106}],
    "touchpoints": [
        {"touchpoint": "page", "phase": "consideration", "customers": 598, "contacts": 6851},
        {"touchpoint": "cart", "phase": "conversion", "customers": 489, "contacts": 1204},
        {"touchpoint": "shipping", "phase": "conversion", "customers": 441, "contacts": 958},
        {"touchpoint": "payment", "phase": "conversion", "customers": 390, "contacts": 709},
        {"touchpoint": "payment_error", "phase": "conversion", "customers": 87, "contacts": 119},
    ],
    "transitions": [
        {"source": "cart", "target": "shipping", "transitions": 174, "customers": 155},
        {"source": "shipping", "target": "cart", "transitions": 134, "customers": 118},
        {"source": "shipping", "target": "payment", "transitions": 152, "customers": 140},
        {"source": "payment", "target": "shipping", "transitions": 104, "customers": 97},
        {"source": "page", "target": "page", "transitions": 1400, "customers": 560},
        {"source": "page", "target": "cart", "transitions": 240, "customers": 200},
        {"source": "page", "target": "catalogue", "transitions": 1900, "customers": 580},
        {"source": "catalogue", "target": "page", "transitions": 2000, "customers": 590},
    ],
    "funnels": {
        "buy": [
            {"step": "cart", "reached": 1022},
            {"step": "shipping", "reached": 512},
            {"step": "payment", "reached": 220},
            {"step": "purchase", "reached": 69},
        ]
    },
}


def test_the_shipping_loop_and_the_payment_drop_are_found_without_being_told(web_figures):
    """The two planted stories stand among the gaps of buying, beside the largest loss and the error."""
    found = [claim.id for phase, claim in gaps(web_figures(**CLICKSTREAM)) if phase == "conversion"]
    assert found == [
        "cl_loss_buy_cart",
        "cl_loss_buy_payment",
        "cl_back_shipping_cart",
        "cl_back_payment_shipping",
        "cl_fault_payment_error_conversion",
    ]


def test_every_gap_is_measured_with_n_share_and_evidence(web_figures):
    """No claim of a gap goes without what supports it, and its text fits in print in both languages."""
    for _, claim in gaps(web_figures(**CLICKSTREAM)):
        assert (claim.status, claim.kind, claim.author) == (Status.MEASURED, "gap", "rule")
        assert claim.n >= 20
        assert claim.share.n == claim.n
        assert claim.evidence[0] in {"ev_funnels_buy", "ev_transitions", "ev_touchpoints", "ev_loops", "ev_phases"}
        assert all(len(text) <= 80 for text in claim.text.values())


def test_no_gap_claims_a_cause(web_figures):
    """What goes together is told; that one thing leads to another is not."""
    causal = re.compile(
        r"because|cause|due to|thanks to|weil|wegen|dadurch|deshalb|verursach|führt dazu", re.IGNORECASE
    )
    for _, claim in gaps(web_figures(**CLICKSTREAM)):
        assert not causal.search(" ".join([*claim.text.values(), *claim.detail.values()]))


def test_the_order_of_rows_does_not_matter(web_figures):
    """The same figures in another order give the same gaps."""
    turned = CLICKSTREAM | {name: list(reversed(CLICKSTREAM[name])) for name in ("touchpoints", "transitions")}
    assert gaps(web_figures(**turned)) == gaps(web_figures(**CLICKSTREAM))


def test_without_data_there_is_no_gap(web_figures):
    """An empty warehouse finds nothing to complain of."""
    assert gaps(web_figures()) == ()
    assert gaps(web_figures(summary=[])) == ()


def test_impact_follows_the_share_of_customers():
    """High from 10 %, medium from 3 %, else low; nobody at all weighs nothing."""
    assert [impact(n, 1000) for n in (100, 99, 30, 29, 0)] == ["high", "medium", "medium", "low", "low"]
    assert impact(0, 0) == "low"
