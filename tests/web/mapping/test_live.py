"""Following a map: Ana and Ben on it, and edits of this process and of another one."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from tests.web.loops import run

from wegweiser.domain.people import Role
from wegweiser.maps import document
from wegweiser.maps.editing import edits
from wegweiser.store import open_store
from wegweiser.web import mapping
from wegweiser.web.mapping import live
from wegweiser.web.mapping.live import presence
from wegweiser.web.opening import site_of

MAP = "first_order"


@pytest.fixture
def told(visit):
    """Return a function that follows the map while something happens, and gives the events that were told."""

    def follow(happens, awaited, role=Role.EDITOR, since=None):
        async def listen():
            events = mapping.follow(visit(role), MAP, since)
            heard, here = [], asyncio.Event()

            async def hear():
                async for event in events:
                    heard.append(event)
                    here.set()
                    if event[0] == awaited:
                        return

            listening = asyncio.create_task(hear())
            await here.wait()  # she is told first that she is here
            await asyncio.to_thread(happens)
            await asyncio.wait_for(listening, 10)
            await events.aclose()
            return heard

        return run(listen())

    return follow


def test_a_change_of_this_process_is_told_with_its_revision_and_author(told, visit):
    """Who follows hears of the edit at once."""
    ana = visit(Role.ADMIN)
    heard = told(lambda: mapping.save(ana, MAP, edits.EditClaim(id="cl_a", text="It was fast")), "changed")
    assert heard[-1] == ("changed", {"revision": 1, "by": ana.person.id})


def test_a_change_of_another_process_is_found_in_the_store(told, visit, site, watch):
    """A second server on the same store saves; the first one's followers hear of it."""
    mapping.opened(site, MAP)

    def elsewhere():
        with open_store(str(site.folder / ".wegweiser" / "app.sqlite"), watch) as store:
            other = replace(visit(Role.ADMIN), site=site_of(site.folder, store, watch, site.base_url))
            mapping.save(other, MAP, edits.EditClaim(id="cl_a", text="It was fast"))

    heard = told(elsewhere, "changed")
    assert heard[-1][1]["revision"] == 1
    assert mapping.opened(site, MAP).plan.cell("experience", "order").claims[0].text == "It was fast"


def test_what_was_saved_before_she_followed_is_told(told, visit):
    """Between the page and its stream Ana saved revision 1; the page shows 0 and hears of it."""
    mapping.save(visit(Role.ADMIN), MAP, edits.EditClaim(id="cl_a", text="It was fast"))
    assert told(lambda: None, "changed", since=0)[-1][1]["revision"] == 1


def test_a_new_run_is_told(told, site):
    """The numbers of a run that ended meanwhile are drawn without loading the page anew."""
    path = site.folder / "journey.data.json"
    assert told(lambda: path.write_bytes(document.Generated().json()), "fresh")[-1] == ("fresh", {})


def test_who_else_is_here_is_told_and_forgotten(told, visit, site):
    """Ana opens two windows: Ben sees her once, by name and initials, and no more once both are closed."""
    ana, ben = visit(Role.ADMIN).who, visit(Role.EDITOR).who
    here = presence(site)
    here.enter(MAP, ana)
    here.enter(MAP, ana)
    assert told(lambda: None, "here")[-1] == ("here", {"people": [{"name": "Ada Admin", "initials": "AA"}]})
    here.leave(MAP, ana)
    assert here.others(MAP, ben.id) == [{"name": "Ada Admin", "initials": "AA"}]
    here.leave(MAP, ana)
    assert here.others(MAP, ben.id) == []
    assert here.others(MAP, ana.id) == []


async def until(holds):
    """Wait until something holds."""
    for _ in range(1000):
        if holds():
            return
        await asyncio.sleep(0.01)


class Looks:
    """Looks at the store that wait to be let happen, and what they asked it."""

    def __init__(self, site, monkeypatch) -> None:
        self.waiting, self.begun, self.questions = 0, 0, 0
        self._go, self._ask = asyncio.Event(), site.store.maps.get
        monkeypatch.setattr(live, "_pause", self._pause)
        monkeypatch.setattr(site.store.maps, "get", self._asked)

    async def _pause(self) -> None:
        self.waiting, self.begun = self.waiting + 1, self.begun + 1
        try:
            await self._go.wait()
        finally:
            self.waiting -= 1

    def _asked(self, map_id):
        self.questions += 1
        return self._ask(map_id)

    async def happen(self) -> int:
        """Let all that wait look once, until they wait again; return how often the store was asked."""
        self.questions, again = 0, self.begun + self.waiting
        now, self._go = self._go, asyncio.Event()
        now.set()
        await until(lambda: self.begun == again)
        return self.questions


def test_all_who_follow_a_map_share_one_look(site, visit, monkeypatch):
    """Ada and Edo follow: one question a look, and both hear of the other process; who leaves last ends the looking."""
    looks = Looks(site, monkeypatch)

    async def heard(events, awaited):
        async for event in events:
            if event[0] == awaited:
                return event[1]
        return None

    def elsewhere():
        with open_store(str(site.folder / ".wegweiser" / "app.sqlite"), site.clock) as store:
            other = replace(visit(Role.ADMIN), site=site_of(site.folder, store, site.clock, site.base_url))
            mapping.save(other, MAP, edits.EditClaim(id="cl_a", text="It was fast"))

    async def follow():
        both = [mapping.follow(visit(role), MAP) for role in (Role.ADMIN, Role.EDITOR)]
        for events in both:
            await heard(events, "here")
        await until(lambda: looks.waiting)
        counts = [looks.waiting, await looks.happen()]
        await asyncio.to_thread(elsewhere)
        counts.append(await looks.happen())
        counts += [(await asyncio.wait_for(heard(events, "changed"), 10))["revision"] for events in both]
        await both[0].aclose()
        counts.append(await looks.happen())
        await both[1].aclose()
        await until(lambda: not looks.waiting)
        return counts, looks.waiting

    assert run(follow()) == ([1, 1, 1, 1, 1, 1], 0)
