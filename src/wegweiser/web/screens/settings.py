"""Settings of the workspace: names, language, time zone, retention, phases, brand; and what this program is."""

from __future__ import annotations

import platform
import re
from typing import Annotated
from zoneinfo import available_timezones

import msgspec

from wegweiser.domain.goals import Goal
from wegweiser.domain.people import Role
from wegweiser.domain.phases import Phase, phase_model, shipped_models
from wegweiser.errors import InvalidSetting
from wegweiser.i18n import Language, Text, read
from wegweiser.version import VERSION
from wegweiser.web import mapping
from wegweiser.web.frame import branding
from wegweiser.web.frame.declared import ANYBODY, Action, Declared, Download, Nothing, Reply, Upload, View
from wegweiser.web.frame.site import Limits, Visit
from wegweiser.workspace import changing

_OWN = "own"
Name = Annotated[str, msgspec.Meta(max_length=200)]
_MOST_PHASES = 20
_NAMES = {"name", "title", "subtitle", "organisation"}
_UMLAUTS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"))


class SettingsShown(msgspec.Struct, frozen=True):
    """What the workspace is called and how it reads."""

    name: Text
    title: Text
    subtitle: Text
    organisation: Text
    language: Language
    timezone: str
    keep_days: int
    audit_days: int
    timezones: tuple[str, ...]
    goals: tuple[Goal, ...] = ()
    touchpoints: dict[str, Text] = {}
    """What the touchpoints that reach goals are called."""


class SettingsTold(msgspec.Struct, frozen=True):
    """The same as somebody changed it; names in her language. What is left out stays as it is."""

    name: Name | None = None
    title: Name | None = None
    subtitle: Name | None = None
    organisation: Name | None = None
    language: Language | None = None
    timezone: Name | None = None
    keep_days: Annotated[int, msgspec.Meta(ge=1, le=36_500)] | None = None
    audit_days: Annotated[int, msgspec.Meta(ge=1, le=36_500)] | None = None


class ModelShown(msgspec.Struct, frozen=True):
    """A phase model that ships."""

    id: str
    name: Text
    phases: tuple[Phase, ...]


class PhasesAsked(msgspec.Struct, frozen=True):
    """`own` begins phases of one's own with those of today."""

    own: bool = False


class PhasesShown(msgspec.Struct, frozen=True):
    """The phases journeys are counted in."""

    model: str
    """Id of the model that is followed; `own`."""
    phases: tuple[Phase, ...]
    models: tuple[ModelShown, ...]
    of_map: tuple[Phase, ...] = ()
    """Those of the workspace's map, where they are others."""
    own: bool = False


class ModelTold(msgspec.Struct, frozen=True):
    """A model that ships, or `map`: the phases people gave the map."""

    model: Name


class PhasesTold(msgspec.Struct, frozen=True):
    """Phases of one's own, row by row: an id that is empty makes a new one, a name that is empty takes it away."""

    id: tuple[Name, ...] = ()
    name: tuple[Name, ...] = ()
    line: tuple[Name, ...] = ()
    place: tuple[int, ...] = ()


class BrandShown(msgspec.Struct, frozen=True):
    """The brand, and how its colour is read in each theme."""

    name: str
    accent: str
    logo: str
    light: str
    dark: str
    contrast_light: float
    contrast_dark: float
    moved: bool
    """Whether the colour had to become darker or lighter to be read."""


class BrandTold(msgspec.Struct, frozen=True):
    """The brand as somebody wants it; `no_logo` takes the picture away."""

    name: Annotated[str, msgspec.Meta(max_length=60)] = ""
    accent: Annotated[str, msgspec.Meta(max_length=20)] = ""
    logo: Upload | None = None
    no_logo: bool = False


class Vendored(msgspec.Struct, frozen=True):
    """Something of others that ships with this program."""

    name: str
    licence: str
    what: str


class About(msgspec.Struct, frozen=True):
    """What this program is, and what of others is in it."""

    version: str
    python: str
    vendored: tuple[Vendored, ...]


_VENDORED = (
    Vendored("htmx 4.0.1", "0BSD", "Scripts"),
    Vendored("SortableJS 1.15.7", "MIT", "Scripts"),
    Vendored("Source Sans 3, Source Serif 4", "OFL 1.1", "Fonts"),
    Vendored("Lucide 1.62.0", "ISC", "Icons"),
)


def _settings(visit: Visit, _: Nothing) -> SettingsShown:
    config = visit.site.config
    return SettingsShown(
        name=config.name,
        title=config.title,
        subtitle=config.subtitle,
        organisation=config.organisation,
        language=config.language,
        timezone=config.timezone,
        keep_days=config.voice.keep_days,
        audit_days=config.audit_days,
        timezones=tuple(sorted(name for name in available_timezones() if "/" in name or name == "UTC")),
        goals=config.goal,
        touchpoints={one.id: one.name for one in config.touchpoint},
    )


def _change(visit: Visit, told: SettingsTold) -> SettingsShown:
    config = visit.site.config
    if told.name is not None and not told.name.strip():
        raise InvalidSetting("The form", [visit.say("A workspace needs a name.")])
    changed = {name: value for name in told.__struct_fields__ if (value := getattr(told, name)) is not None}
    for key in _NAMES & changed.keys():
        changed[key] = written(getattr(config, key), changed[key].strip(), visit.language)
    changing.set_basics(visit.site.folder, changing.Basics(**changed))
    return _settings(visit, Nothing())


def written(old: Text, new: str, language: Language) -> Text:
    """Return a text with new words in one language; the other language keeps its own.

    Example:
        >>> written({"en": "Shop", "de": "Laden"}, "Store", "en"), written("Shop", "Laden", "de")
        ({'en': 'Store', 'de': 'Laden'}, 'Laden')
    """
    if read(old, language) == new:
        return old
    return {**old, language: new} if isinstance(old, dict) and new else new


def _phases(visit: Visit, asked: PhasesAsked) -> PhasesShown:
    config = visit.site.config
    models = tuple(ModelShown(one.id, one.name, one.phases) for one in shipped_models().values())
    phases = config.model.phases
    of_map = _of_map(visit)
    other = tuple(one.id for one in of_map) != tuple(one.id for one in phases)
    return PhasesShown(config.phases, phases, models, of_map if other else (), asked.own or config.phases == _OWN)


def _of_map(visit: Visit) -> tuple[Phase, ...]:
    mapping.take_in(visit.site)
    maps = visit.site.store.maps.all()
    return mapping.opened(visit.site, min(maps, key=lambda one: one.created).id).plan.phases if maps else ()


def _follow(visit: Visit, told: ModelTold) -> PhasesShown:
    if told.model == "map":
        changing.set_phases(visit.site.folder, _of_map(visit))
    else:
        changing.set_phases(visit.site.folder, phase_model(told.model).id)
    return _phases(visit, PhasesAsked())


def _own(visit: Visit, told: PhasesTold) -> PhasesShown:
    known = {phase.id: phase for phase in visit.site.config.model.phases}
    places = dict(enumerate(told.place))
    rows = sorted(range(len(told.name)), key=lambda at: (places.get(at, at + 1), at))
    found: list[Phase] = []
    for at in rows:
        name = told.name[at].strip()
        if not name:
            continue
        said = told.id[at] if at < len(told.id) else ""
        line = told.line[at].strip() if at < len(told.line) else ""
        old = known.get(said) or Phase(_new_id(name, {*known, *(one.id for one in found)}), name)
        changed = {"name": written(old.name, name, visit.language), "line": written(old.line, line, visit.language)}
        found.append(msgspec.structs.replace(old, **changed))
    if not 1 <= len(found) <= _MOST_PHASES or len({one.id for one in found}) < len(found):
        raise InvalidSetting("The form", [visit.say("It takes one phase at least, and {n} at most.", n=_MOST_PHASES)])
    changing.set_phases(visit.site.folder, found)
    return _phases(visit, PhasesAsked())


def _new_id(name: str, taken: set[str]) -> str:
    lowered = name.lower()
    for letter, plainly in _UMLAUTS:
        lowered = lowered.replace(letter, plainly)
    plain = re.sub(r"[^a-z0-9]+", "_", lowered)
    base = plain.strip("_")[:40] or "phase"
    return next(one for one in (base, *(f"{base}_{n}" for n in range(2, 99))) if one not in taken)


def _brand(visit: Visit, _: Nothing) -> BrandShown:
    brand = branding.brand_of(visit.site)
    light, dark = brand.light, brand.dark
    return BrandShown(
        name=brand.name,
        accent=brand.accent or branding.ACCENT,
        logo=brand.logo,
        light=light,
        dark=dark,
        contrast_light=branding.contrast(light, "#f7f5f0"),
        contrast_dark=branding.contrast(dark, "#15171b"),
        moved=bool(brand.accent) and light != brand.accent,
    )


def _set_brand(visit: Visit, told: BrandTold) -> BrandShown:
    accent = branding.colour(told.accent) if told.accent else ""
    if accent is None:
        raise InvalidSetting(
            "The form", [visit.say("Write the colour as # and six digits, such as {c}.", c=branding.ACCENT)]
        )
    logo = b"" if told.no_logo else None
    if told.logo is not None:
        logo = branding.picture(told.logo.path.read_bytes())
        if logo is None:
            raise InvalidSetting("The form", [visit.say("A logo is a picture: PNG, JPEG or WebP, not too large.")])
    known = branding.brand_of(visit.site)
    kept = "" if accent == branding.ACCENT else accent
    branding.keep(visit.site, branding.Brand(told.name.strip(), kept, known.logo), logo)
    return _brand(visit, Nothing())


def _logo(visit: Visit, _: Nothing) -> Download:
    kept = branding.logo_of(visit.site)
    return Download("logo.png", "image/png", kept or _NOTHING, inline=True)


def _style(visit: Visit, _: Nothing) -> Download:
    return Download("brand.css", "text/css", branding.stylesheet(branding.brand_of(visit.site)).encode(), inline=True)


def _about(_: Visit, __: Nothing) -> About:
    return About(VERSION, platform.python_version(), _VENDORED)


_NOTHING = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)
_SETTINGS: View[Nothing, SettingsShown] = View(
    "/settings", "settings", "What the workspace is called and how it reads.", _settings, Nothing, Role.VIEWER,
    "settings.html",
)  # fmt: skip
_PHASES: View[PhasesAsked, PhasesShown] = View(
    "/settings/phases", "phases", "The phases journeys are counted in.", _phases, PhasesAsked, Role.VIEWER,
    "settings_phases.html",
)  # fmt: skip
_BRAND: View[Nothing, BrandShown] = View(
    "/settings/brand", "brand", "Name, logo and accent.", _brand, Nothing, Role.VIEWER, "settings_brand.html"
)
DECLARED: tuple[Declared, ...] = (
    _SETTINGS,
    Action(
        "/settings", "change_settings", "Change names, language, time zone and retention.", _change, SettingsTold,
        Role.ADMIN, lambda visit, _, __: Reply(to="/settings", told=visit.say("Saved.")), again=_SETTINGS,
    ),
    _PHASES,
    Action(
        "/settings/phases", "own_phases", "Write phases of one's own.", _own, PhasesTold, Role.ADMIN,
        lambda visit, _, __: Reply(to="/settings/phases", told=visit.say("Saved.")), again=_PHASES,
    ),
    Action(
        "/settings/phases/model", "follow_phases", "Follow a phase model that ships, or the phases of the map.",
        _follow, ModelTold, Role.ADMIN, "/settings/phases",
    ),
    _BRAND,
    Action(
        "/settings/brand", "change_brand", "Change name, logo and accent.", _set_brand, BrandTold, Role.ADMIN,
        lambda visit, _, __: Reply(to="/settings/brand", told=visit.say("Saved.")),
        most_bytes=Limits().document, again=_BRAND,
    ),
    View("/settings/about", "about", "What this program is, and what of others is in it.", _about, Nothing, Role.VIEWER,
         "settings_about.html"),
    View("/brand/logo.png", "brand_logo", "The logo.", _logo, Nothing, ANYBODY, api=False),
    View("/brand/style.css", "brand_style", "The accent's colours.", _style, Nothing, ANYBODY, api=False),
)  # fmt: skip
