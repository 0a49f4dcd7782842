from __future__ import annotations

import io
from collections.abc import Iterator

import msgspec
from deck import DECK, NOBODY, SAVER
from pypdf import PdfReader
from rich_deck import BACKDROP, RICH

from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.personas import Trait, UseShare
from wegweiser.maps.render import sedcards_html, sedcards_pdf
from wegweiser.maps.render.sedcards.cards import deck


def alternatives(node: object) -> Iterator[str]:
    """Yield the alternative texts in the tree of tags."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for kid in node:
            yield from alternatives(kid)
    elif isinstance(node, dict):
        if "/Alt" in node:
            yield str(node["/Alt"])
        yield from alternatives(node.get("/K"))


ZERO = Estimate(0.0, -0.1, 0.1, 765, "sd")


def test_every_persona_gets_a_page_of_its_own():
    """Three personas, three tagged A4 pages, the same bytes twice."""
    made = sedcards_pdf(DECK, "de")
    reader = PdfReader(io.BytesIO(made))
    assert len(reader.pages) == 3
    assert [round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:]] == [210, 297]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Was die Daten nicht sagen" in " ".join(reader.pages[0].extract_text().split())
    assert sedcards_pdf(DECK, "de") == made


def test_a_persona_with_much_to_say_still_fits_its_page():
    """Six traits, six figures, fourteen groups and a long method: one page, nothing of it clipped."""
    groups = tuple(UseShare(f"g{i}", f"Einkommensklasse {i}", SAVER.share, 0.3) for i in range(14))
    full = msgspec.structs.replace(SAVER, traits=SAVER.traits * 2, figures=SAVER.figures * 3, demography=groups)
    wordy = msgspec.structs.replace(
        DECK, personas=(full, full), method="Gruppiert nach vielen Merkmalen. " * 20 + "Ende."
    )
    pages = PdfReader(io.BytesIO(sedcards_pdf(wordy, "de"))).pages
    assert len(pages) == 2
    assert "Ende." in pages[0].extract_text()
    assert "+6 weitere Gruppen" in pages[0].extract_text().replace("\u00a0", " ")


def test_a_persona_of_whom_all_is_known_has_two_pages_and_one_on_a3():
    """On A4 Paula has a front and a back, on A3 one sheet; the last page tells of the whole set."""
    four, three = (PdfReader(io.BytesIO(sedcards_pdf(RICH, "de", BACKDROP, paper))).pages for paper in ("a4", "a3"))
    assert (len(four), len(three)) == (5, 4)
    assert [round(float(side) / 72 * 25.4) for side in three[0].mediabox[2:]] == [420, 297]
    sheet = " ".join(three[0].extract_text().split())
    for words in ("Gefühle je Phase", "Woran man sie erkennt", "Was Annahme ist", "Bild: Ana Beispiel", "Auslöser"):
        assert words in sheet
    assert "Was sich geändert hat" in three[-1].extract_text()
    assert sedcards_pdf(RICH, "de", BACKDROP, "a3") == sedcards_pdf(RICH, "de", BACKDROP, "a3")


def test_the_curve_of_feelings_is_told_to_who_hears_the_paper():
    """Both personas with feelings have a figure whose alternative text names series, phase and value."""
    root = PdfReader(io.BytesIO(sedcards_pdf(RICH, "de", BACKDROP))).trailer["/Root"]
    told = [alt for alt in alternatives(root["/StructTreeRoot"]) if "berichtet" in alt]
    assert len(told) == 2
    assert told[0].startswith("berichtet, Aufmerksam werden: +0,6 (")
    assert "; Lieferung und Service: \u22121,1 (" in told[0]


def test_devices_stand_under_their_own_name():
    """All three begin with the same question, which the heading asks already; a single one keeps it."""
    devices = tuple(
        UseShare(f"preferred_device:{name}", f"Preferred device “{name}”", SAVER.share, 0.3)
        for name in ("phone", "tablet")
    )
    for shown, names in ((devices, ["Phone", "Tablet"]), (devices[:1], ["Preferred device “phone”"])):
        persona = msgspec.structs.replace(SAVER, devices=shown, channels=(), weekdays=(), hours=())
        (group,) = deck(msgspec.structs.replace(DECK, personas=(persona,)), "en")["cards"][0]["groups"]
        assert [bar["name"] for bar in group["bars"]] == names


def test_what_nobody_knows_has_no_heading():
    """A persona described by hand has goals and statements, and nothing of channels, feelings or figures."""
    card = deck(RICH, "de", BACKDROP)["cards"][2]
    assert [part["title"] for part in card["lists"]] == ["Ziele"]
    assert (card["mood"], card["groups"], card["figures"], card["dials"], card["who"]) == (None, (), (), (), None)
    assert card["imprint"][0] == "von Menschen beschrieben, an Daten geprüft"


def test_a_persona_of_seven_people_shows_no_number():
    """Neither the claim nor a share of a group below twenty is shown."""
    hidden = deck(DECK, "de")["cards"][1]
    assert hidden["hidden"]
    assert (hidden["line"], hidden["part"], hidden["dials"], hidden["groups"]) == ("", None, (), ())
    assert "Stabilität" not in " ".join(hidden["imprint"])


def test_a_share_of_twelve_people_is_not_drawn():
    """A bar for a dozen people would be a number in disguise."""
    few = msgspec.structs.replace(SAVER.channels[0], share=SAVER.demography[1].share)
    persona = msgspec.structs.replace(SAVER, channels=(few, *SAVER.channels[1:]))
    bar = deck(msgspec.structs.replace(DECK, personas=(persona,)), "en")["cards"][0]["groups"][0]["bars"][0]
    assert (bar["shown"], bar["length"], bar["base"], bar["support"]) == ("n\u00a0<\u00a020", 0.0, -1.0, "")


def _group(ident: str, value: float, base: float, hits: int = 100) -> UseShare:
    return UseShare(ident, ident, Proportion(value, value - 0.02, value + 0.02, hits, 300), base)


def test_a_card_names_the_groups_that_differ_most():
    """Of eleven groups: none of nineteen people, two for each question, the most unlike, in their own order."""
    ages = (_group("age:20", 0.3, 0.2), _group("age:40", 0.31, 0.1), _group("age:60", 0.3, 0.05))
    alone = tuple(_group(f"q{i}:a", 0.5 + i / 100, 0.5) for i in range(7))
    persona = msgspec.structs.replace(SAVER, demography=(*ages, *alone, _group("town:big", 0.06, 0.9, hits=19)))
    who = deck(msgspec.structs.replace(DECK, personas=(persona,)), "en")["cards"][0]["who"]
    assert [bar["name"] for bar in who["bars"]] == ["age:40", "age:60", *(f"q{i}:a" for i in range(1, 7))]
    assert who["note"] == "n\u00a0=\u00a0300 ·\u00a0+3 more groups"


def test_of_two_answers_one_is_told():
    """Married and unmarried mirror each other; the one found more often here stands for both."""
    pair = (_group("status:married", 0.35, 0.57), _group("status:single", 0.65, 0.43))
    persona = msgspec.structs.replace(SAVER, demography=pair)
    who = deck(msgspec.structs.replace(DECK, personas=(persona,)), "en")["cards"][0]["who"]
    assert [bar["name"] for bar in who["bars"]] == ["status:single"]


def test_a_trait_that_ten_people_share_is_not_told():
    """Ten of 257 are a cell below twenty, although the group is large enough."""
    ten = msgspec.structs.replace(SAVER.traits[0], here=Proportion(0.039, 0.02, 0.07, 10, 257))
    persona = msgspec.structs.replace(SAVER, traits=(ten, SAVER.traits[1]))
    card = deck(msgspec.structs.replace(DECK, personas=(persona,)), "en")["cards"][0]
    assert [dial["shown"] for dial in card["dials"]] == ["Spends 18% less per visit"]


def test_a_mean_of_shares_is_told_in_percent_and_both_values_alike():
    """0.34 of contacts is 34 %; everyone else is printed with as many decimals."""
    name = {"en": "contacts per visit", "de": "Kontakte je Besuch"}
    words = {"en": "34% of contacts at the weekend", "de": "34 % der Kontakte am Wochenende"}
    shares = Trait("we", name, Estimate(0.34, 0.32, 0.36, 765), Estimate(0.3, 0.29, 0.31, 900), ZERO, words)
    means = Trait("kb", name, Estimate(9.9, 9.8, 10.0, 765), Estimate(12.5, 12.4, 12.6, 900), ZERO, "more")
    persona = msgspec.structs.replace(SAVER, traits=(shares, means), figures=(means,))
    card = deck(msgspec.structs.replace(DECK, personas=(persona,)), "de")["cards"][0]
    assert [dial["detail"].replace("\u00a0", " ") for dial in card["dials"]] == [
        "Kontakte je Besuch: 34 % (32\u201336 %) · alle anderen 30 % · n = 765",
        "Kontakte je Besuch: 9,9 (9,8\u201310,0) · alle anderen 12,5 · n = 765",
    ]
    assert card["figures"][0]["name"] == "Kontakte je Besuch"


def test_a_rule_gives_a_monogram_in_the_language_of_the_card():
    """Irregular occasional buyers are IO, their German card says UG; a person's initials are kept."""
    name = {"en": "Irregular occasional buyers", "de": "Unregelmäßige Gelegenheitskäufer"}
    ruled = msgspec.structs.replace(SAVER, name=name, initials="IO")
    named = msgspec.structs.replace(ruled, named_by="Ana")
    both = msgspec.structs.replace(DECK, personas=(ruled, named))
    assert [card["portrait"]["initials"] for card in deck(both, "de")["cards"]] == ["UG", "IO"]


def test_a_trait_whose_interval_holds_zero_is_open():
    """More, less, not settled."""
    assert [dial["tone"] for dial in deck(DECK, "en")["cards"][0]["dials"]] == ["more", "less", "open"]


def test_markup_in_a_name_is_shown():
    """A name that looks like a script is a name."""
    page = sedcards_html(DECK, "en")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; #let $x$ *a* _b_ @c \\" in page


def test_the_page_is_small_and_speaks_german():
    """Self-contained and under 600 KB."""
    page = sedcards_html(DECK, "de")
    assert len(page.encode()) < 600_000
    assert '<html lang="de">' in page
    assert "Was sie unterscheidet" in page


def test_no_personas_leave_the_reason():
    """Thirty-one customers are too few, and both forms say so."""
    assert "31 customers are too few" in sedcards_html(NOBODY, "en")
    text = PdfReader(io.BytesIO(sedcards_pdf(NOBODY, "en"))).pages[0].extract_text()
    assert "31 customers are too few" in text
