"""How values lie in the tables: moments as text of one length, secrets as hashes, rows as frozen structs."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from wegweiser.store.database import Link, Row

S = TypeVar("S", bound=msgspec.Struct)
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Without l, o, 0 and 1, which people confuse when they read an id aloud."""


def new_id(prefix: str) -> str:
    """Return an id of 80 random bits behind the prefix of its kind.

    Example:
        >>> new_id("cm")[:3], len(new_id("cm"))
        ('cm_', 19)
    """
    return f"{prefix}_{''.join(secrets.choice(_LETTERS) for _ in range(16))}"


def new_token(prefix: str = "") -> str:
    """Return a secret of 256 bits that fits into a link; only its hash is ever stored."""
    return prefix + secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """Return what of a token may be stored: it is long and random, so that a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def folded(email: str) -> str:
    """Return an address as it is compared: however it was typed, it is the same person.

    Example:
        >>> folded(" Ana@Example.COM ")
        'ana@example.com'
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", email).casefold()).strip()


def json(value: Any) -> str:  # noqa: ANN401  (anything msgspec writes)
    """Return a value as JSON text."""
    return msgspec.json.encode(value).decode()


def struct(kind: type[S], row: Row, *, from_json: tuple[str, ...] = (), **more: object) -> S:
    """Return a row as the struct whose fields are called as its columns; other columns are left out."""
    values = {**row, **{name: msgspec.json.decode(row[name]) for name in from_json}, **more}
    return msgspec.convert(values, kind, strict=False)


def change(link: Link, table: str, id: str, values: Mapping[str, Any]) -> int:  # noqa: A002  (the house word)
    """Write columns of the row with an id, leave out those that are UNSET, and return how many rows there were."""
    told = {name: value for name, value in values.items() if value is not msgspec.UNSET}
    if not told:
        return len(link.rows(f"select 1 from {table} where id = ?", id))
    columns = ", ".join(f"{name} = ?" for name in told)
    return link.run(f"update {table} set {columns} where id = ?", *told.values(), id)
