"""Answers in the warehouse: by state, with weight and time, the same file only once."""

from __future__ import annotations

from tests.voice.surveys.conftest import FIRST

from wegweiser.collect.tables import QUARANTINE, TRAIT
from wegweiser.domain.events import Origin
from wegweiser.voice.surveys.spec import Layout
from wegweiser.voice.tables import ANSWER


def test_every_cell_is_an_answer_none_or_never_used(survey, rows_of):
    """Ana answered all, Ben left one blank, Cem was never in the shop and left two blank."""
    (loaded,) = survey().load()
    assert (loaded.rows, loaded.answers, loaded.missing, loaded.unused, loaded.quarantined) == (3, 8, 3, 1, 0)
    assert rows_of(ANSWER, "item, line, value, state, weight", where="item in ('q1shop', 'q1all')") == [
        ("q1all", 2, 5.0, "answered", 1.5),
        ("q1all", 3, 2.0, "answered", 0.5),
        ("q1all", 4, None, "missing", 1.0),
        ("q1shop", 2, 5.0, "answered", 1.5),
        ("q1shop", 3, 1.0, "answered", 0.5),
        ("q1shop", 4, None, "unused", 1.0),
    ]
    assert rows_of(ANSWER, "distinct survey, wave, occurred_at") == [("shop", "2025", None)]


def test_traits_are_told_in_words(survey, rows_of):
    """Cem's age is blank and so unknown."""
    survey().load()
    assert rows_of(TRAIT, "name, value") == [("q3age", "18 - 24"), ("q3age", "25 and over")]


def test_the_same_file_twice_changes_nothing_and_a_correction_reloads_it(survey, rows_of):
    """What a person corrects in the questions file is read anew."""
    one = survey()
    one.load()
    assert [loaded.skipped for loaded in one.load()] == [True]
    text = one.questions.read_text("utf-8")
    one.questions.write_text(text.replace("missing = [0], unused = [6]", "missing = [0, 6]"), "utf-8")
    again = survey()
    assert [(loaded.skipped, loaded.unused, loaded.missing) for loaded in again.load()] == [(False, 0, 4)]
    assert len(rows_of(ANSWER)) == 12


def test_what_nobody_can_read_stands_in_quarantine(survey, rows_of, written):
    """A 9 on 1 to 5, a word, a row too short and a weight that is none; all other answers count."""
    first = survey()
    first.items()
    rows = FIRST + "dan,9,4,great,7,1,,1\neva,3\nfay,5,5,5,9,1,,heavy\n"
    (loaded,) = survey(written("shop_2025.csv", rows)).load()
    assert loaded.reasons == {"malformed_row": 1, "off_scale": 1, "unreadable_answer": 1, "unreadable_number": 1}
    assert rows_of(QUARANTINE, "source, line, code, raw", "line, code") == [
        ("shop", 5, "off_scale", "Q1SHOP = 9"),
        ("shop", 5, "unreadable_answer", "Q1ALL = great"),
        ("shop", 6, "malformed_row", "eva,3"),
        ("shop", 7, "unreadable_number", ""),
    ]


def test_words_stand_for_codes(survey, rows_of, written):
    """The next wave writes "18-24" and "Outstanding" in words, in other columns and another order."""
    second = written("shop_2026.csv", "Q4AGE,Q1 Shop,*ID\n18-24,Outstanding,ana\n25 and Over,1,ben\n")
    loaded = survey(written("shop_2025.csv", FIRST), second).load()[1]
    assert (loaded.wave, loaded.answers, loaded.quarantined) == ("2026", 2, 0)
    told = rows_of(ANSWER, "item, line, value", where="wave = '2026'")
    assert told == [("q1shop", 2, 5.0), ("q1shop", 3, 1.0)]
    assert rows_of(TRAIT, "value, count(distinct subject_id)", "value", where="true group by value") == [
        ("18 - 24", 2),
        ("25 and over", 2),
    ]


def test_an_empty_cell_is_no_answer_where_no_code_says_so(survey, written):
    """Two of four people left the rating empty: asked, and no answer."""
    rows = "id,satisfaction_shop\na,5\nb,\nc,1\nd,\n" + "".join(f"p{n},{n % 5 + 1}\n" for n in range(20))
    (loaded,) = survey(written("plain.csv", rows), dictionary="").load()
    assert (loaded.answers, loaded.missing) == (22, 2)


def test_the_long_layout_has_a_row_for_each_answer(survey, rows_of, written):
    """Who is named is known by that name everywhere; the time of each answer is kept."""
    rows = "customer,asked,said,at\n" + "".join(
        f"{who},satisfaction_{what},{value},2026-03-0{day}\n"
        for who, what, value, day in (
            ("ana", "shop", 5, 1),
            ("ana", "web", 3, 2),
            ("ben", "shop", 1, 3),
            ("ben", "web", 5, 4),
        )
    )
    one = survey(
        written("long.csv", rows),
        dictionary="",
        layout=Layout.LONG,
        person="customer",
        person_kind="customer",
        question="asked",
        answer="said",
        time="at",
        origin=Origin.SIMULATED,
    )
    (loaded,) = one.load()
    assert (loaded.rows, loaded.answers) == (2, 4)
    assert rows_of(ANSWER, "item, value, cast(occurred_at as date)::varchar", "line", where="state = 'answered'") == [
        ("satisfaction_shop", 5.0, "2026-03-01"),
        ("satisfaction_web", 3.0, "2026-03-02"),
        ("satisfaction_shop", 1.0, "2026-03-03"),
        ("satisfaction_web", 5.0, "2026-03-04"),
    ]
    ((ana,),) = rows_of(ANSWER, "distinct subject_id", where="line = 2")
    assert ana == rows_of(ANSWER, "subject_id", where="line = 3")[0][0]


def test_a_wave_without_dates_has_the_day_that_was_given(survey, rows_of, written):
    """`waves` names a wave and its day."""
    survey(written("first.csv", FIRST), waves={"first.csv": "Spring, 2025-04-02"}).load()
    assert rows_of(ANSWER, "distinct wave, cast(occurred_at as varchar)") == [("Spring", "2025-04-02 12:00:00")]


def test_comments_come_with_the_answer_beside_them(survey):
    """Q4WHY stands below no rating of its own question; what Cem did not write is no comment."""
    told = [(c.line, c.item, c.text[:8], c.touchpoint, c.score) for c in survey().comments()]
    assert told == [(2, "q4why", "Friendly", None, None), (3, "q4why", "I had to", None, None)]
