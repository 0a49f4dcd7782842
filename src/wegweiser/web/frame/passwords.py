"""Passwords: kept as argon2id, compared in the same time for everybody, and refused where anybody could guess them."""

from __future__ import annotations

import unicodedata
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from wegweiser.i18n import Count, Language, message

SHORTEST, LONGEST = 10, 200
_HASHER = PasswordHasher()
# Each takes 64 MiB for a moment: a crowd at the door must not take all memory.
_AT_ONCE = BoundedSemaphore(4)
_FIRST_TRIED = """
0123456789 1234567890 12345678910 123456789a 9876543210 1q2w3e4r5t 1qaz2wsx3edc abcdefghij adminadmin
administrator changeme123 dragon1234 fussball123 geheim1234 hallo12345 iloveyou123 iloveyou12 letmein123
letmein1234 liverpool1 michael123 monkey1234 password01 password1! password12 password123 password1234
passw0rd123 passwort01 passwort1! passwort12 passwort123 passwort1234 princess123 q1w2e3r4t5 qwerty1234
qwerty12345 qwerty123456 qwertyuiop qwertz1234 qwertz12345 qwertzuiop schalke04! sommer2024 sommer2025
sommer2026 sonnenschein summer2024 summer2025 summer2026 sunshine123 superman123 trustno1234 welcome123
welcome1234 wegweiser1 wegweiser12 wegweiser123 willkommen willkommen1 willkommen123 winter2024 winter2025
winter2026 zxcvbnm123
"""
_COMMON = frozenset(_FIRST_TRIED.split())


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    with _AT_ONCE:
        return _HASHER.hash(_plain(password))


def matches(known: str | None, password: str) -> bool:
    """Return whether a password is the one that is kept; where none is, no answer comes sooner for that."""
    with _AT_ONCE:
        try:
            _HASHER.verify(known or _nobodys(), _plain(password[: LONGEST * 2]))
        except (VerificationError, InvalidHashError):
            return False
    return known is not None


def aged(known: str) -> bool:
    """Return whether a hash was made with weaker settings than today's."""
    return _HASHER.check_needs_rehash(known)


def problem(password: str, email: str, language: Language) -> str:
    """Return why a password cannot be taken, in words; an empty text where it can.

    Example:
        >>> problem("qwertzuiop", "ana@example.org", "en"), problem("three kind words", "ana@example.org", "en")
        ('Anybody would try this password first. Take several words.', '')
    """
    plain = _plain(password).casefold()
    if len(plain) < SHORTEST:
        return message("A password has at least {n} characters.", language, n=Count(SHORTEST))
    if len(plain) > LONGEST:
        return message("A password has at most {n} characters.", language, n=Count(LONGEST))
    address = _plain(email).casefold()
    local = address.partition("@")[0]
    if plain in {address, local} or (len(local) >= 5 and plain.strip("0123456789!?.-_") == local):
        return message("The e-mail address is no password.", language)
    if plain in _COMMON or len(set(plain)) < 4:
        return message("Anybody would try this password first. Take several words.", language)
    return ""


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody has this one")


def _plain(password: str) -> str:
    """Return a password as it is compared: two keyboards write one letter differently."""
    return unicodedata.normalize("NFKC", password)
