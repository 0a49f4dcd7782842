"""What a statement on the map rests on, as its drawer tells it."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from msgspec.structs import replace

from wegweiser.domain.claims import Claim, Status
from wegweiser.web import mapping, proving


@pytest.mark.parametrize(
    ("name", "refs", "counted"),
    [
        ("cl_finding_friction_fault_error_page", ("error_page",), "visits"),
        ("cl_finding_drop_purchase_page", ("page", "purchase"), "journeys"),
        ("cl_finding_loss_buy_payment", ("payment", "buy"), "visits"),
        ("cl_finding_friction_repeat_page", ("page",), "contacts"),
        ("cl_finding_friction_exit_payment_error", ("payment_error",), "contacts"),
        ("cl_finding_friction_exit_payment", ("payment",), "visits"),
        ("cl_finding_worst_page", ("page",), "people"),
    ],
)
def test_a_number_is_said_to_be_what_it_counts(site, first_order, name, refs, counted):
    """2,815 visits are no people where there are 660 customers in all."""
    found = mapping.opened(site, first_order.rpartition("/")[2])
    measured = {"evidence": ("ev_a",), "n": 2815, "as_of": date(2026, 9, 30), "author": "rule"}
    claim = Claim(name, "9.3% of 2,815 visits meet the error page", Status.MEASURED, refs=refs, **measured)
    aged = dataclasses.replace(found.aged, journey_map=replace(found.journey_map, finding=claim))
    told = proving.proof(site, dataclasses.replace(found, aged=aged), f"claim:{name}")
    assert told.counted == counted
