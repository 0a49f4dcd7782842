"""Engines: what runs the SQL over the sealed parts, each in a module of its own behind one small protocol."""

from wegweiser.warehouse.engines.base import Engine, Resources
from wegweiser.warehouse.engines.opening import DEFAULT, opened

__all__ = ["DEFAULT", "Engine", "Resources", "opened"]
