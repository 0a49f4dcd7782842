"""The pages of a bakery's survey, served for real, and a way to write its workspace."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx2
import pytest
from tests.web.browsing import running

from wegweiser.clock import FixedClock
from wegweiser.web.asking import Desk, pages
from wegweiser.workspace import Config

TOML = """
name = "Kornblume"
organisation = "Kornblume <Köln>"

[[ask]]
id = "kauf"
title = { en = "How was your <purchase>?", de = "Wie war Ihr <Einkauf>?" }
thanks = { en = "We bake on.", de = "Wir backen weiter." }

[[ask.question]]
id = "nps"
text = { en = "Would you recommend us?", de = "Empfehlen Sie uns weiter?" }
metric = "recommend"
low = { en = "not at all likely", de = "überhaupt nicht wahrscheinlich" }
high = { en = "extremely likely", de = "äußerst wahrscheinlich" }
required = true

[[ask.question]]
id = "ease"
text = { en = "How easy was it?", de = "Wie leicht war es?" }
metric = "effort"
scale = { low = 1, high = 7 }

[[ask.question]]
id = "park"
text = { en = "Did you find a place to park?", de = "Haben Sie einen Parkplatz gefunden?" }
metric = "yes_no"

[[ask.question]]
id = "why"
text = { en = "What should we do better?", de = "Was sollen wir besser machen?" }

[[ask]]
id = "alt"
title = "Last year"
closes = 2025-12-31

[[ask.question]]
id = "why"
text = "Why?"
"""
NOON = FixedClock(datetime(2026, 3, 2, 12, tzinfo=UTC))


@pytest.fixture
def folder(tmp_path):
    """Return the folder of a workspace with two surveys, one of them over."""
    (tmp_path / "wegweiser.toml").write_text(TOML, "utf-8")
    return tmp_path


@pytest.fixture
def desk(folder):
    """Return the desk of that workspace, at noon of 2 March."""
    return Desk.of(Config.read(folder), folder, NOON)


@pytest.fixture
def served(desk):
    """Return the address of a running server, which stops with the test."""
    with running(pages(desk)) as address:
        yield address


@pytest.fixture
def client(served):
    """Return a client of that server, which reads English."""
    with httpx2.Client(base_url=served, headers={"accept-language": "en"}, trust_env=False) as opened:
        yield opened
