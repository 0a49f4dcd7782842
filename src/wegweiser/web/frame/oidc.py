"""Signing in through an identity provider: OpenID Connect, the code flow with PKCE, every answer checked."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from wegweiser.clock import Clock
from wegweiser.errors import MissingExtra, NotAllowed, SourceProblem
from wegweiser.settings import Provider
from wegweiser.web.frame.outgoing import Heard, Outgoing

_KEPT = timedelta(hours=1)
_SLACK = 60
"""Seconds two clocks may differ."""
_SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
"""Only keys of which we see the public half; never `none`, never a secret both sides know."""
_REFUSED = "The identity provider's answer cannot be trusted. Please sign in again."


class Ticket(msgspec.Struct, frozen=True):
    """What her browser keeps while she is at the provider, signed by us."""

    state: str
    nonce: str
    verifier: str
    next: str


@dataclass(frozen=True)
class Somebody:
    """Whom the provider vouches for."""

    issuer: str
    subject: str
    email: str
    name: str
    language: str


class _About(msgspec.Struct, frozen=True):
    """What a provider says of itself (its discovery document)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""


class _Answer(msgspec.Struct, frozen=True):
    """What the token endpoint says; other fields do not matter to us."""

    id_token: str
    access_token: str = ""


class IdentityProvider:
    """One provider; what it says of itself is kept for an hour."""

    def __init__(self, provider: Provider, outgoing: Outgoing, clock: Clock) -> None:
        self.name = provider.name or urlsplit(provider.issuer).hostname or ""
        self._provider, self._outgoing, self._clock = provider, outgoing, clock
        self._kept: dict[str, tuple[datetime, Any]] = {}
        self._lock = Lock()

    def begin(self, back: str, next_: str) -> tuple[str, Ticket]:
        """Return where her browser goes, and the ticket it keeps meanwhile.

        Raises:
            MissingExtra: the package that reads its answers is not installed.
            SourceProblem: the provider cannot be reached.
        """
        _jose()
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        ticket = Ticket(state, nonce, verifier, next_)
        proof = base64.urlsafe_b64encode(hashlib.sha256(ticket.verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self._provider.client,
            "redirect_uri": back,
            "scope": "openid email profile",
            "state": ticket.state,
            "nonce": ticket.nonce,
            "code_challenge": proof,
            "code_challenge_method": "S256",
        }
        address = self._about().authorization_endpoint
        return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}", ticket

    def finish(self, ticket: Ticket, code: str, back: str) -> Somebody:
        """Return whom the provider vouches for.

        Raises:
            NotAllowed: the answer is not for us, not of this sign-in, too old, or its e-mail address is not verified.
            SourceProblem: the provider cannot be reached, or says no.
        """
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": ticket.verifier,
        }
        known = f"{quote(self._provider.client, safe='')}:{quote(self._provider.secret, safe='')}"
        headers = {
            "content-type": "application/x-www-form-urlencoded",
            "accept": "application/json",
            "authorization": f"Basic {base64.b64encode(known.encode()).decode()}",
        }
        heard = self._outgoing.post(self._about().token_endpoint, urlencode(sent).encode(), headers)
        answer: _Answer = _read(heard, _Answer)
        claims = self._claims(answer.id_token)
        self._check(claims, ticket)
        return self._somebody(claims if "email" in claims else {**claims, **self._told(answer, claims["sub"])})

    def _check(self, claims: Mapping[str, Any], ticket: Ticket) -> None:
        now = self._clock.now().timestamp()
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        client = self._provider.client
        good = (
            claims.get("iss") == self._about().issuer
            and client in audiences
            and (len(audiences) == 1 or claims.get("azp") == client)
            and claims.get("azp", client) == client
            and _number(claims.get("exp")) > now - _SLACK
            and _number(claims.get("iat")) < now + _SLACK
            and secrets.compare_digest(str(claims.get("nonce", "")).encode(), ticket.nonce.encode())
            and bool(claims.get("sub"))
        )
        if not good:
            raise NotAllowed(_REFUSED)

    def _told(self, answer: _Answer, subject: str) -> Mapping[str, Any]:
        """Return what a provider tells of her at an address of its own (OpenID Connect Core 1.0, 5.3 and 5.4)."""
        where = self._about().userinfo_endpoint
        if not where or not answer.access_token:
            return {}
        headers = {"accept": "application/json", "authorization": f"Bearer {answer.access_token}"}
        told: dict[str, Any] = _read(self._outgoing.get(where, headers), dict[str, Any])
        if told.get("sub") != subject:
            raise NotAllowed(_REFUSED)
        return {name: told[name] for name in ("email", "email_verified", "name", "locale") if name in told}

    def _somebody(self, claims: Mapping[str, Any]) -> Somebody:
        email = claims.get("email")
        verified = claims.get("email_verified", self._provider.trusted)
        if not isinstance(email, str) or "@" not in email or verified is not True:
            raise NotAllowed("The identity provider has not verified your e-mail address.")
        name = str(claims.get("name") or email.partition("@")[0])
        locale = str(claims.get("locale") or "")
        return Somebody(self._about().issuer, str(claims["sub"]), email, name[:200], locale[:2].lower())

    def _claims(self, token: str) -> Mapping[str, Any]:
        """Return what a token claims once its signature holds; keys that changed meanwhile are asked for again."""
        jwk, jwt, errors = _jose()
        for fresh in (False, True):
            try:
                keys = jwk.KeySet.import_key_set(self._keys(fresh=fresh))
                found: Mapping[str, Any] = jwt.decode(token, keys, algorithms=_SIGNED_BY).claims
            except (errors.JoseError, ValueError, KeyError, TypeError) as wrong:
                if fresh:
                    raise NotAllowed(_REFUSED) from wrong
            else:
                return found
        raise NotAllowed(_REFUSED)

    def _about(self) -> _About:
        def ask() -> _About:
            where = f"{self._provider.issuer}/.well-known/openid-configuration"
            found: _About = _read(self._outgoing.get(where), _About)
            if found.issuer.rstrip("/") != self._provider.issuer:
                raise SourceProblem(f"The identity provider calls itself {found.issuer}.")
            return found

        about: _About = self._remembered("about", ask)
        return about

    def _keys(self, *, fresh: bool) -> dict[str, Any]:
        if fresh:
            with self._lock:
                self._kept.pop("keys", None)
        keys: dict[str, Any] = self._remembered(
            "keys", lambda: _read(self._outgoing.get(self._about().jwks_uri), dict[str, Any])
        )
        return keys

    def _remembered(self, what: str, ask: Any) -> Any:  # noqa: ANN401  (whatever is asked for)
        now = self._clock.now()
        with self._lock:
            known = self._kept.get(what)
        if known is None or now - known[0] > _KEPT:
            known = (now, ask())
            with self._lock:
                self._kept[what] = known
        return known[1]


def _read(heard: Heard, kind: Any) -> Any:  # noqa: ANN401  (a type, and its value)
    if heard.status != 200:
        raise SourceProblem(f"The identity provider answered with status {heard.status}.")
    try:
        return msgspec.json.decode(heard.body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as wrong:
        raise SourceProblem("The identity provider's answer cannot be read.") from wrong


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else float("nan")


def _jose() -> tuple[Any, Any, Any]:
    try:
        from joserfc import errors, jwk, jwt  # noqa: PLC0415  (an extra)
    except ImportError as missing:
        raise MissingExtra("Signing in through an identity provider", "oidc") from missing
    return jwk, jwt, errors
