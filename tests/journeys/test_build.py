from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wegweiser.domain.goals import Goal
from wegweiser.journeys import Registry
from wegweiser.journeys.stepping import bounds

EVENTS = st.tuples(
    st.sampled_from(["Ana", "Ben", "Cem", "Dua"]),
    st.integers(0, 60).map(lambda n: n / 4),
    st.sampled_from(["ad", "view", "cart", "buy", "noise"]),
)


def test_steps_number_a_profiles_contacts_and_leave_out_what_no_rule_takes(cast):
    """Cem's second event is noise: he has three steps, numbered 1 to 3."""
    steps = cast.steps("Cem")
    assert [(s["seq"], s["touchpoint_id"], s["session"]) for s in steps] == [(1, 1, 1), (2, 1, 2), (3, 3, 2)]
    assert cast.build().unmapped == 1


def test_each_step_knows_the_one_that_follows(cast):
    """Ana's first contact is the ad, her next one the product an hour later; her last has none after it."""
    steps = cast.steps("Ana")
    assert steps[0]["next_touchpoint_id"] == 1
    assert steps[0]["next_at"] == steps[1]["occurred_at"]
    assert (steps[-1]["next_touchpoint_id"], steps[-1]["next_at"]) == (None, None)


def test_a_second_purchase_stands_in_the_phase_of_keeping(cast):
    """Ana's first purchase is a conversion (place 2), her second retention (place 3)."""
    assert [s["phase_id"] for s in cast.steps("Ana")] == [0, 1, 1, 2, 2, 3]


def test_a_silence_of_exactly_thirty_minutes_does_not_end_a_session(shop):
    """Thirty minutes keep the session; one second more opens the next."""
    shop.load([("Ana", 0, "ad"), ("Ana", 0.5, "view"), ("Ana", 1 + 1 / 3600, "cart")])
    shop.build()
    assert [s["session"] for s in shop.steps("Ana")] == [1, 1, 2]


def test_a_session_the_source_names_ends_where_its_name_changes(shop):
    """The source starts session 8 after two minutes; an event without a session follows the silence alone."""
    log = [("Ana", 0, "ad"), ("Ana", 0.03, "view"), ("Ana", 0.06, "cart"), ("Ana", 0.09, "buy")]
    shop.load(log, extra={"session_hint": [7, 8, 8, None]})
    shop.build()
    assert [s["session"] for s in shop.steps("Ana")] == [1, 2, 2, 2]


def test_contacts_of_one_moment_keep_the_order_of_the_file(shop):
    """Three events of the same second are ordered by their line."""
    shop.load([("Ana", 0, "cart"), ("Ana", 0, "ad"), ("Ana", 0, "view")])
    shop.build()
    assert [s["touchpoint_id"] for s in shop.steps("Ana")] == [2, 0, 1]


def test_events_of_a_linked_subject_belong_to_her_profile(shop):
    """Ana's cookie saw the ad; linked, the ad is her first step and the cookie has none."""
    shop.load([("cookie", 0, "ad"), ("Ana", 1, "buy")])
    shop.link(("cookie", "Ana", None, None))
    shop.build()
    assert [s["touchpoint_id"] for s in shop.steps("Ana")] == [0, 3]
    assert shop.steps("cookie") == []


def test_a_shared_device_belongs_to_whoever_held_it_at_the_time(shop):
    """Ana holds the tablet until hour 5 (not included), Ben from then on; before hour 1 it was nobody's."""
    shop.load([("tablet", 0, "ad"), ("tablet", 1, "view"), ("tablet", 5, "cart"), ("tablet", 6, "buy")])
    shop.link(("tablet", "Ana", 1, 5), ("tablet", "Ben", 5, None))
    shop.build()
    assert [[s["touchpoint_id"] for s in shop.steps(who)] for who in ("tablet", "Ana", "Ben")] == [[0], [1], [2, 3]]


def test_a_build_without_changes_keeps_every_partition(cast):
    """The second build makes nothing."""
    assert (cast.build().made, cast.build().kept) == (0, 16)


def test_one_more_file_redoes_only_the_partitions_it_touches(cast):
    """Ana comes back within the time already covered: one partition is made, fifteen are kept."""
    cast.load([("Ana", 49, "help")], file="two")
    built = cast.build()
    assert (built.made, built.kept) == (1, 15)
    assert [s["touchpoint_id"] for s in cast.steps("Ana")][-1] == 4


def test_a_link_redoes_the_partitions_of_both_ends(cast):
    """Ben turns out to be Ana: his partition loses his steps and hers gains them."""
    cast.link(("Ben", "Ana", None, None))
    assert cast.build().made == 2
    assert cast.steps("Ben") == []
    assert len(cast.steps("Ana")) == 11


def test_an_open_journey_is_lost_once_its_lookback_has_passed(shop):
    """Ben's journey is open on the day he leaves, and lost 31 days later, without his steps being made again."""
    shop.load([("Ben", 0, "view")])
    shop.build(as_of=datetime(2026, 3, 2, 12, tzinfo=UTC))
    (before,) = shop.split("Ben")
    built = shop.build(as_of=datetime(2026, 4, 2, tzinfo=UTC))
    (after,) = shop.split("Ben")
    assert (before["state"], before["closed_at"]) == ("open", None)
    assert (after["state"], after["closed_at"]) == ("lost", datetime(2026, 4, 1, 9))  # noqa: DTZ001
    assert built.made == 1


def test_a_journey_stays_open_until_the_lookback_is_over_to_the_second(shop):
    """Thirty days after the last step the journey is open; a moment later it is lost; and back again it is open."""
    shop.load([("Ben", 0, "view")])
    edge = datetime(2026, 4, 1, 9, tzinfo=UTC)
    states = []
    for moment in (edge, edge + timedelta(seconds=1), edge):
        shop.build(as_of=moment)
        states.append(shop.split("Ben")[0]["state"])
    assert states == ["open", "lost", "open"]


def test_another_rule_redoes_only_what_it_changes(cast):
    """Without a rule for help, which nobody used, nothing is made; without one for ads, Ana's and Ben's steps are."""
    kept = tuple(t for t in cast.registry.touchpoints if t.id != "help")
    cast.registry = Registry(kept, cast.registry.model, cast.registry.goals)
    assert cast.build().made == 0
    moved = tuple(t for t in kept if t.id != "cart")
    cast.registry = Registry(moved, cast.registry.model, cast.registry.goals)
    assert cast.build().unmapped == 4


def test_another_goal_splits_the_same_steps_again(cast):
    """A goal for help gives everyone one more set of journeys; the steps stay."""
    before, _ = cast.everything()
    cast.registry = Registry(
        cast.registry.touchpoints, cast.registry.model, (*cast.registry.goals, Goal("help", "Help", ("help",)))
    )
    assert cast.build().made == 16
    after, journeys = cast.everything()
    assert before == after
    assert {j["goal_id"] for j in journeys} == {0, 1}


def test_a_build_that_is_killed_goes_on_to_the_same_result(cast, open_shop):
    """A build stopped after five of the partitions and run again gives what an uninterrupted one gives."""
    whole = cast.everything()
    log = _log(cast)
    with open_shop() as other:
        other.load(log)

        def stop(done: int, _of: int) -> None:
            if done == 5:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            other.build(progress=stop)
        assert len(other.everything()[0]) < len(log)
        assert 0 < other.build().made < 16
        assert [len(rows) for rows in other.everything()] == [len(rows) for rows in whole]


def test_a_build_without_events_gives_empty_tables(shop):
    """Nothing loaded: no steps, no journeys, nobody."""
    built = shop.build()
    assert (built.steps, built.journeys, built.unmapped) == (0, 0, 0)
    assert shop.journeys.summary().one()["customers"] == 0


def test_the_partitions_cover_all_ids_without_overlap():
    """Sixteen ranges follow one another from 0 to 2^60 - 1."""
    ranges = [bounds(partition) for partition in range(16)]
    assert ranges[0][0] == 0
    assert all(a[1] + 1 == b[0] for a, b in pairwise(ranges))
    assert ranges[-1][1] == 2**60 - 1


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.lists(EVENTS, max_size=12), second=st.lists(EVENTS, max_size=6), linked=st.booleans())
def test_building_file_by_file_equals_building_at_once(open_shop, first, second, linked):
    """Two builds, one after each file, give what one build over both files gives."""
    with open_shop() as stepwise, open_shop() as at_once:
        stepwise.load(first)
        stepwise.build()
        for shop in (stepwise, at_once):
            if shop is at_once:
                shop.load(first)
            shop.load(second, file="two")
            if linked:
                shop.link(("Dua", "Ana", 3, None), ("Cem", "Ben", None, None))
            shop.build()
        assert stepwise.everything() == at_once.everything()


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(log=st.lists(EVENTS, min_size=1, max_size=12), data=st.data())
def test_the_order_in_which_rows_are_stored_changes_nothing(open_shop, log, data):
    """Rows that keep their line give the same steps and journeys however they are shuffled."""
    order = data.draw(st.permutations(range(len(log))))
    with open_shop() as straight, open_shop() as shuffled:
        ids = [1000 + line for line in range(len(log))]
        straight.load(log, extra={"event_id": ids})
        mixed = [log[line] for line in order]
        shuffled.load(mixed, extra={"event_id": [ids[line] for line in order], "source_seq": list(order)})
        for shop in (straight, shuffled):
            shop.build()
        assert straight.everything() == shuffled.everything()


def _log(shop):
    names = ("ad", "view", "cart", "buy", "help")
    return [
        (who, (step["occurred_at"] - datetime(2026, 3, 2, 9)).total_seconds() / 3600, names[step["touchpoint_id"]])  # noqa: DTZ001
        for who in ("Ana", "Ben", "Cem")
        for step in shop.steps(who)
    ]
