"""The map of some customers: asked as a job, shown with what the job counted."""

from __future__ import annotations

import pytest

from wegweiser.domain.claims import Claim
from wegweiser.domain.journey_maps import Cell, DataBox
from wegweiser.domain.people import Role
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.maps import document
from wegweiser.web import mapping
from wegweiser.web.mapping.narrowing import AmongAsked, ask_among, narrowed

MAP = "first_order"
COUNTED = document.Generated(
    cells=(Cell(lane="goal", phase="order", claims=(Claim(id="cl_n", text="75% of them buy"),)),),
    data=DataBox(customers=40),
)


@pytest.fixture
def cem(visit):
    """Return a visit of somebody who only reads."""
    return visit(Role.VIEWER)


@pytest.fixture
def answer(site):
    """Return a function that lets a worker of the test answer the job that waits."""

    def answered(counted):
        job = site.store.jobs.next()
        folder = site.folder / ".wegweiser" / "jobs"
        folder.mkdir(exist_ok=True)
        (folder / f"{job.id}.answer.json").write_bytes(counted.json())
        site.store.jobs.finish(job.id, f"{job.id}.answer.json")

    return answered


def test_until_it_is_counted_the_whole_map_stands(cem, site):
    """The job waits; whom it is of is said, and the map is everybody's."""
    job = ask_among(cem, AmongAsked(map=MAP, since="2026-01", until="2026-03"))
    found, narrow = narrowed(cem, mapping.opened(site, MAP), job)
    assert (narrow.work.state, narrow.words, found) == ("waiting", ("2026-01\u20132026-03",), mapping.opened(site, MAP))


def test_what_was_counted_is_joined_with_the_words_of_the_map(cem, site, answer):
    """Statements people wrote stay; beside them stands what data say of these customers."""
    job = ask_among(cem, AmongAsked(map=MAP, since="2026-01", until="2026-03"))
    answer(COUNTED)
    found, narrow = narrowed(cem, mapping.opened(site, MAP), job)
    told = {cell.phase: [c.text for c in cell.claims] for cell in found.journey_map.cells if cell.lane == "goal"}
    assert (told, narrow.few) == ({"use": ["Come back"], "order": ["75% of them buy"]}, False)
    assert mapping.opened(site, MAP).journey_map.data.customers == 0


def test_of_fewer_than_twenty_nothing_is_told(cem, site, answer):
    """The worker counts nothing then, and the map says why."""
    job = ask_among(cem, AmongAsked(map=MAP, since="2026-01"))
    answer(document.Generated())
    assert narrowed(cem, mapping.opened(site, MAP), job)[1].few


def test_the_same_question_is_counted_once(cem):
    """Asked again of the same data, the first job is returned."""
    asked = AmongAsked(map=MAP, since="2026-01", until="2026-03")
    assert ask_among(cem, asked) == ask_among(cem, asked)


def test_nobody_named_is_everybody(cem, site):
    """Without persona and period no job is made."""
    assert ask_among(cem, AmongAsked(map=MAP)) == ""
    assert site.store.jobs.all() == ()


def test_a_period_that_cannot_be_read_is_refused_at_once(cem, site):
    """The reason is told before anything is queued; a job nobody knows is not found."""
    with pytest.raises(InvalidSetting):
        ask_among(cem, AmongAsked(map=MAP, since="soon"))
    assert site.store.jobs.all() == ()
    with pytest.raises(UnknownName):
        narrowed(cem, mapping.opened(site, MAP), "jb_none")
