"""What of a map strangers see."""

from __future__ import annotations

from datetime import UTC, datetime

from wegweiser.domain.claims import Claim, Evidence
from wegweiser.domain.journey_maps import Band, Cell, CurvePoint, JourneyMap, Lane, LaneType, MapPersona, MapPhase
from wegweiser.domain.people import Person, Role
from wegweiser.web.handing import Without, public
from wegweiser.web.handing.public import public_plan

ANA = "Ana Abend"


def a_map(**more):
    """Return a map of one phase and one lane."""
    lane = Lane("experience", LaneType.EXPERIENCE, "Experiences", Band.CUSTOMER)
    return JourneyMap("m", "Order", (MapPhase("order", "Order"),), (lane,), **more)


def without():
    """Return what takes Ana's name and address out."""
    return Without((ANA, "Bo"), ("ana@example.org",))


def test_names_and_addresses_of_people_with_an_account_become_dots():
    """Ana is named in a title, in German words and in a statement; a name of two letters stands in other words."""
    claim = Claim("c", {"en": "Ask ana abend", "de": "Fragt Ana Abend (ana@example.org)"}, author="rule")
    shown = public(a_map(cells=(Cell("experience", "order", (claim,)),), subtitle=f"By {ANA}, Bonn"), without())
    assert shown.subtitle == "By […], Bonn"
    assert shown.cells[0].claims[0].text == {"en": "Ask […]", "de": "Fragt […] ([…])"}


def test_what_a_person_wrote_is_masked_as_texts_of_customers_are():
    """A telephone number and the name after a title go; a generated figure keeps its digits."""
    written = Claim("w", "Call Mr. Jones on +44 20 7946 0018")
    counted = Claim("g", "12,345 contacts in 2025", author="rule")
    shown = public(a_map(cells=(Cell("experience", "order", (written, counted)),)), without())
    assert [claim.text for claim in shown.cells[0].claims] == ["Call Mr. [name] on [phone]", "12,345 contacts in 2025"]


def test_nothing_a_single_customer_said_and_no_query_leaves():
    """The quotes of the curve and of the persona go; how a figure was queried, too; its source stays."""
    curve = (CurvePoint(0.5, -1.0, n=40, quote="It hurt", label="Hotline"), CurvePoint(0.7, 1.0, n=3, label="Ana's"))
    persona = MapPersona("p", "Evening", "buys late", "EV", quote="I hate phones")
    evidence = Evidence("e", "event_query", "Shop", n=40, query="select email", snapshot="abc")
    shown = public(a_map(curve=curve, persona=persona, evidence=(evidence,)), without())
    assert [(point.quote, point.label) for point in shown.curve] == [(None, "Hotline"), (None, None)]
    assert (shown.persona.quote, shown.persona.name) == (None, "Evening")
    assert (shown.evidence[0].source, shown.evidence[0].query, shown.evidence[0].snapshot) == ("Shop", None, None)


def test_ids_and_numbers_stay_as_they_are():
    """A card's id holds an @ and is no address."""
    claim = Claim("mail@order", "Fine", refs=("cart@order",), author="rule")
    shown = public(a_map(cells=(Cell("experience", "order", (claim,)),)), without())
    assert (shown.cells[0].claims[0].id, shown.cells[0].claims[0].refs) == ("mail@order", ("cart@order",))


def test_the_plan_of_a_public_map_holds_its_phases_and_nothing_anybody_wrote():
    """Neither owner nor cells; the file's name says nothing."""
    plan = public_plan(a_map())
    assert (plan.id, [phase.id for phase in plan.phases], plan.owner, plan.cells) == ("journey-map", ["order"], "", ())


def test_everybody_with_an_account_is_left_out():
    """The names and addresses of a list of people."""
    ana = Person("p1", "ana@example.org", ANA, Role.EDITOR, datetime(2026, 3, 2, tzinfo=UTC))
    assert Without.of([ana]) == Without((ANA,), ("ana@example.org",))
