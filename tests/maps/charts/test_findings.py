from __future__ import annotations

import msgspec
import pytest
from walked import GRAPH, STEPS

from wegweiser.maps.charts import findings
from wegweiser.maps.charts.rows import Link, StepFlow


def flow_of(first, second, exits):
    """Return a flow of 1,000 journeys in which so many leave after step 1 and after step 2."""
    links = (
        Link(1, "a", "(left)", first, first),
        Link(1, "a", "b", 1000 - first, 900),
        Link(2, "b", "(left)", second, second),
        Link(2, "b", "c", 1000 - first - second, 900),
    )
    return StepFlow(tuple(link for link in links if link.journeys), {}, "Goal", exits)


@pytest.mark.parametrize(
    ("leaving", "english", "german"),
    [
        ((100, 50, 500), "Every fifth exit comes right after the start",
         "Jeder fünfte Ausstieg geschieht gleich nach dem Einstieg"),
        ((50, 150, 300), "Every second exit comes right after step 2",
         "Jeder zweite Ausstieg geschieht gleich nach Schritt 2"),
        ((400, 50, 500), "80% of all exits come right after the start",
         "80\u00a0% aller Ausstiege geschehen gleich nach dem Einstieg"),
        ((50, 210, 500), "42% of all exits come right after step 2",
         "42\u00a0% aller Ausstiege geschehen gleich nach Schritt 2"),
        ((20, 10, 500), "97.0% of journeys have 3 steps or more",
         "97,0\u00a0% der Kundenreisen haben 3 oder mehr Schritte"),
    ],
)  # fmt: skip
def test_the_headline_of_the_steps_is_what_the_data_says(leaving, english, german):
    """The step with most exits is named with its share of all exits; exits that come later make no headline."""
    flow = flow_of(*leaving)
    assert findings.of_steps(flow, "en").headline == english
    assert findings.of_steps(flow, "de").headline == german


def test_where_hardly_anybody_leaves_the_headline_is_reaching_the_goal():
    """Ten of a thousand exit and 700 convert at once: that is what is said."""
    links = (
        Link(1, "a", "(left)", 10, 10),
        Link(1, "a", "(converted)", 700, 700),
        Link(1, "a", "b", 290, 290),
        Link(2, "b", "b", 290, 290),
    )
    told = findings.of_steps(StepFlow(links, {}, {"en": "Purchase", "de": "Kauf"}, 10), "de")
    assert told.headline == "70\u00a0% der Kundenreisen erreichen das Ziel Kauf in höchstens 2 Schritten"


def test_nothing_is_said_of_one_customer():
    """A single journey makes no headline, whatever became of it."""
    told = findings.of_steps(StepFlow((Link(1, "ad", "(end)", 1, 1),), {"ad": "Ad"}), "en")
    assert told.headline == told.summary == "Too few journeys to say where they lead"
    assert "1 of" not in told.lead


def test_nobody_leaves_and_nobody_is_there():
    """No link at all divides by nothing."""
    assert findings.of_steps(StepFlow((), {}), "en").headline == "Too few journeys to say where they lead"


def test_the_lead_names_the_goal_and_how_many_go_on():
    """Of 1,000 journeys 570 have three steps or more."""
    lead = findings.of_steps(STEPS, "en").lead
    assert "it ends without the goal Purchase; green: goal reached." in lead
    assert "570 of 1,000 journeys have 3 steps or more." in lead


def test_the_headline_of_the_graph_is_going_back_where_people_do():
    """A tenth go back; where nobody does, the way most travelled is named; where all are few, neither."""
    told = findings.of_graph(GRAPH, "de")
    assert told.headline == (
        "10\u00a0% der Kunden gehen in eine frühere Phase zurück, am häufigsten von „Warenkorb“ zu „Produktseite“"
    )
    assert told.lead.startswith("Gezeigt: 88\u00a0% von 1.991 Übergängen.")
    onward = msgspec.structs.replace(GRAPH, edges=tuple(edge for edge in GRAPH.edges if not edge.back))
    assert (
        findings.of_graph(onward, "en").headline == "Customers move most often from “Advertisement” to “Product page”"
    )
    few = msgspec.structs.replace(GRAPH, edges=GRAPH.edges[5:])
    assert findings.of_graph(few, "en").headline == "How customers move between touchpoints"
