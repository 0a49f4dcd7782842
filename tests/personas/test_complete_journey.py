"""The personas of one grocery retailer's published year."""

from datetime import date
from pathlib import Path

import pytest

from wegweiser.i18n import read
from wegweiser.personas import PersonaSettings, find
from wegweiser.warehouse import Warehouse

pytestmark = pytest.mark.data


@pytest.fixture
def households(warehouse: Warehouse, shared_data: Path) -> Warehouse:
    """Return baskets, coupons and campaigns as contacts, and what 801 households said about themselves."""
    tables = ("transactions", "coupon_redemptions", "campaigns", "campaign_descriptions", "demographics")
    file = {name: f"'{shared_data}/complete_journey/{name}.parquet'" for name in tables}
    warehouse.execute(
        "touchpoints",
        """
        create temp table touchpoint_code as
        select * from (values (1, 'basket', 'store', true), (2, 'coupon', 'coupon', false),
                              (3, 'campaign', 'mail', false)) t(touchpoint_id, id, channel, is_goal)""",
    )
    warehouse.execute(
        "steps",
        f"""
        create temp table step as
        select *, dense_rank() over (partition by profile_id order by occurred_at::date) as session
        from (select household_id::bigint as profile_id, min(transaction_timestamp)::timestamp as occurred_at,
                     1 as touchpoint_id, sum(sales_value) as value
              from {file["transactions"]} group by household_id, basket_id
              union all
              select household_id, redemption_date::timestamp, 2, null from {file["coupon_redemptions"]}
              union all
              select household_id, start_date::timestamp, 3, null
              from {file["campaigns"]} join {file["campaign_descriptions"]} using (campaign_id))""",
    )
    warehouse.execute(
        "traits",
        f"""
        create temp table trait as
        unpivot (select household_id::bigint as profile_id, age::varchar as age, income::varchar as income,
                        household_size::varchar as household_size from {file["demographics"]})
        on age, income, household_size into name name value value""",
    )
    return warehouse


def test_the_households_fall_into_personas_that_come_back(households):
    """2,469 households: at least two personas of 5 % or more, stable, with distinct names, honest about gaps."""
    settings = PersonaSettings(timezone="America/New_York", most=5, currency="USD")
    found = find(households, settings, date(2018, 1, 1), date(2017, 1, 1))
    personas, members = found.personas, found.members
    assert personas.profiles == 2469
    assert 2 <= len(personas.personas) <= 5
    assert sum(p.size for p in personas.personas) == personas.covered == members.num_rows
    assert all(p.share.value >= 0.05 and p.stability >= 0.6 for p in personas.personas)
    assert len({read(p.name, "de") for p in personas.personas}) == len(personas.personas)
    assert all(len(p.unknown) == 3 for p in personas.personas)
