"""From trips to entries in the diary: advertising, web, app, store, and what follows a purchase."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wegweiser.demo.simulated import shelf, trips
from wegweiser.demo.simulated.casting import Cast, Flags, Floats, Ints
from wegweiser.demo.simulated.diary import Diary
from wegweiser.demo.simulated.trips import APP, STORE, WEB, Letters, Trips

CARRIER_CHANGES = int((np.datetime64("2025-09-01", "s") - shelf.START).astype(np.int64))
"""From this second on another carrier delivers."""
LATE_BEFORE, LATE_AFTER = 0.05, 0.36
"""Share of parcels that come after the day promised."""
CAMPAIGNS = (*["winter"] * 2, *["spring"] * 3, *["summer"] * 3, *["autumn"] * 2, *["gifts"] * 2)
"""What the advertising of a month is called."""
_ADS = (("display", 0.002), ("social", 0.38), ("generic_search", 0.62), ("price_comparison", 0.3))
_FOLLOWS, _FOLLOWS_OTHERS = 0.45, 0.1
_BRANDED, _BRANDED_OTHERS = 0.4, 0.08


@dataclass(frozen=True)
class Year:
    """Everything that happened: who, which trips, what they bought, which parcels, and the diary of it."""

    people: Cast
    trips: Trips
    letters: Letters
    product: Ints
    """Main product of each trip."""
    paid: Floats
    late: Ints
    """Days each parcel was late; -1 where nothing was sent."""
    number: Ints
    """Customer number of each person; 0 for those the company never came to know."""
    diary: Diary

    @property
    def bought(self) -> Flags:
        """Who bought at all."""
        found = np.zeros(len(self.people), dtype=bool)
        found[self.trips.who[self.trips.buys]] = True
        return found


def live(people: Cast, rng: np.random.Generator) -> Year:
    """Return a year of these people."""
    letters = trips.sent(people, rng)
    went = trips.planned(people, letters, rng)
    wanted = people.of("basket", went.who) * np.exp(rng.normal(0, 0.4, len(went)))
    gift = people.kind[went.who] == 3
    product, paid = shelf.baskets(wanted, gift, went.end, went.place == STORE, rng)
    sends = went.buys & (went.place != STORE)
    odds = np.where(went.end >= CARRIER_CHANGES, LATE_AFTER, LATE_BEFORE)
    late = np.where(rng.random(len(went)) < odds, rng.geometric(0.35, len(went)), 0)
    known = np.zeros(len(people), dtype=bool)
    known[went.who[went.buys]] = True
    number = np.where(known, 100_000 + rng.permutation(len(people)), 0)
    year = Year(people, went, letters, product, paid, np.where(sends, late, -1), number, Diary())
    _advertised(year, rng)
    _read(year)
    _looked(year, rng)
    _decided(year, rng)
    _delivered(year)
    _met(year, rng)
    return year


def _advertised(year: Year, rng: np.random.Generator) -> None:
    """Note advertising: banners by chance, clicks that open trips, and what follows people who look."""
    diary, went = year.diary, year.trips
    seen = np.repeat(np.arange(len(year.people)), rng.poisson(2.5, len(year.people)))
    at = rng.integers(8 * 3600, 364 * shelf.DAY, len(seen))
    diary.note(
        "ads", "impression", seen, at, medium="display", cost=np.round(rng.gamma(4, 0.0006, len(seen)), 4), cookie=0
    )
    for entry, (medium, cost) in enumerate(_ADS):
        opened = (went.entry == entry) & ~went.loops
        paid = np.round(cost * rng.gamma(6, 1 / 6, opened.sum()), 4)
        diary.note("ads", "click", went.who[opened], went.start[opened] - 40, medium=medium, cost=paid, cookie=0)
    # Retargeting goes after those who looked; whether they buy was settled before, so it changes nothing.
    gap = went.end - went.start
    reached = rng.random(len(went)) < np.where(went.intends, _FOLLOWS, _FOLLOWS_OTHERS)
    reached &= (gap > 2400) & ~year.people.spared_ads[went.who] & ~went.loops
    when = went.start + (gap * (0.4 + 0.5 * rng.random(len(went)))).astype(np.int64)
    named = rng.random(len(went)) < np.where(went.intends, _BRANDED, _BRANDED_OTHERS)
    named &= (went.place == WEB) & ~went.loops
    for medium, which, at, cost in (
        ("retargeting", reached, when, 0.45),
        ("brand_search", named, went.end - 620, 0.12),
    ):
        paid = np.round(cost * rng.gamma(6, 1 / 6, which.sum()), 4)
        diary.note("ads", "click", went.who[which], at[which], medium=medium, cost=paid, cookie=went.browser[which])


def _read(year: Year) -> None:
    diary, letters = year.diary, year.letters
    diary.note("newsletter", "sent", letters.who, letters.at)
    for event, which, after in (("opened", letters.opened, 900), ("clicked", letters.clicked, 960)):
        diary.note("newsletter", event, letters.who[which], letters.at[which] + after + letters.who[which] % 600)


def _looked(year: Year, rng: np.random.Generator) -> None:
    """Note what people look at before they decide; a rebuy that loops looks at nothing."""
    went = year.trips
    research = (went.place == STORE) & (rng.random(len(went)) < 0.3)
    _viewed(year, "web", (went.place == WEB) | research, rng)
    _viewed(year, "app", went.place == APP, rng)
    inside = np.flatnonzero(research & ~went.loops & (rng.random(len(went)) < 0.8))
    _note(year, "web", "login", inside, went.start[inside] + 500)
    calm = ((went.place == WEB) | research) & ~went.loops
    for event, share, after in (("site_search", 0.3, 30), ("size_guide", 0.12, 700), ("help_page", 0.14, 820)):
        which = np.flatnonzero(calm & (rng.random(len(went)) < share))
        _note(year, "web", event, which, went.start[which] + after)
    alert = np.flatnonzero((went.place == APP) & ~went.loops & (rng.random(len(went)) < 0.45))
    _note(year, "app", "price_alert", alert, went.start[alert] + 900)
    asks = (went.place == STORE) & (rng.random(len(went)) < year.people.of("asks", went.who))
    asks &= (year.number[went.who] > 0) & ~went.loops
    minutes = rng.integers(6, 38, asks.sum())
    year.diary.note("advice", "advice", went.who[asks], went.end[asks] - minutes * 60 - 300, minutes=minutes)


def _viewed(year: Year, stream: str, place: Flags, rng: np.random.Generator) -> None:
    """Note visits to the web shop or the app, and the products looked at there."""
    went = year.trips
    visit, view = ("visit", "product_view") if stream == "web" else ("app_open", "app_product_view")
    # A rebuy comes by the reorder link and lands in the basket.
    which = np.flatnonzero(place & ~went.loops)
    year.diary.note(stream, visit, went.who[which], went.start[which], cookie=went.browser[which])
    views = 1 + rng.poisson(np.maximum(year.people.of("views", went.who[which]) - 1, 0.1))
    each = np.repeat(which, views)
    nth = np.arange(len(each)) - np.repeat(np.cumsum(views) - views, views)
    at = went.start[each] + 60 + nth * 55 + rng.integers(0, 40, len(each))
    product = np.where(nth == 0, year.product[each], rng.integers(0, len(shelf.PRODUCTS), len(each)))
    year.diary.note(stream, view, went.who[each], at, cookie=went.browser[each], product=product)


def _note(year: Year, stream: str, event: str, which: Ints, at: Ints) -> None:
    """Note one thing on web or app, with the browser and the main product of the trip."""
    went = year.trips
    year.diary.note(stream, event, went.who[which], at, cookie=went.browser[which], product=year.product[which])


def _decided(year: Year, rng: np.random.Generator) -> None:
    """Note baskets, checkouts, the app's faults and purchases."""
    diary, went = year.diary, year.trips
    wavers = rng.random(len(went)) < 0.22
    for place, stream, prefix in ((WEB, "web", ""), (APP, "app", "app_")):
        wants = (went.place == place) & (went.buys | went.failed | wavers)
        pays = wants & (went.buys | went.failed | (rng.random(len(went)) < 0.5))
        steps = [("cart", wants, 300), ("checkout", pays, 150)]
        steps += [("login", wants, 420)] if place == WEB else [("checkout_error", went.failed, 100)]
        for event, flags, before in steps:
            which = np.flatnonzero(flags)
            _note(year, stream, prefix + event, which, went.end[which] - before)
    online = np.flatnonzero(went.buys & (went.place != STORE))
    bought = {"product": year.product[online], "paid": year.paid[online], "trip": online, "place": went.place[online]}
    diary.note("orders", "order", went.who[online], went.end[online], **bought)
    till = went.buys & (went.place == STORE)
    diary.note("receipts", "receipt", went.who[till], went.end[till], product=year.product[till], paid=year.paid[till])
    first = np.full(len(year.people), np.iinfo(np.int64).max)
    np.minimum.at(first, went.who[went.buys], went.end[went.buys])
    found = np.flatnonzero(year.bought)
    diary.note("customers", "account", found, first[found] - 240)
    joins = found[year.people.newsletter[found] & (found % 2 == 0)]
    diary.note("web", "newsletter_signup", joins, first[joins] + 120, cookie=0)


def _delivered(year: Year) -> None:
    went, late = year.trips, year.late
    which = np.flatnonzero(late >= 0)
    ordered = went.end[which] // shelf.DAY
    promised, actual = ordered + 3, ordered + 3 + late[which]
    days = {"promised": promised, "actual": actual, "trip": which}
    sent = (ordered + 1) * shelf.DAY + 9 * 3600 + which % 3600
    year.diary.note("parcels", "dispatched", went.who[which], sent, **days)
    came = actual * shelf.DAY + 11 * 3600 + which % 14_400
    year.diary.note("parcels", "delivered", went.who[which], came, **days, late=late[which])


def _met(year: Year, rng: np.random.Generator) -> None:
    """Note calls to the hotline and word of mouth, both only of people the company knows."""
    diary, went = year.diary, year.trips
    known = year.number[went.who] > 0
    before, after = (went.start + went.end) // 2, went.end + 4 * shelf.DAY
    for flag, at, reason in ((went.called, before, "before"), (went.asked, after, "order")):
        which = np.flatnonzero(flag & known)
        spoke = rng.integers(90, 720, len(which))
        said = {"waited": went.waited[which], "spoke": spoke, "trip": which}
        diary.note("calls", "call", went.who[which], at[which] - at[which] % 60, reason=reason, **said)
    heard = np.flatnonzero((went.entry == trips.FRIEND) & known & ~went.loops)
    diary.note("heard", "friend", went.who[heard], went.start[heard] - 3600)
    glad = went.buys & (rng.random(len(went)) < 0.09 * np.clip(year.people.mood[went.who], 0, 2)) & (year.late <= 0)
    diary.note("heard", "code_shared", went.who[glad], went.end[glad] + 12 * shelf.DAY)
