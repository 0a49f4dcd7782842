from __future__ import annotations

import msgspec
from rich_deck import PAULA

from wegweiser.domain.claims import Status
from wegweiser.domain.estimates import Proportion
from wegweiser.domain.personas import Persona, Remark
from wegweiser.domain.voices import Quote
from wegweiser.maps.render.sedcards.told import assumed, lists, quotes, rules, statements


def test_kinds_nobody_knows_anything_of_have_no_heading():
    """Paula's five kinds are listed in order; without goals and pains three are left."""
    assert [kind.title for kind in lists(PAULA, "en")] == ["Goals", "Questions", "Pains", "Triggers", "Barriers"]
    fewer = msgspec.structs.replace(PAULA, goals=(), pains=())
    assert [kind.title for kind in lists(fewer, "en")] == ["Questions", "Triggers", "Barriers"]


def test_a_share_of_three_people_is_not_told_beside_its_remark():
    """The remark stays, its number does not; a pain of 157 keeps its share, interval and n."""
    pains, barriers = lists(PAULA, "de")[2], lists(PAULA, "de")[4]
    assert barriers.lines[1].support == ""
    assert pains.lines[0].support.replace("\u00a0", " ") == "38 % (35\u201341 %) · n = 412"
    assert pains.lines[0].status == "inferred"


def test_a_question_says_who_asked_and_whether_it_is_answered():
    """143 customers asked, and nobody answers it."""
    (first, *_) = lists(PAULA, "en")[1].lines
    assert first.quoted
    assert first.support.replace("\u00a0", " ") == "143 customers asked · nobody answers it"


def test_statements_carry_their_verdict_as_glyph_and_word():
    """One is contradicted, one holds, one could not be tested."""
    told = statements(PAULA.statements, "en")
    assert [line.status for line in told] == ["contradicted", "validated", "assumption"]
    assert [line.support.partition(" ·")[0] for line in told] == ["does not hold", "holds", "not tested"]
    assert told[2].support.endswith("no such data")


def test_rules_say_how_many_they_describe_and_how_many_of_those_belong():
    """86 % of Paula's people, 91 % of those described."""
    (line,) = rules(PAULA.rules, "en")
    assert line.support.startswith("describes 86% (83\u201389%) of them; of those it describes, 91")


def test_quotes_stand_between_marks_of_the_language():
    """Two at most, in German marks on a German card."""
    told = quotes(PAULA.quotes * 2, "de")
    assert len(told) == 2
    assert told[0].text[0] == "„"
    assert told[1].text[-1] == "“"


def test_what_is_inferred_is_not_called_an_assumption():
    """Each sentence has the glyph of its own status, whatever its words are; models not named yet come last."""
    persona = Persona("pe", "A", "", "A", 50, Proportion(0.5, 0.4, 0.6, 50, 100), 0.9, 0.9,
                      assumed=(Remark("Refits agree by 0.8.", Status.INFERRED), Remark("Nobody inferred the name.")),
                      pains=(Remark("slow", Status.INFERRED, model="nano-e5"),))  # fmt: skip
    told = assumed(persona, "en")
    assert [line.status for line in told] == ["inferred", "assumption", "inferred"]
    assert told[-1].text == "Inferred by: nano-e5"


def test_a_quote_names_its_source_in_words():
    """The id of a source is for programs: of review_texts the reader sees that it is a review."""
    said = quotes([Quote("Fine.", "review_texts"), Quote("Hm.", "shop_floor")], "de")
    assert [one.source for one in said] == ["Bewertung", "shop floor"]
