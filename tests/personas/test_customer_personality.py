"""The personas of a published list of customers who are known by traits alone."""

from datetime import date
from pathlib import Path

import pytest

from wegweiser.i18n import read
from wegweiser.personas import PersonaSettings, find
from wegweiser.warehouse import Warehouse

pytestmark = pytest.mark.data


def test_customers_known_by_traits_fall_into_groups_that_come_back(warehouse: Warehouse, shared_data: Path):
    """2,240 customers with income, spending by category and purchases by channel: stable, named by taste."""
    file = f"{shared_data}/customer_personality/marketing_campaign.csv"
    warehouse.execute("raw", f"create temp table raw as select * from read_csv('{file}', delim=';', all_varchar=true)")
    warehouse.execute(
        "traits",
        """create temp table trait as unpivot (select ID::bigint as profile_id, * exclude (ID, Dt_Customer) from raw)
           on * exclude (profile_id) into name name value value""",
    )
    warehouse.execute(
        "steps",
        """create temp table step as select 1::bigint as profile_id, timestamp '2014-01-01' as occurred_at,
           1 as touchpoint_id, 1 as session, 0.0 as value where false""",
    )
    warehouse.execute(
        "codes",
        """create temp table touchpoint_code as
           select 1 as touchpoint_id, 'x' as id, 'store' as channel, true as is_goal""",
    )
    found = find(warehouse, PersonaSettings(most=6), date(2014, 7, 1), date(2012, 7, 1)).personas
    assert found.profiles == found.covered == 2240
    assert 3 <= len(found.personas) <= 6
    assert all(p.stability >= 0.75 and p.homogeneity > 0.85 for p in found.personas)
    assert "wine" in " ".join(read(p.name, "en") for p in found.personas).lower()
    assert not {"recency", "response"} & set(read(found.method, "en").lower().split())
    assert found.fidelity is not None
    assert found.fidelity.value > 0.7
