"""The words of personas.yaml, read forgivingly in form and strictly in sense."""

from __future__ import annotations

from typing import Any

import msgspec
import yaml

from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import Text

SCHEMA = "personas/1"
_FIELDS = ("schema", "personas")


class Who(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A condition on a trait or feature: at least, below, or one of some levels."""

    feature: str
    at_least: float | None = None
    below: float | None = None
    levels: tuple[str, ...] = ()


class AuthoredStatement(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A statement about a persona, and the condition that holds for a person of whom it is true.

    It counts as supported where at least the share `needed` of the persona's people meets the condition.
    """

    text: Text
    feature: str = ""
    at_least: float | None = None
    below: float | None = None
    levels: tuple[str, ...] = ()
    needed: float = 0.5


class AuthoredPersona(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What people write of one persona; an empty field leaves what was found.

    With `by_hand` it is described by `who` (conditions that all hold) instead of being found.
    """

    id: str
    name: Text = ""
    claim: Text = ""
    portrait: str = ""
    portrait_licence: str = ""
    goals: tuple[Text, ...] = ()
    questions: tuple[Text, ...] = ()
    pains: tuple[Text, ...] = ()
    triggers: tuple[Text, ...] = ()
    barriers: tuple[Text, ...] = ()
    notes: Text = ""
    by_hand: bool = False
    who: tuple[Who, ...] = ()
    statements: tuple[AuthoredStatement, ...] = ()


class AuthoredPersonas(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Everything people wrote of personas."""

    personas: tuple[AuthoredPersona, ...] = ()
    schema: str = SCHEMA

    @classmethod
    def of(cls, text: bytes | str, where: str = "personas.yaml") -> AuthoredPersonas:
        """Return what a text in YAML says of personas; every problem is reported at once.

        Raises:
            InvalidSetting: it is no YAML, a field is unknown, or an id stands twice.

        Example:
            >>> AuthoredPersonas.of("personas: [{id: pe_1, name: Ana}]").personas[0].name
            'Ana'
        """
        raw = _read(text, where)
        problems = [str(UnknownName("field", name, _FIELDS)) for name in raw if name not in _FIELDS]
        if raw.get("schema", SCHEMA) != SCHEMA:
            problems.append(f"schema is '{raw['schema']}'; this version reads '{SCHEMA}'")
        listed = raw.get("personas") or []
        if not isinstance(listed, list):
            raise InvalidSetting(where, [*problems, "personas must be a list"])
        found = [_persona(place, item, problems) for place, item in enumerate(listed)]
        kept = [persona for persona in found if persona is not None]
        problems += _crossed(kept)
        if problems:
            raise InvalidSetting(where, problems)
        return cls(tuple(kept))


def _read(text: bytes | str, where: str) -> dict[str, Any]:
    try:
        node = yaml.compose(text, yaml.SafeLoader)
        twice = list(dict.fromkeys(_twice(node)))
        raw = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as problem:
        raise InvalidSetting(where, [f"this is no YAML: {problem}"]) from problem
    if twice:
        raise InvalidSetting(where, twice)
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        raise InvalidSetting(where, ["it must hold a list called personas"])
    return raw


def _twice(node: yaml.Node | None) -> list[str]:
    """Return a sentence for each key that stands twice in one place; only one of them could count."""
    if isinstance(node, yaml.SequenceNode):
        return [line for item in node.value for line in _twice(item)]
    if not isinstance(node, yaml.MappingNode):
        return []
    seen: set[str] = set()
    found = []
    for key, value in node.value:
        if key.value in seen:
            found.append(f"line {key.start_mark.line + 1}: {key.value} is written twice; only one can count")
        seen.add(key.value)
        found += _twice(value)
    return found


def _persona(place: int, item: object, problems: list[str]) -> AuthoredPersona | None:
    if isinstance(item, dict):
        # An empty line of the template reads as null: nothing was written there yet.
        item = {name: value for name, value in item.items() if value is not None}
    try:
        return msgspec.convert(item, AuthoredPersona)
    except msgspec.ValidationError as problem:
        what, _, where = str(problem).partition(" - at `$")
        problems.append(f"personas[{place}]{where.rstrip('`')}: {what}")
        return None


def _crossed(personas: list[AuthoredPersona]) -> list[str]:
    """Return what is wrong between fields."""
    problems = []
    ids = [persona.id for persona in personas]
    problems += [f"the id '{key}' is used {ids.count(key)} times" for key in dict.fromkeys(ids) if ids.count(key) > 1]
    names = [name.casefold() for persona in personas for name in sorted(_spelt(persona.name))]
    problems += [f"two personas are called '{name}'" for name in dict.fromkeys(names) if names.count(name) > 1]
    for persona in personas:
        where = f"persona '{persona.id}'"
        if persona.by_hand and not persona.name:
            problems.append(f"{where} is made by hand and has no name")
        if persona.by_hand and not persona.who:
            problems.append(f"{where} is made by hand and says nothing of who belongs to it (who)")
        if persona.portrait and not persona.portrait_licence:
            problems.append(f"{where} has a portrait without portrait_licence: say where it is from and who may use it")
        problems += [f"{where}: {wrong}" for test in persona.who for wrong in _wrong(test)]
        problems += [f"{where}: {wrong}" for made in persona.statements if made.feature for wrong in _wrong(made)]
    return problems


def _spelt(name: Text) -> set[str]:
    """Return a name in each of its languages, once where they are the same."""
    return {one for one in ((name,) if isinstance(name, str) else name.values()) if one}


def _wrong(test: Who | AuthoredStatement) -> list[str]:
    if test.levels and (test.at_least is not None or test.below is not None):
        return [f"'{test.feature}' has both levels and bounds; one of them can count"]
    if not test.levels and test.at_least is None and test.below is None:
        return [f"'{test.feature}' says neither levels nor at_least nor below"]
    if isinstance(test, AuthoredStatement) and not 0 < test.needed < 1:
        return [f"'{test.feature}' needs {test.needed}, but a share lies between 0 and 1"]
    return []
