"""Maps to begin with when there is no data yet: complete in German and English, every claim an assumption."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from wegweiser.errors import UnknownName
from wegweiser.maps.plan import Plan


def templates() -> tuple[str, ...]:
    """Return the names of the templates that ship.

    Example:
        >>> templates()
        ('grocery', 'online-shop', 'service')
    """
    folder = files("wegweiser.maps") / "templates"
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml")))


@cache
def template(name: str) -> Plan:
    """Return the plan of a template by its name.

    Raises:
        UnknownName: no template of that name ships.

    Example:
        >>> [phase.id for phase in template("service").phases]
        ['perception', 'purchase_decision', 'acquisition', 'service', 'loyalty']
    """
    if name not in templates():
        raise UnknownName("template", name, templates())
    path = files("wegweiser.maps") / "templates" / f"{name}.yaml"
    return Plan.parse(path.read_bytes(), f"template {name}")
