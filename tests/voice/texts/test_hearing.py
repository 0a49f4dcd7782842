"""What customers ask, expect, associate and feel, counted over people and never under twenty of them."""

from __future__ import annotations

import dataclasses
from datetime import datetime

import numpy as np
import pytest

from wegweiser.domain.questions import Answered
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.domain.voices import SayingKind
from wegweiser.identity import MEMBERSHIP, PROFILE_OF
from wegweiser.voice.reader import Readings
from wegweiser.voice.texts import TextSpec, loading
from wegweiser.voice.texts.content import Inventory, Page
from wegweiser.voice.texts.hearing import Listening, heard, texts
from wegweiser.voice.texts.keeping import Comment
from wegweiser.voice.texts.placing import Places
from wegweiser.voice.texts.reading import read
from wegweiser.voice.texts.spec import TextKind
from wegweiser.warehouse import Query

PLACES = Places.of(
    [
        Touchpoint("delivered", {"en": "Delivery", "de": "Lieferung"}, Match(), phase="use"),
        Touchpoint("hotline", "Hotline", Match(), channel="phone", phase="keep"),
    ]
)
ASKED = (
    "Wann kommt mein Paket an?",
    "Wo bleibt mein Paket",
    "Ich frage mich, wann die Sendung endlich kommt.",
    "Wann wird das Paket geliefert?",
)
EXPECTED = (
    "I expected a call back within a day.",
    "Someone should have called me back.",
    "I had expected a call back.",
)
ABOUT = ("Lindholm is reliable.", "Lindholm ist zuverlässig!", "A really reliable shop is Lindholm.")
LIVED = ("The hotline has a long queue, horrible.", "Horrible queue at the hotline.", "A long queue on the hotline!")


class Simple:
    """Feels what is horrible."""

    name = "simple 1"

    def read(self, sentences, languages):
        """Return -1.6 for it and nothing else."""
        bad = np.array(["orrible" in text or "queue" in text for text in sentences])
        negative, rest = np.where(bad, 0.8, np.nan), np.where(bad, 0.2, np.nan)
        assert len(languages) == len(bad)
        return Readings(negative, rest, np.where(bad, 0.0, np.nan), -2 * negative, (None,) * len(bad))


@pytest.fixture
def spoken(warehouse):
    """Load what 24 customers say: half may be quoted; the first 20 are of one persona."""
    comments = []
    for person in range(24):
        said = (ASKED[person % 4], EXPECTED[person % 3], ABOUT[person % 3], LIVED[person % 3])
        for place, text in enumerate(said):
            comments.append(
                Comment(
                    person * 10 + place,
                    text,
                    subject_id=person + 1,
                    at=datetime(2026, 1 + person % 3, 5),  # noqa: DTZ001  (tables hold UTC without an offset)
                    phase=None if place else "use",
                    consent="public" if person % 2 else "internal",
                )
            )
    comments += [Comment(900 + n, "Does the soup contain nuts?", subject_id=500 + n) for n in range(19)]
    loading.load_comments(warehouse, TextSpec("c", ()), "all", "1", comments)
    read(warehouse, PLACES, Simple())
    rows = " union all ".join(
        f"select {n} as profile_id, 'ana' as persona_id, 0.9 as probability" for n in range(1, 21)
    )
    always = "cast(null as timestamp) as valid_from, cast(null as timestamp) as valid_to"
    same = f"select 1 as subject_id, 1 as profile_id, {always}"
    parts = [
        warehouse.seal(MEMBERSHIP, "all", Query("members", rows)),
        warehouse.seal(PROFILE_OF, "all", Query("same", same)),
    ]
    warehouse.publish(parts)
    return warehouse


def test_a_question_is_counted_in_every_wording(spoken):
    """24 people ask in four wordings when their parcel comes; 19 about the soup are too few to be shown."""
    (question,), _ = heard(spoken, PLACES)
    assert (question.times, question.customers, question.phase, question.touchpoint) == (24, 24, "use", "delivered")
    assert question.trend == (8, 8, 8)
    assert question.share is not None
    assert (question.share.hits, question.share.n) == (24, 24)
    assert question.answered is Answered.UNKNOWN
    assert set(question.text) == {"de"}
    assert set(question.quotes) == {"Wo bleibt mein Paket", "Wann wird das Paket geliefert?"}


def test_a_question_nobody_answers_is_found(spoken):
    """A page on delivery answers it, one on opening hours does not."""
    pages = (Page("Lieferung", "Ein Paket kommt in drei Tagen an.", None, None, "de"),)
    (question,), _ = heard(spoken, PLACES, inventory=Inventory(pages))
    assert (question.answered, question.answered_by) == (Answered.YES, "Lieferung")
    pages = (Page("Öffnungszeiten", "Montag bis Samstag geöffnet.", None, None, "de"),)
    (question,), _ = heard(spoken, PLACES, inventory=Inventory(pages))
    assert (question.answered, question.answered_by) == (Answered.NO, None)


def test_an_expectation_is_a_saying(spoken):
    """A call back, in three wordings."""
    _, sayings = heard(spoken, PLACES)
    (saying,) = (s for s in sayings if s.kind is SayingKind.EXPECTATION)
    assert (saying.customers, saying.times) == (24, 24)
    assert "call" in saying.text["en"]


def test_what_stands_beside_our_name_is_an_association(spoken):
    """Reliable and zuverlässig are one word; without a name of ours there are none."""
    _, sayings = heard(spoken, PLACES, Listening(brand=("Lindholm",)))
    (saying,) = (s for s in sayings if s.kind is SayingKind.ASSOCIATION and s.customers == 24)
    assert saying.text == {"de": "zuverlässig", "en": "reliable"}
    assert not [s for s in heard(spoken, PLACES)[1] if s.kind is SayingKind.ASSOCIATION]


def test_what_is_said_everywhere_is_no_association(warehouse):
    """Everybody says "beautiful", of us no more than of anything; only of us people say "honest"."""
    comments = [Comment(n, "Nordlicht is honest and beautiful.", subject_id=n) for n in range(1, 25)]
    comments += [
        Comment(100 + n, ("It is beautiful.", "The zip is beautiful.")[n % 2], subject_id=n) for n in range(90)
    ]
    loading.load_comments(warehouse, TextSpec("c", ()), "all", "1", comments)
    read(warehouse, PLACES)
    _, sayings = heard(warehouse, PLACES, Listening(brand=("Nordlicht",)))
    assert [s.text for s in sayings if s.kind is SayingKind.ASSOCIATION] == [{"en": "honest"}]


def test_one_question_in_two_languages_and_phases_is_one_question(warehouse):
    """24 ask in German while they use it, 21 in English before they buy: 45 everywhere, in both phases."""
    comments = [
        Comment(n, *(("Wann kommt mein Paket an?",) if n < 24 else ("When does my parcel arrive?",)), subject_id=n,
                phase="use" if n < 24 else "buy", consent="public")
        for n in range(45)
    ]  # fmt: skip
    loading.load_comments(warehouse, TextSpec("c", ()), "all", "1", comments)
    read(warehouse, PLACES, Simple())
    asked, _ = heard(warehouse, PLACES)
    assert [(q.phase, q.customers, q.everywhere, q.phases) for q in asked] == [
        ("use", 24, 45, ("buy", "use")),
        ("buy", 21, 45, ("buy", "use")),
    ]
    (one,), _ = heard_together(warehouse, comments)
    assert one.text == {"de": "Wann kommt mein Paket an?", "en": "When does my parcel arrive?"}
    assert (one.customers, one.phases) == (45, ())


def heard_together(warehouse, comments):
    """Return what is heard where all was said in one phase."""
    same = [dataclasses.replace(one, phase="use") for one in comments]
    loading.load_comments(warehouse, TextSpec("c", ()), "all", "2", same)
    read(warehouse, PLACES, Simple())
    return heard(warehouse, PLACES)


@pytest.mark.parametrize("kind", ["search", "call"])
def test_no_search_term_and_no_note_of_an_agent_is_a_saying(warehouse, kind):
    """Neither hurts, expects or is quoted; both are counted where they ask, and a search names us as well."""
    texts_ = ("Horrible queue at the hotline.", "I expected a call back.", "Where is my parcel?", "nordlicht honest")
    comments = [
        Comment(person * 10 + place, text, subject_id=person, consent="public")
        for person in range(1, 25)
        for place, text in enumerate(texts_)
    ]
    loading.load_comments(warehouse, TextSpec("c", (), kind=TextKind(kind)), "all", "1", comments)
    assert read(warehouse, PLACES, Simple()).felt == 0
    asked, sayings = heard(warehouse, PLACES, Listening(brand=("Nordlicht",)))
    assert [(q.customers, q.quotes) for q in asked] == [(24, ())]
    assert [(s.kind, s.quotes) for s in sayings] == ([(SayingKind.ASSOCIATION, ())] if kind == "search" else [])
    assert asked[0].text == ({"en": "Where is my parcel?"} if kind == "search" else "parcel")


def test_a_question_is_no_pain_as_well(warehouse):
    """24 people ask about the horrible queue at the hotline: one question, no pain."""
    comments = [Comment(n, "Why is there a horrible queue at the hotline?", subject_id=n) for n in range(1, 25)]
    loading.load_comments(warehouse, TextSpec("c", ()), "all", "1", comments)
    assert read(warehouse, PLACES, Simple()).felt == 24
    asked, sayings = heard(warehouse, PLACES)
    assert (len(asked), sayings) == (1, ())


def test_what_hurts_at_a_touchpoint_is_a_pain(spoken):
    """A queue at the hotline, at -1.6 in the mean; the model is named."""
    _, sayings = heard(spoken, PLACES)
    pain = next(s for s in sayings if s.kind is SayingKind.PAIN)
    assert (pain.touchpoint, pain.phase, pain.customers) == ("hotline", "keep", 24)
    assert "queue" in pain.topic["en"]
    assert pain.text == {"en": "The hotline has a long queue, horrible."}
    assert pain.feeling is not None
    assert (round(pain.feeling.value, 6), pain.feeling.n) == (-1.6, 24)
    assert pain.model == "rules 2, simple 1"
    assert not [s for s in sayings if s.kind is SayingKind.GAIN]


def test_a_word_stands_for_itself_where_no_sentence_may_be_quoted(warehouse):
    """24 people write for use within the company only: the word goes out, no sentence of theirs does."""
    comments = [Comment(n, "Horrible queue at the hotline.", subject_id=n) for n in range(1, 25)]
    loading.load_comments(warehouse, TextSpec("c", ()), "all", "1", comments)
    read(warehouse, PLACES, Simple())
    (outside,), (inside,) = (heard(warehouse, PLACES, Listening(public=public))[1] for public in (True, False))
    assert outside.text == outside.topic == inside.topic
    assert inside.text == {"en": "Horrible queue at the hotline."}


def test_only_public_words_leave_in_an_export(spoken):
    """Half of the writers allow quotes outside of the company; within it the others are quoted as well."""
    table = spoken.table(loading.SAID)
    internal = set(spoken.run(Query("i", f"select text from {table} where consent = 'internal'")).column("text"))
    public = set(spoken.run(Query("p", f"select text from {table} where consent = 'public'")).column("text"))
    for how, allowed in ((Listening(), public), (Listening(public=False), public | internal)):
        asked, sayings = heard(spoken, PLACES, how)
        quoted = {text for q in asked for text in q.quotes} | {q.text for s in sayings for q in s.quotes}
        assert quoted
        assert quoted <= allowed


def test_a_persona_speaks_for_itself(spoken):
    """20 of the 24 are of one persona: its question is another one than everybody's."""
    (everybody,), _ = heard(spoken, PLACES)
    (own,), _ = heard(spoken, PLACES, Listening(personas=True))
    assert (own.persona, own.customers, own.share.n) == ("ana", 20, 20)
    assert (everybody.persona, everybody.customers, everybody.share.n) == (None, 24, 24)
    assert own.id != everybody.id


def test_hearing_twice_gives_the_same(spoken):
    """Ids, order and quotes do not change while the texts do not."""
    assert heard(spoken, PLACES, Listening(brand=("Lindholm",))) == heard(
        spoken, PLACES, Listening(brand=("Lindholm",))
    )


def test_texts_are_counted(spoken):
    """By source, kind and language, with people."""
    rows = texts(spoken).rows()
    assert sum(row["texts"] for row in rows) == 115
    assert {row["language"] for row in rows} == {"de", "en"}


def test_nothing_is_heard_where_nobody_spoke(warehouse):
    """An empty warehouse gives neither questions nor sayings."""
    assert heard(warehouse, PLACES, Listening(brand=("x",), personas=True)) == ((), ())
