from __future__ import annotations

import stat
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wegweiser.errors import InvalidSetting, WorkspaceProblem
from wegweiser.voice.asking import links
from wegweiser.voice.texts.keeping import subject

SIGNER = links.Signer(b"k" * 32)
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@given(st.integers(0, 2**60 - 1), st.integers(0, 26), st.sampled_from("ABCDEFGHxyz0123-_"))
def test_a_token_gives_back_its_person_and_a_changed_one_nobody(person, place, letter):
    """Whatever letter is changed, the token never stands for somebody else."""
    token = SIGNER.personal("kauf", person)
    assert SIGNER.subject("kauf", token) == person
    changed = token[:place] + letter + token[place + 1 :]
    assert SIGNER.subject("kauf", changed) in {None, person}
    assert SIGNER.subject("other", token) is None
    assert links.Signer(b"x" * 32).subject("kauf", token) is None


@pytest.mark.parametrize("token", ["", "x", "ä", "=====", "a" * 27, "../../etc"])
def test_what_is_no_token_stands_for_nobody(token):
    """Nothing raises, whatever stands in the address."""
    assert SIGNER.subject("kauf", token) is None
    assert SIGNER.form_id("kauf", token, NOW) is None


def test_a_link_shows_neither_the_customers_number_nor_its_id():
    """Customer 4711 is in the token, but nobody without the key can tell."""
    address = links.link("https://example.org/", "kauf", signer=SIGNER, person="4711", kind="customer")
    start, token = address.split("?p=")
    assert start == "https://example.org/ask/kauf"
    assert "4711" not in address
    assert str(subject("customer", "4711")) not in address
    assert SIGNER.subject("kauf", token) == subject("customer", "4711")


def test_a_link_needs_an_address_and_somebody():
    """No scheme, and a name every shop gives to guests."""
    with pytest.raises(InvalidSetting, match="https://"):
        links.link("example.org", "kauf")
    with pytest.raises(InvalidSetting, match="stands for nobody"):
        links.link("https://example.org", "kauf", signer=SIGNER, person="guest")


def test_a_form_is_taken_for_two_days():
    """Its number comes back until then; another survey's form is none."""
    form = SIGNER.form("kauf", NOW)
    assert SIGNER.form_id("kauf", form, NOW + timedelta(days=2)) == form.split(".")[0]
    assert SIGNER.form_id("kauf", form, NOW + timedelta(days=2, seconds=1)) is None
    assert SIGNER.form_id("other", form, NOW) is None


def test_the_key_is_made_once_and_its_owners_alone(tmp_path):
    """The second signer reads what the first wrote; a damaged key is refused, for links would die."""
    token = links.signer_of(tmp_path / "log").personal("kauf", 1)
    key = tmp_path / "log" / links.KEY
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert links.signer_of(tmp_path / "log").subject("kauf", token) == 1
    key.write_bytes(b"short")
    with pytest.raises(WorkspaceProblem, match="is damaged"):
        links.signer_of(tmp_path / "log")


def test_a_code_has_its_quiet_zone_and_its_caption(tmp_path):
    """29 modules and 4 white ones on each side are 37; what is written below is escaped."""
    drawn = ET.fromstring(links.qr_svg("https://example.org/ask/kauf", "Bread & <b>"))  # noqa: S314  (ours)
    assert drawn.get("viewBox") == "0 0 37 43"
    text = drawn.find("{http://www.w3.org/2000/svg}text")
    assert (text.text, text.get("textLength")) == ("Bread & <b>", None)
    links.write_qr("https://example.org/ask/kauf", tmp_path / "code.png")
    assert (tmp_path / "code.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(InvalidSetting, match=r"neither \.svg nor \.png"):
        links.write_qr("https://example.org", tmp_path / "code.gif")
