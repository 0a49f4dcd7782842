from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wegweiser.identity.limits import Link, within_limits

START = datetime(2026, 3, 1)  # noqa: DTZ001  (stored times are UTC without a zone)
KIND_OF = {n: "customer" if n <= 4 else "email" for n in range(1, 13)}

links = st.lists(
    st.builds(
        lambda day, a, b: Link(START + timedelta(days=day), min(a, b), max(a, b)),
        st.integers(0, 3),
        st.integers(1, 12),
        st.integers(1, 12),
    ),
    max_size=25,
)


def test_the_earlier_link_wins():
    """E-mail 5 was Ana's (1) first, so Ben (2) is refused, although his link is listed first."""
    late, early = Link(START + timedelta(days=1), 2, 5), Link(START, 1, 5)
    roots, refused = within_limits([late, early], KIND_OF, {"customer": 1})
    assert roots == {1: 1, 2: 2, 5: 1}
    assert [(r.link, r.kind) for r in refused] == [(late, "customer")]


def test_a_link_within_one_cluster_is_no_conflict():
    """A triangle of one customer and two e-mails closes without a refusal."""
    triangle = [Link(START, 1, 5), Link(START, 5, 6), Link(START, 1, 6)]
    assert within_limits(triangle, KIND_OF, {"customer": 1}) == ({1: 1, 5: 1, 6: 1}, [])


@given(links, st.randoms(use_true_random=False))
def test_no_cluster_goes_beyond_its_limit_in_any_order(found, chance):
    """Clusters hold at most two customers, every refusal was needed, and shuffled links give the same."""
    roots, refused = within_limits(found, KIND_OF, {"customer": 2})
    customers = [root for one, root in roots.items() if KIND_OF[one] == "customer"]
    assert all(customers.count(root) <= 2 for root in customers)
    assert all(roots[r.link.a] != roots[r.link.b] for r in refused)
    chance.shuffle(found)
    assert within_limits(found, KIND_OF, {"customer": 2}) == (roots, refused)
