"""Other tools that are told of tasks: their addresses, their secrets, and what became of each message."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from wegweiser.domain.people import Role
from wegweiser.domain.talk import Delivery, Hook
from wegweiser.errors import InvalidSetting, SourceProblem
from wegweiser.web import hooking, typed
from wegweiser.web.frame.declared import Action, Declared, Nothing, View
from wegweiser.web.frame.site import Visit

_HERE = "/settings/hooks"
_MOST = 20
Words = Annotated[str, msgspec.Meta(max_length=2_000)]


class HookShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """A tool that is told, the secret it checks signatures with, and the latest messages."""

    hook: Hook
    secret: str
    deliveries: tuple[Delivery, ...] = ()


class HooksShown(msgspec.Struct, frozen=True):
    """Every tool that is told of tasks."""

    hooks: tuple[HookShown, ...]


class NewHook(msgspec.Struct, frozen=True, kw_only=True):
    """A tool: what it is called, and the address that takes messages."""

    name: Words
    url: Words


class HookTold(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a tool is told from now on."""

    id: str
    active: bool = False


class OneHook(msgspec.Struct, frozen=True, kw_only=True):
    """Which tool."""

    id: str


class Pinged(msgspec.Struct, frozen=True):
    """How many tools a test message goes to."""

    hooks: int


def _hooks(visit: Visit, _: Nothing) -> HooksShown:
    hooks = visit.site.store.hooks
    shown = (HookShown(one, hooking.secret(visit.site, one), hooks.deliveries(one.id, 8)) for one in hooks.all())
    return HooksShown(tuple(shown))


def _add(visit: Visit, told: NewHook) -> Hook:
    url = typed.line(visit, told.url)
    where = visit.say("The address")
    if len(visit.site.store.hooks.all()) >= _MOST:
        raise InvalidSetting(where, [visit.say("There are as many tools as can be told. Please remove one first.")])
    if urlsplit(url).scheme != "https" and not _allowed(visit, url):
        raise InvalidSetting(where, [visit.say("The address must begin with https://.")])
    try:
        visit.site.outgoing.check(url)
    except SourceProblem as unknown:
        raise InvalidSetting(where, [str(unknown)]) from unknown
    return visit.site.store.hooks.add(typed.line(visit, told.name), url, visit.by)


def _allowed(visit: Visit, url: str) -> bool:
    """Return whether the machine's owner let this host be reached without TLS."""
    return urlsplit(url).netloc in visit.site.outgoing.hosts or urlsplit(url).hostname in visit.site.outgoing.hosts


def _set_active(visit: Visit, told: HookTold) -> Hook:
    made = visit.site.store.hooks.change(told.id, active=told.active)
    hooking.wake(visit.site)
    return made


def _remove(visit: Visit, told: OneHook) -> Hook:
    hook = visit.site.store.hooks.get(told.id)
    visit.site.store.hooks.remove(told.id)
    return hook


def _ping(visit: Visit, _: Nothing) -> Pinged:
    return Pinged(hooking.ping(visit))


_ADMIN = Role.ADMIN
_VIEW = View(_HERE, "hooks", "Other tools that are told of tasks.", _hooks, Nothing, _ADMIN, template="hooks.html")
DECLARED: tuple[Declared, ...] = (
    _VIEW,
    Action(_HERE, "add_hook", "Tell another tool of tasks.", _add, NewHook, _ADMIN, then=_HERE, again=_VIEW),
    Action(_HERE + "/ping", "ping_hooks", "Send every tool a test message.", _ping, Nothing, _ADMIN, then=_HERE),
    Action(_HERE + "/{id}/active", "set_hook", "Tell a tool or leave it.", _set_active, HookTold, _ADMIN, then=_HERE),
    Action(_HERE + "/{id}/remove", "remove_hook", "Tell a tool no more.", _remove, OneHook, _ADMIN, then=_HERE),
)
