"""Settings of the process, read once at the edge from WEGWEISER_* variables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from wegweiser.errors import InvalidSetting


@dataclass(frozen=True)
class Provider:
    """Who else may say who somebody is (OpenID Connect): its address, and what we are called there."""

    issuer: str
    client: str
    secret: str = field(repr=False)
    name: str = ""
    trusted: bool = False
    """Whether its addresses are believed where it does not say that it verified them."""


@dataclass(frozen=True)
class Settings:
    """How this process runs: engine, memory and threads, and a pinned time for runs that must repeat to the byte."""

    memory: str = "2GB"
    threads: int | None = None
    now: datetime | None = None
    engine: str = "duckdb"
    database: str = ""
    """Where the app keeps people, edits and comments; empty: a SQLite file in the workspace."""
    base_url: str = ""
    """How visitors reach the app, where that is not the address it listens at: https://maps.example.com."""
    oidc: Provider | None = None
    reachable: tuple[str, ...] = ()
    """Machines that are not on the public web and may be written to all the same: `jira.intern`, `localhost:9000`."""


def read(environment: Mapping[str, str]) -> Settings:
    """Return the settings the environment asks for.

    WEGWEISER_MEMORY is what the engine may hold before it spills to disk ('2GB'), WEGWEISER_THREADS how many
    threads it uses (default: every core), WEGWEISER_NOW an ISO date or time that stands in for the clock.
    WEGWEISER_ENGINE is where journeys and figures are counted: duckdb (the default), spark://host:port, local[n],
    sc://host:port or clickhouse://local. WEGWEISER_DATABASE is where the app keeps people, edits and comments
    (postgresql://user@host/name; default: a SQLite file in the workspace), WEGWEISER_BASE_URL how visitors reach it.
    WEGWEISER_OIDC_ISSUER, _CLIENT, _SECRET and _NAME let an identity provider sign people in; _TRUSTED=yes believes
    its e-mail addresses where it does not say whether it verified them. WEGWEISER_DATABASE_FILE and
    WEGWEISER_OIDC_SECRET_FILE name a file that holds the value instead. WEGWEISER_REACHABLE names machines outside
    the public web that webhooks and the identity provider may stand on (jira.intern, idp.intern:8443).

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
    database = _secret(environment, "WEGWEISER_DATABASE", problems)
    if database and urlsplit(database).scheme not in {"sqlite", "postgresql", "postgres"}:
        problems.append("WEGWEISER_DATABASE is no postgresql:// or sqlite:/// address")
    base_url = environment.get("WEGWEISER_BASE_URL", "").rstrip("/")
    if base_url and (urlsplit(base_url).scheme not in {"http", "https"} or urlsplit(base_url).path):
        problems.append(f"WEGWEISER_BASE_URL is '{base_url}'; write an address such as https://maps.example.com")
    oidc = _provider(environment, problems)
    if problems:
        raise InvalidSetting("The environment", problems)
    engine = environment.get("WEGWEISER_ENGINE", Settings.engine)
    reachable = tuple(one.strip() for one in environment.get("WEGWEISER_REACHABLE", "").split(",") if one.strip())
    return Settings(memory, int(threads) if threads else None, now, engine, database, base_url, oidc, reachable)


def _provider(environment: Mapping[str, str], problems: list[str]) -> Provider | None:
    issuer = environment.get("WEGWEISER_OIDC_ISSUER", "").rstrip("/")
    client = environment.get("WEGWEISER_OIDC_CLIENT", "")
    secret = _secret(environment, "WEGWEISER_OIDC_SECRET", problems)
    if not (issuer or client or secret):
        return None
    if not (issuer and client and secret):
        problems.append("WEGWEISER_OIDC_ISSUER, WEGWEISER_OIDC_CLIENT and WEGWEISER_OIDC_SECRET belong together")
    elif not issuer.startswith("https://") and urlsplit(issuer).hostname not in {"localhost", "127.0.0.1"}:
        problems.append(f"WEGWEISER_OIDC_ISSUER is '{issuer}'; an identity provider is reached by https")
    trusted = environment.get("WEGWEISER_OIDC_TRUSTED", "no")
    if trusted not in {"yes", "no"}:
        problems.append(f"WEGWEISER_OIDC_TRUSTED is '{trusted}'; write yes or no")
    return Provider(issuer, client, secret, environment.get("WEGWEISER_OIDC_NAME", ""), trusted == "yes")


def _secret(environment: Mapping[str, str], name: str, problems: list[str]) -> str:
    """Return a value that may stand in a file of its own, so that no list of processes shows it."""
    path = environment.get(f"{name}_FILE")
    if path is None:
        return environment.get(name, "")
    try:
        return Path(path).read_text("utf-8").strip()
    except OSError:
        problems.append(f"{name}_FILE names '{path}', which cannot be read")
        return ""


def _time(text: str | None, problems: list[str]) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        problems.append(f"WEGWEISER_NOW is '{text}'; write an ISO time such as 2026-10-31 or 2026-10-31T08:00:00+00:00")
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
