"""Channels a persona uses and we do not."""

from __future__ import annotations

import dataclasses

import pytest
from msgspec.structs import replace

from wegweiser.domain.personas import Persona, UseShare
from wegweiser.levers import gaps
from wegweiser.levers.unused import unused_channels
from wegweiser.stats import wilson

APP = UseShare(id="app", name="App", share=wilson(400, 1000))
ANA = Persona(id="pe_ana", name="App users", claim="", initials="AU", size=300, share=wilson(300, 1000),
              stability=0.9, homogeneity=0.9, channels=(APP,))  # fmt: skip
MET = [
    {"touchpoint": "home", "phase": "awareness", "channel": "email", "customers": 500, "contacts": 900},
    {"touchpoint": "page", "phase": "consideration", "channel": "app", "customers": 400, "contacts": 900},
]


@pytest.fixture
def figures(web_figures):
    """Return a shop that sends e-mail to people who are met in its app."""
    made = web_figures(touchpoints=MET)
    channels = {"home": "email", "page": "app"}
    touchpoints = tuple(replace(t, channel=channels.get(t.id, "web")) for t in made.touchpoints)
    return dataclasses.replace(made, touchpoints=touchpoints)


def test_a_channel_a_persona_uses_and_we_send_nothing_on_is_a_gap(figures):
    """40 % of the contacts of App users are in the app, we send e-mail: 120 of 300 people."""
    (found,) = unused_channels(figures, [ANA])
    assert found.text["en"] == "40% of contacts of “App users” are on App; we send nothing there"
    assert (found.phase, found.customers, found.refs) == ("consideration", 120, ("pe_ana", "app"))


@pytest.mark.parametrize(
    "change",
    [
        {"channels": (replace(APP, share=wilson(210, 1000)),)},
        {"channels": (replace(APP, id="email"),)},
        {"channels": (replace(APP, id="other"),)},
        {"channels": (replace(APP, id="sms"),)},
        {"size": 19},
    ],
    ids=["not surely one in five", "we use it", "no channel", "nobody met there", "nineteen people"],
)
def test_nothing_is_told_where_use_is_unsure_or_ours(figures, change):
    """Each of these alone is enough to keep quiet."""
    assert list(unused_channels(figures, [replace(ANA, **change)])) == []


@pytest.mark.parametrize("channel", ["web", "store", "service", "search"])
def test_a_channel_customers_come_to_by_themselves_is_not_neglected(figures, channel):
    """Ana visits the website, the store and the hotline on her own: nobody could send anything there."""
    touchpoints = tuple(replace(t, channel=channel) if t.id == "page" else t for t in figures.touchpoints)
    rows = dict(figures.rows) | {"touchpoints": [MET[0], MET[1] | {"channel": channel}]}
    figures = dataclasses.replace(figures, touchpoints=touchpoints, rows=rows)
    assert list(unused_channels(figures, [replace(ANA, channels=(replace(APP, id=channel),))])) == []


def test_a_campaign_on_the_channel_is_use(figures):
    """What carries a campaign is ours."""
    running = [{"campaign": "Spring", "touchpoint": "page", "customers": 50}]
    rows = dict(figures.rows) | {"campaigns": running}
    assert list(unused_channels(dataclasses.replace(figures, rows=rows), [ANA])) == []


def test_without_any_outreach_in_the_data_nothing_is_said(web_figures):
    """A log of clicks shows no letters; that none is in it does not mean none was sent."""
    assert list(unused_channels(web_figures(touchpoints=MET[1:]), [ANA])) == []


def test_a_channel_is_told_once_for_the_persona_most_of_whom_use_it(figures):
    """Two personas use the app; the larger group is named, and it stands among the gaps."""
    small = replace(ANA, id="pe_ben", name="Others", size=100)
    assert [found.refs[0] for found in unused_channels(figures, [small, ANA])] == ["pe_ana"]
    assert [claim.id for _, claim in gaps(figures, personas=[ANA])] == ["cl_unused_app"]
