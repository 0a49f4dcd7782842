from __future__ import annotations

from datetime import date, timedelta
from importlib.resources import files
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from wegweiser.i18n import Amount, Between, Count, Day, Share, Short, Signed, Span, both, message, read, untranslated

NB = "\u00a0"


@pytest.mark.parametrize(
    ("shown", "en", "de"),
    [
        (Count(48_210), "48,210", "48.210"),
        (Count(0), "0", "0"),
        (Amount(1.82), "1.82", "1,82"),
        (Amount(-1835, "EUR"), "\u2212€1,835.00", "\u22121.835,00\u00a0€"),
        (Amount(-0.04, digits=1), "0", "0"),
        (Amount(-1234.5), "\u22121,234.5", "\u22121.234,5"),
        (Amount(1.82, "EUR"), "€1.82", f"1,82{NB}€"),
        (Share(0.38), "38%", f"38{NB}%"),
        (Share(0.1656, digits=2), "16.56%", f"16,56{NB}%"),
        (Share(0.0994), "9.9%", f"9,9{NB}%"),
        (Share(0.0996), "10%", f"10{NB}%"),
        (Share(0.9), "90%", f"90{NB}%"),
        (Share(0.907), "90.7%", f"90,7{NB}%"),
        (Share(0.004), "0.4%", f"0,4{NB}%"),
        (Share(0), "0%", f"0{NB}%"),
        (Share(1), "100%", f"100{NB}%"),
        (Span(timedelta(seconds=119)), f"119{NB}s", f"119{NB}Sek."),
        (Span(timedelta(minutes=14)), f"14{NB}min.", f"14{NB}Min."),
        (Span(timedelta(hours=47)), f"47{NB}hrs.", f"47{NB}Std."),
        (Span(timedelta(days=9)), f"9{NB}days", f"9{NB}Tage"),
        (Span(timedelta(days=365)), f"12{NB}months", f"12{NB}Monate"),
        (Span(timedelta(days=1000)), f"3{NB}years", f"3{NB}Jahre"),
        (Day(date(2026, 10, 31)), "31 Oct 2026", "31.10.2026"),
        (Short(9_999), "9,999", "9.999"),
        (Short(21_400), "21.4k", f"21,4{NB}Tsd."),
        (Short(1_500_000), "1.5M", f"1,5{NB}Mio."),
        (Between(Share(0.36), Share(0.4)), "36\u201340%", f"36\u201340{NB}%"),
        (Between(Signed(-0.2), Signed(0.4)), "\u22120.2 to +0.4", "\u22120,2 bis +0,4"),
        (Between(Amount(1, "EUR"), Amount(2, "EUR")), "€1.00\u2013€2.00", f"1,00\u20132,00{NB}€"),
        (Between(Short(21_400), Short(30_000)), "21.4k\u201330k", f"21,4\u201330{NB}Tsd."),
        (
            Between(Span(timedelta(hours=30)), Span(timedelta(days=9))),
            f"30{NB}hrs.\u20139{NB}days",
            f"30{NB}Std.\u20139{NB}Tage",
        ),
    ],
)
def test_values_are_shown_as_each_language_shows_them(shown, en, de):
    """Numbers, shares, lengths of time and days follow the notation of English and of German."""
    assert (shown.shown("en"), shown.shown("de")) == (en, de)


def test_a_message_is_given_in_every_language():
    """Values are formatted for the language, whole numbers and texts among them."""
    expected = {"en": "48,210 customers", "de": "48.210 Kunden"}
    assert both("{n} customers", n=Count(48_210)) == both("{n} customers", n=48_210) == expected
    assert both("{n} customers", n={"en": "all", "de": "alle"}) == {"en": "all customers", "de": "alle Kunden"}


def test_an_untranslated_message_stays_english_and_is_reported():
    """A message nobody translated is shown as it is, and listed for the test that holds catalogues complete."""
    assert message("Nobody translated this.", "de") == "Nobody translated this."
    assert untranslated({"Nobody translated this.", "days"}, "de") == ("Nobody translated this.",)


def test_braces_without_values_are_left_alone():
    """A message without values is not formatted, so that a brace in it is text."""
    assert message("{n} customers", "en") == "{n} customers"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Aware", "de", "Aware"),
        ({"en": "Aware", "de": "Aufmerksam"}, "de", "Aufmerksam"),
        ({"en": "Aware"}, "de", "Aware"),
        ({"fr": "Attentif"}, "de", "Attentif"),
        ({}, "de", ""),
    ],
)
def test_a_text_is_read_in_the_language_else_in_english(text, language, expected):
    """Where a language is missing, English stands in, else whatever there is."""
    assert read(text, language) == expected


def catalogues():
    """Return every German catalogue as (file name, messages)."""
    for path in sorted((files("wegweiser") / "locales" / "de").iterdir(), key=lambda p: p.name):
        with path.open("rb") as file:
            yield path.name, [m for m in read_po(file) if m.id]


def test_catalogues_name_the_same_values_in_both_languages():
    """A {value} lost in translation would be a number lost on a map."""
    for name, messages in catalogues():
        for one in messages:
            fields = [set(_fields(text)) for text in (one.id, one.string)]
            assert fields[0] == fields[1], f"{name}: {one.id}"


def test_no_message_is_fuzzy_or_untranslated():
    """Every message of every catalogue has its German words."""
    assert [(name, m.id) for name, messages in catalogues() for m in messages if m.fuzzy or not m.string] == []


def test_no_message_has_two_translations():
    """Two rooms may share a message, if they agree on its German."""
    seen = {}
    for name, messages in catalogues():
        for one in messages:
            assert seen.setdefault(one.id, (name, one.string))[1] == one.string, (name, one.id, seen[one.id])


def _fields(text):
    return [field for _, field, _, _ in Formatter().parse(text) if field]


def test_english_needs_no_catalogue():
    """English is the language messages are written in."""
    assert message("days", "en") == "days"


def test_both_ends_of_an_interval_keep_their_digits():
    """From +1.0 to +1.1, not from +1."""
    assert [Signed(value, 1, fixed=True).shown("de") for value in (1.0, 1.1)] == ["+1,0", "+1,1"]
    assert Amount(1200, digits=1, fixed=True).shown("en") == "1,200.0"
