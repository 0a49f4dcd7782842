"""The pattern language: what is written is what is understood, and what makes no sense is pointed at."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.journeys.patterns.language import Anything, Arrow, Classed, Either, Element, Named, Other, Pattern
from wegweiser.journeys.patterns.reading import read, read_kind

VIEW, CART, BUY = Named("view"), Named("cart"), Named("buy")
NEXT, LATER = Arrow(directly=True), Arrow()


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("buy", Pattern((Element(BUY),))),
        ("view->buy", Pattern((Element(VIEW), Element(BUY)), (NEXT,))),
        ("view->>buy", Pattern((Element(VIEW), Element(BUY)), (LATER,))),
        ("^ view ->> buy $", Pattern((Element(VIEW), Element(BUY)), (LATER,), starts=True, ends=True)),
        ("view ->> [not cart] buy", Pattern((Element(VIEW), Element(BUY)), (Arrow(without=CART),))),
        (
            "view ->> [not cart, within 2 days] buy",
            Pattern((Element(VIEW), Element(BUY)), (Arrow(without=CART, within=timedelta(days=2)),)),
        ),
        ("view ->> buy within 2 days", Pattern((Element(VIEW), Element(BUY)), (LATER,), within=timedelta(days=2))),
        (
            "view -> [within 30min] buy",
            Pattern((Element(VIEW), Element(BUY)), (Arrow(True, within=timedelta(hours=0.5)),)),
        ),
        ("view{2,}", Pattern((Element(VIEW, 2, None),))),
        ("view{2}", Pattern((Element(VIEW, 2, 2),))),
        ("any{2,3} $", Pattern((Element(Anything(), 2, 3),), ends=True)),
        ("(view | not (cart | buy))", Pattern((Element(Either((VIEW, Other(Either((CART, BUY)))))),))),
        (
            "channel:web -> phase:consideration",
            Pattern((Element(Classed("channel", "web")), Element(Classed("phase", "consideration"))), (NEXT,)),
        ),
        (
            "pay* -> 'any' -> \"my page\"",
            Pattern(
                (Element(Named("pay*")), Element(Named("any", True)), Element(Named("my page", True))), (NEXT, NEXT)
            ),
        ),
        ("e-mail-click->buy", Pattern((Element(Named("e-mail-click")), Element(BUY)), (NEXT,))),
    ],
)
def test_what_is_written_is_understood(text, understood):
    """Every word of the language means one thing."""
    assert read(text) == understood


@pytest.mark.parametrize(
    ("text", "at", "problem"),
    [
        ("", 1, "expected a touchpoint, it ends here"),
        ("view ->", 8, "expected a touchpoint, it ends here"),
        ("view ->>> buy", 9, "expected a touchpoint, found '>'"),
        ("view buy", 6, "expected ->, ->>, $, within or the end, found 'buy'"),
        ("view ->> buy wihtin 2 days", 14, "found 'wihtin'; did you mean 'within'?"),
        ("view ->> [nto cart] buy", 11, "expected not or within, found 'nto'; did you mean 'not'?"),
        ("view -> [not cart] buy", 20, "nothing lies between two contacts of '->', so 'not' belongs to '->>'"),
        ("view ->> buy within 2 dyas", 23, "found 'dyas'; did you mean 'days'?"),
        ("view ->> buy within soon", 21, "expected a length of time such as '2 days', found 'soon'"),
        ("view{0,}", 9, "a repetition goes from 1 up, as in {2,} or {2,3}"),
        ("view{3,2}", 10, "a repetition goes from 1 up"),
        ("(view | cart", 13, "expected ')', it ends here"),
        ("any -> within", 8, "expected a touchpoint, found 'within'"),
        ("buy within 0.3 s", 17, "a whole number of seconds"),
    ],
)
def test_what_makes_no_sense_is_pointed_at(text, at, problem):
    """The message names the place, shows it, and says what could stand there."""
    with pytest.raises(InvalidSetting) as caught:
        read(text)
    (said,) = caught.value.problems
    where, shown, mark = said.split("\n")
    assert where.startswith(f"at {at}: ")
    assert problem in where
    assert shown == f"      {text}"
    assert mark.index("^") == 5 + at


def test_a_class_nobody_knows_has_a_nearest_right_one():
    """Touchpoints are classed by channel and phase."""
    with pytest.raises(UnknownName, match=r"'chanel'\. Did you mean 'channel'"):
        read("chanel:web")


def test_a_kind_alone_is_no_pattern():
    """An anchor is one kind of contact, so an arrow behind it is one word too many."""
    assert read_kind("(view | cart)") == Either((VIEW, CART))
    with pytest.raises(InvalidSetting, match="found '->'"):
        read_kind("view -> cart")
