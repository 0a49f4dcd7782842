"""Links to a survey for e-mails and receipts, with a token that names nobody, and their QR codes."""

from __future__ import annotations

import hmac
import io
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.sax.saxutils import escape

from wegweiser.errors import InvalidSetting, WorkspaceProblem
from wegweiser.stats.deferred import Deferred
from wegweiser.voice.texts.keeping import subject as subject_of

if TYPE_CHECKING:
    import segno
else:
    segno = Deferred("segno")

KEY = "ask.key"
_BITS, _MARK, _LONG = 32, 12, 8
"""Bytes of a key, of a signature, and of a number of a person."""
_QUIET = 4
"""Modules of white around a QR code, as ISO/IEC 18004 demands."""
_TAKEN = timedelta(days=2)
_CAPTION_HIGH, _SIZE = 6, 2.6


class Signer:
    """Signs what a link or a form carries; who lacks the key can neither make nor read a token.

    Example:
        >>> signer = Signer(b"k" * 32)
        >>> token = signer.personal("checkout", 4711)
        >>> signer.subject("checkout", token), signer.subject("delivery", token)
        (4711, None)
    """

    def __init__(self, key: bytes) -> None:
        self._signing, self._hiding = (hmac.digest(key, use, sha256) for use in (b"sign", b"hide"))

    def personal(self, survey: str, subject: int) -> str:
        """Return the token of a person for one survey; it is the same every time, and shows no number of hers.

        The signature is the start of the key stream that hides the number (synthetic IV, as in RFC 5297).
        """
        number = subject.to_bytes(_LONG, "big")
        mark = self._mark(survey, number)
        return urlsafe_b64encode(mark + self._hidden(mark, number)).decode().rstrip("=")

    def subject(self, survey: str, token: str) -> int | None:
        """Return the person a token stands for; None where it was not signed here for this survey."""
        try:
            raw = urlsafe_b64decode(token.encode() + b"=" * (-len(token) % 4))
        except (Error, UnicodeError, ValueError):
            return None
        mark, hidden = raw[:_MARK], raw[_MARK:]
        if len(hidden) != _LONG:
            return None
        number = self._hidden(mark, hidden)
        return int.from_bytes(number, "big") if hmac.compare_digest(mark, self._mark(survey, number)) else None

    def form(self, survey: str, now: datetime) -> str:
        """Return the token of a fresh form: a number drawn by chance, its time, and the signature of both."""
        told = f"{secrets.token_urlsafe(12)}.{int(now.timestamp())}"
        return f"{told}.{self._mark(f'form/{survey}', told.encode()).hex()}"

    def form_id(self, survey: str, token: str, now: datetime) -> str | None:
        """Return the number of a form that was made here at most two days ago, else None."""
        told, _, mark = token.rpartition(".")
        drawn, _, made = told.rpartition(".")
        signed = self._mark(f"form/{survey}", told.encode()).hex()
        if not hmac.compare_digest(mark.encode(), signed.encode()):
            return None
        age = now.timestamp() - int(made)
        return drawn if age <= _TAKEN.total_seconds() else None

    def _mark(self, use: str, data: bytes) -> bytes:
        return hmac.digest(self._signing, use.encode() + b"\0" + data, sha256)[:_MARK]

    def _hidden(self, mark: bytes, number: bytes) -> bytes:
        stream = hmac.digest(self._hiding, mark, sha256)
        return bytes(a ^ b for a, b in zip(number, stream, strict=False))


def signer_of(folder: Path) -> Signer:
    """Return the signer of a workspace's log folder; its key is made once and only its owner can read it.

    Raises:
        WorkspaceProblem: the key is damaged, so that links sent out can no longer be read.
    """
    path = folder / KEY
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_bytes()
    else:
        key = secrets.token_bytes(_BITS)
        with os.fdopen(handle, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
    if len(key) != _BITS:
        raise WorkspaceProblem(f"{path} is damaged: it must hold {_BITS} bytes. Restore it, or links sent out die.")
    return Signer(key)


def link(base: str, survey: str, *, signer: Signer | None = None, person: str | None = None, kind: str = "") -> str:
    """Return the address of a survey's page, with a person's token where one is named by an identifier of a kind.

    Raises:
        InvalidSetting: the base is no address of the web, or the identifier stands for nobody.

    Example:
        >>> link("https://example.org/", "checkout")
        'https://example.org/ask/checkout'
    """
    if not base.startswith(("https://", "http://")):
        raise InvalidSetting("The link", [f"base-url is '{base}'; write it with https:// in front"])
    address = f"{base.rstrip('/')}/ask/{quote(survey)}"
    if person is None or signer is None:
        return address
    subject = subject_of(kind or "customer", person)
    if subject is None:
        raise InvalidSetting("The link", [f"'{person}' stands for nobody; name a customer"])
    return f"{address}?p={signer.personal(survey, subject)}"


def qr_svg(address: str, caption: str = "") -> str:
    """Return a QR code with its quiet zone as SVG, dark on white in every theme, its caption below."""
    code = segno.make_qr(address, error="m")
    wide = code.symbol_size(border=_QUIET)[0]
    high = wide + (_CAPTION_HIGH if caption else 0)
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", border=_QUIET, xmldecl=False, svgns=False, nl=False)
    shapes = drawn.getvalue().decode()
    shapes = shapes[shapes.index(">") + 1 : shapes.rindex("</svg>")]
    # Long captions are squeezed to the width of the code: nothing is cut off.
    fit = f' textLength="{wide - 2}" lengthAdjust="spacingAndGlyphs"' if len(caption) * _SIZE * 0.55 > wide - 2 else ""
    text = (
        f'<text x="{wide / 2:g}" y="{wide + 1:g}" font-family="\'Source Sans 3\', sans-serif" font-size="{_SIZE}" '
        f'text-anchor="middle" fill="#1d1b16"{fit}>{escape(caption)}</text>'
        if caption
        else ""
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide * 6}" height="{high * 6}" '
        f'role="img"><title>{escape(caption or address)}</title><rect width="{wide}" height="{high}" fill="#fff"/>'
        f"{shapes}{text}</svg>"
    )


def write_qr(address: str, target: Path, caption: str = "") -> None:
    """Write a QR code as SVG with its caption, or as PNG, which has none.

    Raises:
        InvalidSetting: the file is to be neither.
    """
    if target.suffix == ".svg":
        target.write_text(qr_svg(address, caption), "utf-8")
    elif target.suffix == ".png":
        segno.make_qr(address, error="m").save(str(target), scale=10, border=_QUIET)
    else:
        raise InvalidSetting("The QR code", [f"{target.name} is neither .svg nor .png"])
