"""Whose map is handed out, and how far people are with it."""

from __future__ import annotations

import pytest

from wegweiser.domain.people import Role
from wegweiser.maps.render.house import House
from wegweiser.web import mapping
from wegweiser.web.frame.branding import Brand, keep
from wegweiser.web.handing.housing import house_of, standing_of

pytestmark = pytest.mark.usefixtures("first_order")


@pytest.fixture
def words(site):
    """Return a function that says how far the map is."""

    def say(language="en", *, named=True):
        opened = mapping.opened(site, "first_order")
        return standing_of(site, "first_order", opened.plan).words(site, language, named=named).replace("\u00a0", " ")

    return say


def test_who_approved_a_map_and_when_is_told(visitor, watch, words):
    """A draft has no day; approved by Ada it stays so while others edit; taken back it is a draft of hers."""
    ada, edo = visitor(Role.ADMIN), visitor(Role.EDITOR)
    assert words() == "Draft"
    ada.submit("/maps/first_order/edits", **{"edit.edit": "set_status", "edit.status": "approved"})
    watch.on(days=3)
    edo.submit("/maps/first_order/edits", **{"edit.edit": "add_phase", "edit.name": "Later"})
    assert words() == "Approved · 2 Mar 2026 · Ada Admin"
    assert words("de") == "Freigegeben · 02.03.2026 · Ada Admin"
    assert words(named=False) == "Approved · 2 Mar 2026"
    ada.submit("/maps/first_order/edits", **{"edit.edit": "set_status", "edit.status": "draft"})
    assert words() == "Draft · 5 Mar 2026 · Ada Admin"


def test_the_list_of_maps_and_the_files_say_it(site, visitor):
    """Every map of the list carries it; a file handed out does, with the name of the house."""
    keep(site, Brand(name="Kornblume GmbH", accent="#0a7a3c"))
    ada = visitor(Role.ADMIN)
    ada.submit("/maps/first_order/edits", **{"edit.edit": "set_status", "edit.status": "review"})
    line = "In review \u00b7\u00a02 Mar 2026 \u00b7\u00a0Ada Admin"
    assert line in visitor(Role.VIEWER).get("/maps").text
    page = visitor(Role.VIEWER).get("/maps/first_order/export/html?language=en").text
    assert f'<p class="house">Kornblume GmbH \u00b7\u00a0{line}</p>' in page
    assert "--accent:light-dark(#0a783b," in page


def test_a_workspace_without_a_brand_hands_out_plain_maps(site):
    """No name, no colour, no logo."""
    assert house_of(site) == House()
