"""Association, adjusted: what goes with converting next among journeys alike in what was seen."""

from __future__ import annotations

import numpy as np
import pytest

from wegweiser.domain.attribution import Basis
from wegweiser.errors import InvalidSetting
from wegweiser.levers.attribution import adjusting
from wegweiser.levers.attribution.scope import scope

BUYING = Basis("purchase")


def test_periods_end_with_the_conversion(told, warehouse):
    """Ana's three contacts are three periods, the last converts; what she touched so far grows; Ben's never convert."""
    answers = told(("Ana", "ad mail@1 ad@30 buy@31", None), ("Ben", "ad post@200", None))
    found = scope(warehouse, answers._registry, BUYING)  # noqa: SLF001  (the registry told)
    rows = warehouse.run(adjusting.periods(found, warehouse.dialect)).rows()
    names = found.names
    bits = {name: 1 << names.index(name) for name in names}
    seen = {(r["period"], r["members"], r["returning_one"], r["age"]): (r["n"], r["hits"]) for r in rows}
    assert seen == {
        (0, bits["ad"], 0, 0): (1, 0.0),
        (1, bits["ad"] | bits["mail"], 0, 0): (1, 0.0),
        (2, bits["ad"] | bits["mail"], 0, 1): (1, 1.0),
        (0, bits["ad"], 1, 0): (1, 0.0),
        (1, bits["ad"] | bits["post"], 1, 2): (1, 0.0),
    }


def test_what_goes_with_buying_is_told_from_what_does_not(told):
    """After each contact two in five of those who met the mail buy, one in twenty of others; the ad adds nothing."""
    rng = np.random.default_rng(7)
    log = []
    for n in range(900):
        walk: list[str] = []
        bought = False
        while len(walk) < 4 and not bought:
            walk.append(str(rng.choice(["ad", "mail", "post", "visit"])))
            bought = rng.random() < (0.4 if "mail" in walk else 0.05)
        log.append((f"customer {n}", " ".join([*walk, "buy"] if bought else walk), None))
    found = told(*log).adjusted(BUYING)
    rows = {row["touchpoint"]: row for row in found.rows()}
    assert rows["mail"]["extra_lo"] > 0
    assert rows["mail"]["e_value_of_limit"] > 1.5
    assert rows["ad"]["extra_lo"] < 0 < rows["ad"]["extra_hi"]
    assert 0 < rows["ad"]["overlap"] < 1
    assert "Association, adjusted" in found.note["en"]


def test_what_cannot_be_adjusted_is_refused(counted_paths):
    """Paths of nobody, and more than sixteen items."""
    with pytest.raises(InvalidSetting, match="do not say what was known"):
        counted_paths("path,total_conversions,total_conversion_value,total_null\na,1,1,3\n").adjusted(Basis())
    many = " > ".join(f"t{n}" for n in range(17))
    answers = counted_paths(f"path,total_conversions,total_conversion_value,total_null\n{many},1,1,3\n")
    with pytest.raises(InvalidSetting, match="1 to 16 items, not 17"):
        answers.adjusted(Basis())
