"""A room is a package with a door: the others import the door, never what stands behind it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

PACKAGE = "wegweiser"
MOST_NAMES = 7
# Sub-packages and modules that are doors themselves (ADR-0003).
SUB_DOORS = {
    "wegweiser.collect.offers",
    "wegweiser.collect.places",
    "wegweiser.collect.plain",
    "wegweiser.collect.texts",
    "wegweiser.journeys.checking",
    "wegweiser.levers.attribution",
    "wegweiser.levers.channels",
    "wegweiser.levers.consistency",
    "wegweiser.levers.playbook",
    "wegweiser.levers.ranking",
    "wegweiser.journeys.exporting",
    "wegweiser.maps.charts",
    "wegweiser.maps.comparing",
    "wegweiser.maps.exchange",
    "wegweiser.maps.editing",
    "wegweiser.maps.editing.proposing",
    "wegweiser.maps.editing.cleaning",
    "wegweiser.maps.editing.languages",
    "wegweiser.maps.drawings",
    "wegweiser.maps.portfolio",
    "wegweiser.maps.render",
    "wegweiser.maps.render.figures",
    "wegweiser.maps.render.house",
    "wegweiser.maps.screen",
    "wegweiser.maps.sedcards",
    "wegweiser.maps.strategy",
    "wegweiser.maps.validation",
    "wegweiser.personas.authored",
    "wegweiser.personas.authored.spec",
    "wegweiser.personas.telling",
    "wegweiser.personas.titles",
    "wegweiser.personas.watching",
    "wegweiser.voice.asking",
    "wegweiser.voice.models",
    "wegweiser.voice.scores",
    "wegweiser.voice.surveys",
    "wegweiser.voice.surveys.questions",
    "wegweiser.voice.surveys.telling",
    "wegweiser.voice.texts",
    "wegweiser.voice.texts.masking",
    "wegweiser.workspace.changing",
    "wegweiser.workspace.claims",
    "wegweiser.workspace.insights",
    "wegweiser.workspace.questions",
    "wegweiser.workspace.refusals",
    "wegweiser.workspace.starting",
    "wegweiser.workspace.wording",
    "wegweiser.workspace.working",
    "wegweiser.workspace.standing",
}
OPEN_ROOMS = {"domain", "stats"}


def _room(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else ""


def _imports(tree: ast.Module) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Yield line, module and imported names of every import of our own package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level and node.module:
            if node.module.split(".")[0] == PACKAGE:
                yield node.lineno, node.module, tuple(alias.name for alias in node.names)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == PACKAGE:
                    yield node.lineno, alias.name, ()


def reaches_past(importer: str, tree: ast.Module, packages: set[str], exports: dict[str, set[str]]) -> list[str]:
    """Return every import that goes past another room's door."""
    found = []
    for line, module, names in _imports(tree):
        room = _room(module)
        if not room or room == _room(importer) or room in OPEN_ROOMS or f"{PACKAGE}.{room}" not in packages:
            continue
        door = module if module in SUB_DOORS else f"{PACKAGE}.{room}"
        hidden = [n for n in names if n not in exports.get(door, set()) and f"{door}.{n}" not in SUB_DOORS]
        if module != door or hidden:
            found.append(f"line {line}: {module} ({', '.join(hidden or names) or 'import'})")
    return found


def _exported(tree: ast.Module) -> set[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            return set(ast.literal_eval(node.value))
    return set()


@pytest.fixture(scope="session")
def doors(modules):
    """Return the tree of every door, by its dotted name."""
    found = {m.name: m for m in modules if m.path.name == "__init__.py"}
    return {n: m for n, m in found.items() if n.count(".") <= 1 or n in SUB_DOORS}


def test_rooms_import_only_doors(modules, doors):
    """No module reaches past the door of another room, and none imports a name the door does not offer."""
    exports = {name: _exported(door.tree) for name, door in doors.items()}
    broken = [f"{m.shown} {b}" for m in modules for b in reaches_past(m.name, m.tree, set(doors), exports)]
    assert broken == [], "\n" + "\n".join(broken)


def test_a_reach_past_a_door_is_found():
    """The rule itself: a module behind the door and a name the door does not offer are both named."""
    tree = ast.parse("from wegweiser.journeys.build import x\nfrom wegweiser.journeys import Journeys, hidden\n")
    found = reaches_past("wegweiser.maps.draft", tree, {"wegweiser.journeys"}, {"wegweiser.journeys": {"Journeys"}})
    assert found == ["line 1: wegweiser.journeys.build (x)", "line 2: wegweiser.journeys (hidden)"]


def test_a_room_may_use_its_own_insides_and_the_domain_words():
    """Within a room everything is near; each module of `domain` is a door (ADR-0003)."""
    tree = ast.parse("from wegweiser.maps.cells import x\nfrom wegweiser.domain.goals import Goal\n")
    assert reaches_past("wegweiser.maps.draft", tree, {"wegweiser.maps", "wegweiser.domain"}, {}) == []


def test_a_door_offers_at_most_seven_names(doors):
    """More than seven names are no door but a wall with holes."""
    assert [d.shown for d in doors.values() if len(_exported(d.tree)) > MOST_NAMES] == []


def test_every_exported_name_exists(doors):
    """What `__all__` promises is defined or imported in the same file."""
    broken = []
    for door in doors.values():
        defined = {a.asname or a.name for n in ast.walk(door.tree) if isinstance(n, ast.ImportFrom) for a in n.names}
        defined |= {n.name for n in door.tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
        defined |= {
            t.id for n in door.tree.body if isinstance(n, ast.Assign) for t in n.targets if isinstance(t, ast.Name)
        }
        broken += [f"{door.shown}: {name}" for name in sorted(_exported(door.tree) - defined)]
    assert broken == [], "\n" + "\n".join(broken)


def test_a_door_opens_with_one_sentence(doors):
    """The docstring of a door is one line that ends with a full stop."""
    broken = []
    for door in doors.values():
        text = ast.get_docstring(door.tree) or ""
        if "\n" in text or not re.fullmatch(r"[^\s].*\.", text) or re.search(r"[.!?] [A-Z]", text):
            broken.append(f"{door.shown}: {text!r}")
    assert broken == [], "\n" + "\n".join(broken)


def test_every_room_has_a_door(modules):
    """A folder with modules but without `__init__.py` would be a room nobody can enter by its door."""
    folders = {m.path.parent for m in modules}
    assert sorted(str(f) for f in folders if not (f / "__init__.py").is_file()) == []
