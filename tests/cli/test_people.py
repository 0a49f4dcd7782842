from __future__ import annotations

import pytest


@pytest.fixture
def folder(tmp_path):
    """Return a workspace without data."""
    (tmp_path / "wegweiser.toml").write_text('name = "Kornblume"\n', "utf-8")
    return tmp_path


def test_whoever_has_the_machine_gets_in(wegweiser, folder, monkeypatch):
    """A link for a new admin, once; it is written to where the app is reached."""
    assert wegweiser("people", "list", "-C", folder).out.strip() == "Nobody can sign in yet."
    monkeypatch.setenv("WEGWEISER_BASE_URL", "https://maps.example.org")
    told = wegweiser("people", "add", "ada@example.org", "-C", folder)
    assert told.out.splitlines()[0] == "Send this link to ada@example.org; it works once, and for 168 hours:"
    assert told.out.splitlines()[1].startswith("https://maps.example.org/welcome/")
    assert (folder / ".wegweiser" / "app.sqlite").stat().st_mode & 0o077 == 0


def test_somebody_who_forgot_everything_gets_a_link(wegweiser, folder):
    """An unknown address is misuse; `--admin` also lets her back in."""
    from wegweiser.bootstrap import clock_of, open_app_store, settings_of  # noqa: PLC0415
    from wegweiser.domain.people import Role  # noqa: PLC0415

    settings = settings_of()
    with open_app_store(folder, settings, clock_of(settings)) as store:
        store.people.add("ada@example.org", "Ada", Role.ADMIN)
        ben = store.people.add("ben@example.org", "Ben", Role.VIEWER)
        store.people.change(ben.id, active=False)
    assert wegweiser("people", "list", "-C", folder).out.splitlines() == [
        "ada@example.org: Ada, admin",
        "(ben@example.org: Ben, viewer)",
    ]
    assert wegweiser("people", "reset", "bem@example.org", "-C", folder).code == 2
    told = wegweiser("people", "reset", "ben@example.org", "-C", folder, "--admin", "--json").json
    assert (told["email"], told["hours"]) == ("ben@example.org", 24)
    assert wegweiser("people", "list", "-C", folder, "--json").json[1] | {"id": ""} == {
        "id": "",
        "email": "ben@example.org",
        "name": "Ben",
        "role": "admin",
        "active": True,
    }
    assert wegweiser("people", "add", "BEN@example.org", "-C", folder).code == 2
