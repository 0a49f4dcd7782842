"""`wegweiser people …`: the emergency door of the app, for whoever has the machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Annotated

import typer

from wegweiser.bootstrap import clock_of, open_app_store, settings_of
from wegweiser.cli.options import HERE, Folder, Json
from wegweiser.cli.shown import as_json, say
from wegweiser.domain.people import Role
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import Count, Language, message
from wegweiser.store import Store
from wegweiser.workspace import Config

app = typer.Typer(help="People who sign in to the app: who they are, and links to get in.", no_args_is_help=True)
_INVITED, _RESET = timedelta(days=7), timedelta(hours=24)
_LOCAL = "http://127.0.0.1:8080"
_SEND = "Send this link to {email}; it works once, and for {hours} hours:"
Email = Annotated[str, typer.Argument(help="The e-mail address she signs in with.")]
BaseUrl = Annotated[
    str | None,
    typer.Option(help="How the app is reached.", show_default=f"WEGWEISER_BASE_URL, else {_LOCAL}"),
]


@app.command("list")
def listed(folder: Folder = HERE, json: Json = False) -> None:
    """Show everybody who may sign in, and what she may do; somebody who was let go stands in brackets."""
    with _store(folder) as (store, _, language):
        people = store.people.all()
    if json:
        as_json([{"id": p.id, "email": p.email, "name": p.name, "role": p.role, "active": p.active} for p in people])
        return
    for person in people:
        line = f"{person.email}: {person.name}, {person.role}"
        say(line if person.active else f"({line})")
    if not people:
        say(message("Nobody can sign in yet.", language))


@app.command()
def add(
    email: Email,
    folder: Folder = HERE,
    *,
    role: Annotated[Role, typer.Option(help="What she may do.", case_sensitive=False)] = Role.ADMIN,
    base_url: BaseUrl = None,
    json: Json = False,
) -> None:
    """Print a link by which somebody new gets in."""
    with _store(folder) as (store, own, language):
        if store.people.by_email(email) is not None:
            raise InvalidSetting("The person", [f"somebody has the address {email} already"])
        token = store.invitations.make("invite", role, _INVITED, email=email)
        store.audit.note("system", "invite", email)
        _told(f"{base_url or own}/welcome/{token}", email, _INVITED, language, json=json)


@app.command()
def reset(
    email: Email,
    folder: Folder = HERE,
    *,
    admin: Annotated[bool, typer.Option("--admin", help="Make her an admin who may sign in, too.")] = False,
    base_url: BaseUrl = None,
    json: Json = False,
) -> None:
    """Print a link by which somebody sets a new password; until she does, the old one stays."""
    with _store(folder) as (store, own, language):
        person = store.people.by_email(email)
        if person is None:
            raise UnknownName("person", email, [one.email for one in store.people.all()])
        if admin:
            store.people.change(person.id, role=Role.ADMIN, active=True)
        token = store.invitations.make("reset", person.role, _RESET, person=person.id)
        store.audit.note("system", "reset_link", person.id, "admin" if admin else "")
        _told(f"{base_url or own}/welcome/{token}", person.email, _RESET, language, json=json)


@contextmanager
def _store(folder: Folder) -> Iterator[tuple[Store, str, Language]]:
    """Open the app store, and give with it how the app is reached and in which language the workspace speaks."""
    settings = settings_of()
    with open_app_store(folder, settings, clock_of(settings)) as store:
        yield store, settings.base_url or _LOCAL, Config.read(folder).language


def _told(link: str, email: str, lasts: timedelta, language: Language, *, json: bool) -> None:
    hours = int(lasts.total_seconds() // 3600)
    if json:
        as_json({"link": link, "email": email, "hours": hours})
        return
    say(message(_SEND, language, email=email, hours=Count(hours)))
    say(link)
