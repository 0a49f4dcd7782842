from __future__ import annotations

from wegweiser.voice.asking import forms


def test_every_question_has_an_answer_also_those_left_out(survey):
    """Ana ticks 9 and writes a line; ease and parking stay without an answer."""
    filled = forms.read_form(survey, {"q-nps": "9", "q-why": " Good bread. "}, "en")
    assert filled.problems == {}
    assert [(g.item, g.value, g.text, g.touchpoint) for g in filled.given] == [
        ("nps", 9.0, None, "shop"),
        ("ease", None, None, "checkout"),
        ("park", None, None, "shop"),
        ("why", None, "Good bread.", "shop"),
    ]


def test_what_must_be_answered_is_said_in_the_readers_language(survey):
    """The score is required; 11 and words are no answers."""
    assert forms.read_form(survey, {}, "de").problems == {"nps": "Bitte wählen Sie eine Antwort."}
    for said in ("11", "-1", "nine", "9.5", "nan"):
        assert forms.read_form(survey, {"q-nps": said}, "en").problems == {
            "nps": "Please choose one of the answers shown."
        }


def test_a_text_has_a_longest_length(survey):
    """2,000 characters are taken, one more is not."""
    assert forms.read_form(survey, {"q-nps": "1", "q-why": "a" * 2000}, "en").problems == {}
    problems = forms.read_form(survey, {"q-nps": "1", "q-why": "a" * 2001}, "de").problems
    assert problems == {"why": "Bitte kürzen Sie Ihren Text auf 2.000 Zeichen; er hat 2.001."}
