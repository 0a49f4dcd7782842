"""The views for a board and for those who run the service."""

from __future__ import annotations

from grocer import GROCER
from msgspec.structs import replace

from wegweiser.domain.claims import Claim
from wegweiser.domain.journey_maps import Cell, View
from wegweiser.maps.lanes import DEFAULT_LANES
from wegweiser.maps.render.layout import sheet
from wegweiser.maps.render.press import cut
from wegweiser.maps.render.sheet import Sheet

SHOP = replace(GROCER, lanes=DEFAULT_LANES)


def lanes(shown: Sheet) -> list[str]:
    """Return the lanes of a sheet in their order."""
    return [row.id for band in shown.bands for row in band.rows]


def test_a_board_sees_the_curve_the_gaps_and_three_levers():
    """Everything else is left out, and no mark of a fourth lever stays."""
    shown = cut(sheet(SHOP, "en", View.EXECUTIVE))
    assert lanes(shown) == ["feeling", "gap"]
    assert shown.levers is None or len((*shown.levers.ranked, *shown.levers.apart)) <= 3


def test_a_blueprint_has_its_two_lines():
    """What we do begins with the line of interaction, what nobody sees with that of visibility."""
    shown = cut(sheet(SHOP, "en", View.BLUEPRINT))
    assert lanes(shown)[-3:] == ["measure", "backstage", "support"]
    lines = {row.id: row.line for band in shown.bands for row in band.rows if row.line}
    assert lines == {"measure": "Line of interaction", "backstage": "Line of visibility"}
    assert not any(row.line for band in cut(sheet(SHOP, "en", View.FULL)).bands for row in band.rows)


def test_what_happens_backstage_shows_in_the_full_view_where_something_is_written():
    """An empty lane behind the scenes belongs to the blueprint only."""
    assert "backstage" not in lanes(cut(sheet(SHOP, "en", View.FULL)))
    told = Cell(lane="backstage", phase=SHOP.phases[0].id, claims=(Claim(id="cl_b", text="The till is counted"),))
    full = cut(sheet(replace(SHOP, cells=(*SHOP.cells, told)), "en", View.FULL))
    assert "backstage" in lanes(full)
    assert "support" not in lanes(full)
