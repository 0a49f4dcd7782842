"""Ways of few people are folded away before anything is written."""

from __future__ import annotations

from wegweiser.maps.charts.rows import OTHER, Link
from wegweiser.workspace.insights.going import _folded


def test_links_of_few_people_lead_to_the_others_together():
    """Two links of 12 and 15 people become one of 27; one of 3 that stays alone is not told."""
    links = (
        Link(1, "ad", "view", 50, 40),
        Link(1, "ad", "cart", 12, 12),
        Link(1, "ad", "faq", 16, 15),
        Link(1, "mail", "view", 30, 30),
        Link(1, "mail", OTHER, 25, 25),
        Link(1, "mail", "faq", 2, 2),
        Link(2, "view", "buy", 3, 3),
    )
    assert _folded(links) == (
        Link(1, "ad", "view", 50, 40),
        Link(1, "mail", "view", 30, 30),
        Link(1, "ad", OTHER, 28, 27),
        Link(1, "mail", OTHER, 27, 27),
    )
