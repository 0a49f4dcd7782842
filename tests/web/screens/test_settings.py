"""Settings: names, time zone, retention, phases and brand; who reads them and who changes them."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from wegweiser.domain.people import Role

OWN = {"id": ["awareness", "decide", ""], "name": ["See", "", "Try it"], "line": ["", "", ""], "place": ["2", "3", "1"]}


@pytest.fixture
def ada(visitor):
    """Return the browser of an admin."""
    return visitor(Role.ADMIN)


def test_an_admin_changes_names_zone_and_retention(ada, site):
    """wegweiser.toml says so from then on, and the page shows it."""
    answer = ada.submit("/settings", name="Kornblume Markt", timezone="Europe/Berlin", language="de", keep_days="90")
    assert (answer.status_code, answer.headers["location"]) == (303, "/settings")
    config = site.config
    assert (config.name, config.timezone, config.language, config.voice.keep_days) == (
        "Kornblume Markt",
        "Europe/Berlin",
        "de",
        90,
    )
    assert 'value="Kornblume Markt"' in ada.get("/settings?lang=de").text


def test_what_is_left_out_stays_as_it_is(ada, site):
    """A program tells the retention alone: of texts, then of the audit log."""
    assert ada.call("/settings", keep_days=30).status_code == 200
    assert ada.call("/settings", audit_days=365).json()["audit_days"] == 365
    assert (site.config.name, site.config.timezone, site.config.voice.keep_days) == ("Kornblume", "UTC", 30)
    assert site.config.audit_days == 365


@pytest.mark.parametrize(
    "told",
    [
        {"timezone": "Mars/Olympus"},
        {"keep_days": "0"},
        {"audit_days": "29"},
        {"name": " "},
        {"language": "fr"},
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_written(ada, site, told):
    """No zone, no days, a log too short, no name, no such language."""
    before = (site.folder / "wegweiser.toml").read_bytes()
    fields = {"name": "Shop", "timezone": "UTC", "language": "en", "keep_days": "90"} | told
    assert ada.submit("/settings", **fields).status_code == 422
    assert (site.folder / "wegweiser.toml").read_bytes() == before


def test_viewers_read_settings_and_change_none(visitor):
    """Her fields are shut, and what she sends is refused."""
    vic = visitor(Role.VIEWER)
    page = vic.get("/settings").text
    assert ("disabled" in page, "Admins change this." in page) == (True, True)
    assert vic.submit("/settings", name="Mine").status_code == 403
    for address in ("/settings/phases", "/settings/brand", "/settings/about"):
        assert vic.get(address).status_code == 200


def test_a_model_that_ships_is_followed(ada, site):
    """One click; a model nobody ships is 404."""
    shown = ada.get("/api/v1/settings/phases").json()
    other = next(model["id"] for model in shown["models"] if model["id"] != shown["model"])
    assert ada.submit("/settings/phases/model", model=other).status_code == 303
    assert site.config.phases == other
    assert ada.submit("/settings/phases/model", model="none").status_code == 404


def test_phases_of_ones_own_are_renamed_added_ordered_and_taken_away(ada, site):
    """Awareness is called See and comes second; an empty name takes a phase away; a new one gets an id of its name."""
    assert ada.post("/settings/phases", data={"csrf": ada.csrf, **OWN}).status_code == 303
    assert [(phase.id, phase.name) for phase in site.config.model.phases] == [
        ("try_it", "Try it"),
        ("awareness", {"en": "See", "de": "Aufmerksam werden"}),
    ]
    assert ada.post("/settings/phases", data={"csrf": ada.csrf, "id": "", "name": " "}).status_code == 422


def test_a_brand_shows_on_every_page_and_to_strangers_too(ada, visitor):
    """Name and colour; the door shows them before anybody signed in."""
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "green").save(picture, "PNG")
    fields = {"csrf": ada.csrf, "name": "Kornblume <b>", "accent": "#0A7A3C"}
    answer = ada.post("/settings/brand", data=fields, files={"logo": ("logo.png", picture.getvalue())})
    assert answer.status_code == 303
    door = visitor().get("/sign-in").text
    assert ("Kornblume &lt;b&gt;" in door, "/brand/style.css?v=" in door, "/brand/logo.png?v=" in door) == (True,) * 3
    assert visitor().get("/brand/style.css").text.startswith(":root{--brand-light:#0a7")
    logo = visitor().get("/brand/logo.png")
    assert (logo.headers["content-type"], logo.content[:4]) == ("image/png", b"\x89PNG")
    ada.post("/settings/brand", data={"csrf": ada.csrf, "no_logo": "true"})
    assert "/brand/logo.png" not in visitor().get("/sign-in").text


@pytest.mark.parametrize(
    ("fields", "logo"),
    [
        ({"accent": "red;}body{}"}, None),
        ({}, ("logo.svg", b"<svg onload='alert(1)'/>")),
        ({}, ("logo.png", b"\x89PNG\r\n\x1a\nx")),
    ],
)
def test_a_colour_or_picture_that_is_none_is_refused(ada, visitor, fields, logo):
    """The page comes again with words; nothing of it is kept."""
    answer = ada.post("/settings/brand", data={"csrf": ada.csrf, **fields}, files={"logo": logo} if logo else None)
    assert answer.status_code == 422
    assert "/brand/" not in visitor().get("/sign-in").text
