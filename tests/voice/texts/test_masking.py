"""Personal data is found wherever it stands, and ordinary words survive."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wegweiser.voice.texts.masking import mask
from wegweiser.voice.texts.numbering import is_card, is_iban

FRAMES = st.sampled_from(
    [
        "Please answer to {}.",
        "My parcel is late ({})",
        "{} is how you reach me",
        "Bitte melden: {}!",
        "Ich warte seit dem 01.02.2024 um 14:30 Uhr, {} und sonst nichts.",
        "1. {}\n2. nothing else",
    ]
)
WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=9)
SURNAME = st.builds(
    lambda first, rest: first + rest, st.sampled_from("ABCDEFGHIJKLMNOPRSTUVWZÄÖÜ"), st.text("aeioulmnrst", min_size=4)
).filter(lambda name: name.lower() not in {"unser", "meine", "seine", "montag"})
TITLES = ["Mr", "Mrs", "Ms", "Dr.", "Mr.", "Herr", "Frau", "Herrn", "Hr.", "Fr.", "Frau Dr.", "my name is", "ich heiße"]
LENGTHS = {"DE": 22, "AT": 20, "CH": 21, "GB": 22, "FR": 27, "NL": 18}


@st.composite
def ibans(draw):
    """Draw a valid IBAN, in one piece or in blocks of four."""
    country = draw(st.sampled_from(sorted(LENGTHS)))
    inner = "".join(str(draw(st.integers(0, 9))) for _ in range(LENGTHS[country] - 4))
    number = int("".join(str(int(sign, 36)) for sign in f"{inner}{country}00"))
    code = f"{country}{98 - number % 97:02d}{inner}"
    gap = draw(st.sampled_from(["", " "]))
    return gap.join(code[n : n + 4] for n in range(0, len(code), 4))


@st.composite
def cards(draw):
    """Draw a number of 16 digits that passes Luhn's check."""
    inner = "4" + "".join(str(draw(st.integers(0, 9))) for _ in range(14))
    code = next(inner + str(last) for last in range(10) if is_card(inner + str(last)))
    return draw(st.sampled_from(["", " ", "-"])).join(code[n : n + 4] for n in range(0, 16, 4))


@st.composite
def phones(draw):
    """Draw a telephone number of one of five countries, in one of the ways numbers are written."""
    region = draw(st.sampled_from(["DE", "AT", "CH", "GB", "US"]))
    kind = draw(st.sampled_from([phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE]))
    number = phonenumbers.example_number_for_type(region, kind)
    form = phonenumbers.PhoneNumberFormat
    written = phonenumbers.format_number(number, draw(st.sampled_from([form.E164, form.INTERNATIONAL, form.NATIONAL])))
    return draw(st.sampled_from([written, written.replace(" ", "/", 1), written.replace(" ", "-")]))


@settings(max_examples=60)
@given(WORD, WORD, st.sampled_from(["de", "com", "co.uk", "example"]), FRAMES)
def test_an_address_for_mail_is_always_found(who, host, end, frame):
    """Whatever stands around it, neither half of the address is left."""
    said = mask(frame.format(f"{who}.x9@{host}q7.{end}"))
    assert "[e-mail]" in said
    assert f"{who}.x9" not in said
    assert f"{host}q7" not in said


@settings(max_examples=60)
@given(ibans(), FRAMES)
def test_an_iban_is_always_found(code, frame):
    """In one piece or in blocks; nothing of it stays."""
    assert is_iban(code.replace(" ", ""))
    assert mask(frame.format(code)) == frame.format("[iban]")


@settings(max_examples=60)
@given(cards(), FRAMES)
def test_a_card_is_always_found(code, frame):
    """With blanks, hyphens or none."""
    assert mask(frame.format(code)) == frame.format("[card]")


@settings(max_examples=80)
@given(phones(), FRAMES)
def test_a_phone_number_is_always_found(number, frame):
    """National or international; the date and the time beside it stay."""
    assert mask(frame.format(number)) == frame.format("[phone]")


@settings(max_examples=60)
@given(WORD, FRAMES)
def test_handles_and_links_are_always_found(word, frame):
    """@ana and https://… name or lead to somebody."""
    assert mask(frame.format(f"@{word}99")) == frame.format("[handle]")
    assert word + "q8" not in mask(frame.format(f"https://example.org/{word}q8?id=7"))


@settings(max_examples=80)
@given(
    SURNAME,
    st.sampled_from(TITLES),
    st.sampled_from(["{} {} was here.", "the one called {} {}, I think", "Gestern hat {} {} geholfen"]),
)
def test_a_name_after_a_title_or_an_introduction_is_always_found(name, title, frame):
    """Only the name goes; the title and the sentence stay."""
    assert mask(frame.format(title, name)) == frame.format(title, "[name]")


@settings(max_examples=40)
@given(
    SURNAME, st.sampled_from(["Viele Grüße,", "Mit freundlichen Grüßen\n", "Kind regards,\n", "Best wishes,", "LG,"])
)
def test_a_name_under_a_letter_is_always_found(name, farewell):
    """First and last name, on the same line or the next."""
    assert name not in mask(f"The parcel came late. {farewell} Anna {name}")


@settings(max_examples=60)
@given(st.one_of(ibans(), cards(), phones()), FRAMES)
def test_masking_twice_changes_nothing(secret, frame):
    """What a mask leaves needs no other."""
    once = mask(frame.format(secret))
    assert mask(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "Die Frau am Schalter war sehr nett.",
        "Der Herr an der Kasse und meine Frau und ich",
        "FRAU AM SCHALTER WAR UNFREUNDLICH",
        "the Mr was rude, the dr was not",
        "mein Name ist falsch geschrieben",
        "my name is not on the list",
        "This is great. Hier ist alles gut.",
        "Seit 2023 Kunde, 12 Bestellungen, 1.000.000 Euro, 49,99 € und 100000 km",
        "am 01.02.2024 um 14:30 Uhr, Version 16.4.1, iPhone 14, 24/7",
        "Order 12 items, my account was blocked, contract ended",
        "Ich habe einen LG Fernseher",
        "Hallo Team,\nviele Grüße aus Berlin",
        "Danke, Super Service",
        "Dear Sir or Madam, the app is slow :)",
        "I gave 5/5, 10 out of 10, 100%",
    ],
)
def test_ordinary_words_and_figures_stay(text):
    """A title without a name, a date, a price and a brand reach nobody."""
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Ich bin Kunde, Kundennr. 4711-9", "Ich bin Kunde, Kundennr. [Nummer]"),
        ("Bestellung 302-1234567-89 nie da", "Bestellung [Nummer] nie da"),
        ("ich wohne Hauptstraße 5, 10115 Berlin seit Mai", "ich wohne [Adresse] seit Mai"),
        ("geboren am 12.3.1980", "geboren am [Geburtsdatum]"),
        ("Herr Dr. Max von der Müller sagte ja", "Herr Dr. [Name] sagte ja"),
        ("frau müller hat geholfen", "frau [Name] hat geholfen"),
        ("anna (at) firma.de", "[E-Mail]"),
        ("Hallo Anna,\nwo ist mein Paket?", "Hallo [Name],\nwo ist mein Paket?"),
    ],
)
def test_german_texts_get_german_words(text, masked):
    """The word in brackets is one of the text's own language."""
    assert mask(text, "de") == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Order #12345 and ref AB-12345", "Order #[number] and ref [number]"),
        ("I live at 21 Baker Street London NW1 6XE", "I live at [address] London [address]"),
        ("Dr Khan's picture", "Dr [name]'s picture"),
        ("Mrs Watson-O'Neil helped", "Mrs [name] helped"),
        ("Thanks,\nTom", "Thanks,\n[name]"),
        ("call me on 5551234", "call me on [phone]"),
    ],
)
def test_english_texts_get_english_words(text, masked):
    """Numbers of orders, addresses, names with an apostrophe."""
    assert mask(text) == masked
