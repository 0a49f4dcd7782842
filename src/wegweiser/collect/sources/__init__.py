"""The formats of sources, one folder each, found by looking; none knows another."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from wegweiser.collect.rows import Source
from wegweiser.errors import UnknownName

__all__ = ["known", "source_of"]


@cache
def known() -> tuple[Source, ...]:
    """Return every source, those that recognise special files first, then by format."""
    found: list[Source] = [
        import_module(f"{__name__}.{module.name}").SOURCE for module in iter_modules(__path__) if module.ispkg
    ]
    return tuple(sorted(found, key=lambda source: (not source.special, source.format)))


def source_of(format_: str) -> Source:
    """Return the source of a format.

    Raises:
        UnknownName: there is none.
    """
    by_format = {source.format: source for source in known()}
    if format_ not in by_format:
        raise UnknownName("source format", format_, by_format)
    return by_format[format_]
