"""The map's file: written after each revision, taken in where a person wrote in it, healed after a crash."""

from __future__ import annotations

import errno

import msgspec
import pytest

from wegweiser.errors import UnknownName
from wegweiser.maps import Plan
from wegweiser.maps.editing import edits
from wegweiser.web import mapping
from wegweiser.web.mapping import mirroring

MAP = "first_order"


def test_the_first_look_makes_the_map_of_the_workspace(site, plan_file):
    """What stands in journey.yaml is revision 0; the file is left as it was written."""
    written = plan_file.read_bytes()
    assert mapping.opened(site, MAP).revision == 0
    assert [claim.text for claim in mapping.opened(site, MAP).plan.cell("goal", "use").claims] == ["Come back"]
    assert plan_file.read_bytes() == written


def test_a_workspace_nothing_was_drawn_of_has_no_map(site):
    """Without journey.yaml there is nothing to begin with."""
    mapping.take_in(site)
    assert site.store.maps.all() == ()
    with pytest.raises(UnknownName):
        mapping.opened(site, MAP)


def test_every_revision_is_written_to_the_file(visit, plan_file):
    """After an edit the file says what the app says."""
    mapping.save(visit(), MAP, edits.EditClaim(id="cl_g", text="Come again"))
    assert [c.text for c in Plan.read(plan_file).cell("goal", "use").claims] == ["Come again"]


def test_a_file_changed_by_hand_becomes_a_revision_of_its_own(visit, site, plan_file, texts):
    """Words somebody wrote into the file are taken in by name of the file, and may be undone by nobody else."""
    mapping.save(visit(), MAP, edits.EditClaim(id="cl_g", text="Come again"))
    plan_file.write_text(plan_file.read_text("utf-8").replace("It was dear", "It was cheap"), "utf-8")
    assert texts("experience", "order") == ["It was quick", "It was cheap"]
    assert [(one.number, one.by) for one in site.store.maps.revisions(MAP)] == [(1, visit().person.id), (2, "file")]
    assert texts("goal", "use") == ["Come again"]


def test_comments_of_a_file_taken_in_stay(site, plan_file):
    """What only a person reads is not written over until the app itself has something to write."""
    mapping.opened(site, MAP)
    plan_file.write_text("# mine\n" + plan_file.read_text("utf-8").replace("It was dear", "It was cheap"), "utf-8")
    assert mapping.opened(site, MAP).revision == 1
    assert plan_file.read_text("utf-8").startswith("# mine\n")


def test_a_file_that_cannot_be_read_is_told_and_left_alone(visit, site, plan_file, texts):
    """The app goes on with its own plan and says what is wrong; mended, the file is taken in."""
    mapping.opened(site, MAP)
    whole = plan_file.read_text("utf-8")
    plan_file.write_text("id: first_order\nphases: [", "utf-8")
    assert "journey.yaml" in mapping.opened(site, MAP).problem["en"]
    mapping.save(visit(), MAP, edits.EditClaim(id="cl_g", text="Come again"))
    assert plan_file.read_text("utf-8") == "id: first_order\nphases: ["
    plan_file.write_text(whole.replace("It was dear", "It was cheap"), "utf-8")
    assert mapping.opened(site, MAP).problem is None
    assert (texts("experience", "order"), texts("goal", "use")) == (["It was quick", "It was cheap"], ["Come again"])


def test_a_crash_between_commit_and_file_heals_at_the_next_look(visit, site, plan_file, monkeypatch):
    """The revision is in the store, the file still says the one before: the next look writes it."""
    mapping.opened(site, MAP)
    with monkeypatch.context() as killed:
        killed.setattr(mirroring, "_put", _killed)
        with pytest.raises(KeyboardInterrupt):
            mapping.save(visit(), MAP, edits.EditClaim(id="cl_g", text="Come again"))
    assert [c.text for c in Plan.read(plan_file).cell("goal", "use").claims] == ["Come back"]
    assert mapping.opened(site, MAP).revision == 1
    assert [c.text for c in Plan.read(plan_file).cell("goal", "use").claims] == ["Come again"]
    assert len(site.store.maps.revisions(MAP)) == 1


def test_a_crash_after_the_file_was_written_is_no_edit_by_hand(visit, site, monkeypatch):
    """The file is newer than the app remembers, but it is what the app wrote: no revision comes of it."""
    mapping.opened(site, MAP)
    with monkeypatch.context() as killed:
        killed.setattr(site.store.maps, "set_mirrored", _killed)
        with pytest.raises(KeyboardInterrupt):
            mapping.save(visit(), MAP, edits.EditClaim(id="cl_g", text="Come again"))
    mapping.save(visit(), MAP, edits.EditClaim(id="cl_a", text="It was fast"))
    assert [one.by for one in site.store.maps.revisions(MAP)] == [visit().person.id] * 2
    assert site.store.maps.mirrored(MAP)[0] == 2


def test_a_file_that_was_removed_is_written_anew(site, plan_file):
    """Removing the file does not remove the map."""
    mapping.opened(site, MAP)
    plan_file.unlink()
    assert mapping.opened(site, MAP).revision == 0
    assert Plan.read(plan_file).id == MAP


def test_further_maps_lie_in_a_folder_of_their_own(site, plan_file):
    """A map made in the app is written to maps/<id>.yaml; a name that is no file name is not used as one."""
    plan = msgspec.json.encode(Plan.read(plan_file))
    for name in ("target", "../../etc"):
        site.store.maps.create(name, plan, by="x", title="Target", kind="target")
    mapping.take_in(site)
    assert (site.folder / "maps" / "target.yaml").is_file()
    assert mirroring.path_of(site, "../../etc").parent == site.folder / "maps"


def test_a_disk_that_is_full_is_told_and_heals(visit, site, plan_file, monkeypatch):
    """The edit is kept and answered as kept; the page says what is wrong with the file until it can be written."""
    mapping.opened(site, MAP)
    with monkeypatch.context() as full:
        full.setattr(mirroring, "_put", _full)
        assert mapping.save(visit(), MAP, edits.EditClaim(id="cl_g", text="Come again")).revision == 1
        assert mapping.opened(site, MAP).problem["en"] == (
            "journey.yaml cannot be written at the moment; the map itself is kept: No space left on device"
        )
    assert mapping.opened(site, MAP).problem is None
    assert [c.text for c in Plan.read(plan_file).cell("goal", "use").claims] == ["Come again"]


def test_a_file_changed_while_it_is_written_is_not_written_over(visit, site, plan_file, texts, monkeypatch):
    """Somebody saves her editor between our look and our writing: her words are taken in, and ours stay."""
    mapping.opened(site, MAP)
    late = [plan_file.read_text("utf-8").replace("It was dear", "It was cheap")]

    def slow(_):
        if late:
            plan_file.write_text(late.pop(), "utf-8")

    monkeypatch.setattr(mirroring.os, "fsync", slow)
    mapping.save(visit(), MAP, edits.EditClaim(id="cl_g", text="Come again"))
    assert (texts("experience", "order"), texts("goal", "use")) == (["It was quick", "It was cheap"], ["Come again"])
    assert Plan.read(plan_file).cell("experience", "order").claims[1].text == "It was cheap"
    assert not list(site.folder.glob("*.writing"))


USE = "- {id: use, name: Use}\n"
USED = "- lane: goal\n  phase: use\n  claims:\n  - {id: cl_g, text: Come back}\n"


@pytest.mark.parametrize(
    ("app", "file", "phases", "claims"),
    [
        # The file takes a phase away in which the app wrote something: that goes, the app's other words stay.
        (
            (("It was quick", "It was fast"), (USED, USED + "  - {id: cl_n, text: Come often}\n")),
            ((USE, ""), (USED, "")),
            ["order"],
            ["cl_a It was fast", "cl_b It was dear"],
        ),
        # The app took a phase away in which the file writes something: the phase stays for it.
        (
            (("It was quick", "It was fast"), (USE, ""), (USED, "")),
            ((USED, USED + "  - {id: cl_n, text: Come often}\n"), ("It was dear", "It was cheap")),
            ["order", "use"],
            ["cl_a It was fast", "cl_b It was cheap", "cl_n Come often"],
        ),
        # Both wrote the same statement, and the phases do not fit: the file's words stand.
        (
            (("It was quick", "It was fast"), (USE, ""), (USED, "")),
            ((USED, USED + "  - {id: cl_n, text: Come often}\n"), ("It was quick", "It was slow")),
            ["order", "use"],
            ["cl_a It was slow", "cl_b It was dear", "cl_n Come often"],
        ),
    ],
)
def test_the_file_wins_only_where_it_excludes_what_the_app_saved(plan_file, app, file, phases, claims):
    """Ana works in the app while Ben edits the file: what does not touch the other's work stays, both ways."""
    text = plan_file.read_text("utf-8")
    before, head, written = (Plan.parse(_changed(text, how).encode(), "journey.yaml") for how in ((), app, file))
    found = mirroring.merged(head, before, written)
    assert [phase.id for phase in found.phases] == phases
    assert sorted(f"{claim.id} {claim.text}" for cell in found.cells for claim in cell.claims) == claims


def _changed(text, how):
    for old, new in how:
        assert old in text
        text = text.replace(old, new)
    return text


def _full(*_args):
    raise OSError(errno.ENOSPC, "No space left on device")


def _killed(*_args, **_more):
    raise KeyboardInterrupt
