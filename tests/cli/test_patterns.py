"""Ways and groups on the command line."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("arguments", "columns"),
    [
        (("search", "product_view ->> purchase"), {"matches", "customers", "of", "share", "rate", "others_rate"}),
        (("search", "^ product_view $", "--unit", "session"), {"matches", "share", "lo", "hi"}),
        (("search", "any", "--paths", "3", "--goal", "purchase"), {"path", "journeys", "share", "cumulative", "rate"}),
        (("search", "any", "--among", "period:2026-01", "--among", "touch:purchase"), {"matches"}),
        (("around", "product_view", "--before", "1"), {"offset", "touchpoint", "journeys", "customers", "share"}),
        (("around", "channel:web", "--which", "each"), {"offset", "touchpoint"}),
        (("compare", "--a", "touch:purchase"), {"source", "target", "a", "of_a", "share_a", "difference", "distinct"}),
        (("compare", "--a", "touch:purchase", "--b", "period:2026-01", "--of", "paths"), {"path", "share_b"}),
        (("compare", "--a", "pattern:product_view $", "--of", "touchpoints"), {"touchpoint", "lo", "hi"}),
        (("compare", "--a", "touch:purchase", "--of", "goals"), {"goal", "a", "b"}),
        (
            ("compare", "--a", "touch:purchase", "--of", "funnel", "--step", "product_view", "--step", "purchase"),
            {"step", "share_a", "share_b"},
        ),
    ],
)
def test_ways_and_groups_come_as_table_and_as_json(shop, wegweiser, arguments, columns):
    """A person sees a table with its definition, a program rows under the same names."""
    told = wegweiser("journeys", *arguments, "-C", shop, "--json")
    assert told.code == 0
    assert told.json["rows"]
    assert all(columns <= set(row) for row in told.json["rows"])
    shown = wegweiser("journeys", *arguments, "-C", shop)
    assert shown.code == 0
    assert told.json["note"].split(";")[0][:20] in shown.out


def test_a_search_counts_whom_it_should(shop, wegweiser):
    """Ana and Cem buy after a view, in the same session; Ben does not."""
    row = wegweiser("journeys", "search", "product_view -> purchase within 1 hour", "-C", shop, "--json").json["rows"][
        0
    ]
    assert (row["matches"], row["of"], row["rate"], row["others_rate"]) == (2, 3, 1.0, 0.0)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("search", "product_view ->>> purchase"), "expected a touchpoint, found '>'"),
        (("search", "prodct_view"), "Did you mean 'product_view'?"),
        (("search", "any", "--unit", "visit"), "Known: journey, session"),
        (("compare", "--a", "persona:pe_1"), "No persona is defined yet"),
        (("compare", "--a", "touch:purchase", "--of", "goals", "--goal", "purchase"), "not goals"),
        (("compare", "--a", "touch:purchase", "--step", "purchase"), "belong to --of funnel"),
        (("compare", "--a", "touch:purchase", "--of", "funnel"), "at least one touchpoint"),
    ],
)
def test_misuse_is_one_message_and_code_two(shop, wegweiser, arguments, said):
    """The message names the mistake and what would be right."""
    answer = wegweiser("journeys", *arguments, "-C", shop)
    assert answer.code == 2
    assert said in answer.err
