"""What goes with the overall score: which question that is, who is told apart, and in which order."""

from __future__ import annotations

import numpy as np

from wegweiser.domain.surveys import Item, Metric, Role, Scale
from wegweiser.voice.scores.importance import drivers, overall

FIVE, TEN = Scale(1, 5), Scale(0, 10)
WHOLE = Item("all", "As a whole", Role.ANSWER, metric=Metric.SATISFACTION, scale=FIVE, overall=True)
RECOMMEND = Item("rec", "Recommend", Role.ANSWER, metric=Metric.RECOMMEND, scale=TEN, overall=True)
FOOD = Item("food", "Food", Role.ANSWER, metric=Metric.SATISFACTION, scale=FIVE, about="food", phase="stay")


def sums(people):
    """Return the sums over people of each pair of touchpoints, from {touchpoint: feeling} of each person."""
    rows = []
    for number, told in enumerate(people):
        for one in sorted(told):
            for other in sorted(told):
                if one <= other:
                    x, y = told[one], told[other]
                    rows.append({"bucket": number % 256, "one": one, "other": other, "people": 1,
                                 "x": x, "y": y, "xx": x * x, "xy": x * y, "yy": y * y})  # fmt: skip
    found = {}
    for row in rows:
        key = row["bucket"], row["one"], row["other"]
        kept = found.setdefault(key, {**row, **dict.fromkeys(("people", "x", "y", "xx", "xy", "yy"), 0.0)})
        for name in ("people", "x", "y", "xx", "xy", "yy"):
            kept[name] += row[name]
    return list(found.values())


def crowd(n, seed=1, **more):
    """Return n people whose whole is the food and little of the room; what is named in `more` only so many met."""
    rng = np.random.default_rng(seed)
    people = []
    for number in range(n):
        told = {"food": rng.normal(), "room": rng.normal(), "sign": rng.normal()}
        told[""] = told["food"] + 0.5 * told["room"] + rng.normal(0, 0.5)
        people.append(told | {name: rng.normal() for name, many in more.items() if number < many})
    return people


def test_satisfaction_as_a_whole_comes_before_recommendation():
    """Where neither was asked there is nothing to hold feelings against."""
    assert overall([RECOMMEND, FOOD, WHOLE]) is WHOLE
    assert overall([RECOMMEND, FOOD]) is RECOMMEND
    assert overall([FOOD]) is None


def test_what_goes_with_the_whole_stands_first_and_noise_is_not_clear():
    """The food makes 1 of 1.5 parts of the variance, the room 0.25, the signs none."""
    found = drivers(sums(crowd(600)), {"food": "stay", "room": "stay"}, {"room": 0.9})
    assert [one.touchpoint for one in found] == ["food", "room", "sign"]
    assert [one.clear for one in found] == [True, True, False]
    assert found[0].goes_with.lo < 1 / 1.5 < found[0].goes_with.hi
    assert (found[0].phase, found[0].goes_with.n, found[0].stated, found[1].stated) == ("stay", 600, None, 0.9)
    assert abs(sum(one.goes_with.value for one in found) - found[0].explained.value) < 1e-9


def test_who_too_few_met_makes_room_for_the_others():
    """29 people met the lounge, so nothing is said of it; 31 met the bar, and four places need 40."""
    assert {one.touchpoint for one in drivers(sums(crowd(600, lounge=29)), {}, {})} == {"food", "room", "sign"}
    assert {one.touchpoint for one in drivers(sums(crowd(600, bar=31)), {}, {})} == {"food", "room", "sign"}
    assert len(drivers(sums(crowd(600, bar=40)), {}, {})) == 4


def test_below_thirty_people_nothing_is_told():
    """29 answers are too few for three touchpoints, and for two."""
    assert drivers(sums(crowd(29)), {}, {}) == ()
    assert drivers([], {}, {}) == ()
