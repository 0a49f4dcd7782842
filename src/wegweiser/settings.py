"""Settings of the process, read once at the edge from WEGWEISER_* variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from wegweiser.errors import InvalidSetting


@dataclass(frozen=True)
class Settings:
    """How this process runs: engine, memory and threads, and a pinned time for runs that must repeat to the byte."""

    memory: str = "2GB"
    threads: int | None = None
    now: datetime | None = None
    engine: str = "duckdb"


def read(environment: Mapping[str, str]) -> Settings:
    """Return the settings the environment asks for.

    WEGWEISER_MEMORY is what the engine may hold before it spills to disk ('2GB'), WEGWEISER_THREADS how many
    threads it uses (default: every core), WEGWEISER_NOW an ISO date or time that stands in for the clock.
    WEGWEISER_ENGINE is where journeys and figures are counted: duckdb (the default), spark://host:port, local[n],
    sc://host:port or clickhouse://local.

    Raises:
        InvalidSetting: one or several values cannot be used; all are named.

    Example:
        >>> read({"WEGWEISER_MEMORY": "4GB"}).memory
        '4GB'
    """
    problems: list[str] = []
    memory = environment.get("WEGWEISER_MEMORY", Settings.memory)
    if not re.fullmatch(r"\d+(\.\d+)?\s?[KMGT]i?B", memory):
        problems.append(f"WEGWEISER_MEMORY is '{memory}'; write a size such as 2GB or 512MB")
    threads = environment.get("WEGWEISER_THREADS")
    if threads is not None and (not threads.isdecimal() or int(threads) == 0):
        problems.append(f"WEGWEISER_THREADS is '{threads}'; write a whole number from 1")
    now = _time(environment.get("WEGWEISER_NOW"), problems)
    if problems:
        raise InvalidSetting("The environment", problems)
    engine = environment.get("WEGWEISER_ENGINE", Settings.engine)
    return Settings(memory, int(threads) if threads else None, now, engine)


def _time(text: str | None, problems: list[str]) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        problems.append(f"WEGWEISER_NOW is '{text}'; write an ISO time such as 2026-10-31 or 2026-10-31T08:00:00+00:00")
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
