"""The playbook is complete, bilingual, and answers every kind of gap in every phase it can occur in."""

from __future__ import annotations

from itertools import product

import pytest

from wegweiser.domain.channels import SHIPPED
from wegweiser.domain.measures import GapKind
from wegweiser.errors import UnknownName
from wegweiser.levers.playbook import measure, playbook, proposals

ROLES = ("aware", "consider", "decide", "buy", "keep", "advocate")
LONGEST_NAME, LONGEST_TEXT = 70, 150


def test_ids_are_unique_and_names_differ():
    """Nothing is proposed twice under two ids."""
    measures = playbook().values()
    assert len({one.name["en"] for one in measures}) == len({one.name["de"] for one in measures}) == len(measures)


@pytest.mark.parametrize("name", sorted(playbook()))
def test_a_measure_is_written_in_both_languages(name):
    """Name, text, metric and test exist in German and English, differ, and are short enough to print."""
    one = measure(name)
    for text in (one.name, one.text, one.metric, one.test):
        assert set(text) == {"en", "de"}
        assert text["en"] != text["de"]
        assert "ß" not in text["en"]
    assert max(map(len, one.name.values())) <= LONGEST_NAME
    assert max(map(len, one.text.values())) <= LONGEST_TEXT


def test_roles_and_channels_exist():
    """A measure names only roles of phases and channels that ship."""
    channels = {channel.id for channel in SHIPPED}
    for one in playbook().values():
        assert set(one.roles) <= set(ROLES), one.id
        assert set(one.channels) <= channels, one.id


@pytest.mark.parametrize("kind", list(GapKind))
def test_every_kind_of_gap_has_an_answer(kind):
    """Whatever is found amiss, the playbook proposes something, in some phase and where the phase has no role."""
    assert proposals(kind)
    assert any(proposals(kind, role=role) for role in ROLES)


def test_common_gaps_are_answered_in_every_phase():
    """A loss, a fault or bad feeling can happen anywhere, so something is proposed everywhere."""
    missing = [
        pair for pair in product(("loss", "feeling", "no_measure"), ROLES) if not proposals(pair[0], role=pair[1])
    ]
    assert missing == []


def test_a_measure_for_another_phase_is_not_proposed():
    """Delivery news answers silence after the purchase and never silence before it."""
    assert "delivery-news" in [one.id for one in proposals("silence", role="keep", most=9)]
    assert "delivery-news" not in [one.id for one in proposals("silence", role="consider", most=9)]


def test_the_channel_decides_between_measures():
    """A dwell on the phone is answered by calling back, on the web by a shorter checkout."""
    assert proposals("dwell", role="keep", channel="phone")[0].id == "service-callback"
    assert proposals("dwell", role="buy", channel="web")[0].id == "shorter-checkout"


def test_an_unknown_kind_is_refused():
    """A kind nobody defined raises with the nearest right one."""
    with pytest.raises(UnknownName, match="Did you mean 'silence'"):
        proposals("silense")


def test_an_unknown_measure_is_refused():
    """A measure the playbook has not raises with the nearest right one."""
    with pytest.raises(UnknownName, match="Did you mean 'reviews'"):
        measure("review")
