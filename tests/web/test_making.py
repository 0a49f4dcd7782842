"""New maps beside the workspace's own: ids of their own, and no figures but those of their phases."""

from __future__ import annotations

import pytest

from wegweiser.domain.people import Role
from wegweiser.web import mapping


@pytest.fixture
def site(shop):
    """Return the site of the shop that was run."""
    mapping.take_in(shop)
    return shop


@pytest.fixture
def edo(visitor):
    """Return the browser of an editor."""
    return visitor(Role.EDITOR)


def test_a_copy_shows_the_figures_and_the_inside_of_a_phase_shows_none(site, edo):
    """The copy has the shop's phases and so its touchpoints; the inside of its first phase has other phases."""
    own = mapping.opened(site, "journey").journey_map
    edo.submit("/maps/new/copy", map="journey", title="Aim")
    edo.submit("/maps/new/child", inside=f"journey/{own.phases[0].id}", title="Inside")
    copied, inside = (mapping.opened(site, name).journey_map for name in ("aim", "inside"))
    assert {card.id for card in copied.touchpoints} == {card.id for card in own.touchpoints}
    assert (inside.touchpoints, inside.data.customers) == ((), 0)


@pytest.mark.parametrize(
    ("title", "made"),
    [("Äpfel & Öl!", "apfel_ol"), ("Straße", "strasse"), ("new", "new_2"), ("漢字", "map"), ("../../etc", "etc")],
)
def test_an_id_is_made_of_the_title_and_leads_nowhere(site, edo, title, made):
    """Letters, digits and underscores; a word that has a meaning in addresses is not taken."""
    edo.submit("/maps/new/template", template="service", title=title)
    assert made in {one.id for one in site.store.maps.all()}
    assert (site.folder / "maps" / f"{made}.yaml").is_file()


def test_files_of_other_stores_keep_their_names(site, edo):
    """Five files lie there that this store knows nothing of: the new map takes the next name."""
    (site.folder / "maps").mkdir(exist_ok=True)
    for name in ("care", *(f"care_{i}" for i in range(2, 6))):
        (site.folder / "maps" / f"{name}.yaml").mkdir()
    edo.submit("/maps/new/template", template="service", title="Care")
    assert "care_6" in {one.id for one in site.store.maps.all()}


def test_two_maps_of_one_title_have_two_ids(site, edo):
    """The second one is numbered."""
    for _ in range(2):
        edo.submit("/maps/new/template", template="service", title="Service")
    assert [one.id for one in site.store.maps.all()][1:] == ["service", "service_2"]
