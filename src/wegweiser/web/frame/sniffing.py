"""Whether a file is of the kind its name says, told by how it begins."""

from __future__ import annotations

from pathlib import PurePath

HEAD = 4_096
"""Bytes that are looked at."""
_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
_BEGINS: dict[str, tuple[bytes, ...]] = {
    ".xlsx": (_ZIP,),
    ".pptx": (_ZIP,),
    ".zip": (_ZIP, b"PK\x05\x06"),
    ".gz": (_GZIP,),
    ".zst": (b"\x28\xb5\x2f\xfd",),
    ".parquet": (b"PAR1",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".webp": (b"RIFF",),
    ".pdf": (b"%PDF-",),
}
_TEXT = {".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".xml", ".cjml", ".svg", ".md", ".toml"}
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
"""Byte order marks; UTF-16 holds zeros and is text all the same."""
_NEVER = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xd0\xcf\x11\xe0")
"""Programs, and the old office files that may hold some."""


def agrees(name: str, head: bytes) -> bool:
    r"""Return whether a file that begins so may be called so; of endings we do not know, everything but programs may.

    Example:
        >>> agrees("map.xlsx", b"PK\x03\x04"), agrees("map.xlsx", b"<html>"), agrees("visits.csv", b"%PDF-1.7")
        (True, False, False)
    """
    ending = PurePath(name).suffix.lower()
    if ending in _BEGINS:
        return head.startswith(_BEGINS[ending])
    if ending in _TEXT:
        return head.startswith(_MARKS) or not (b"\x00" in head or head.startswith((_ZIP, _GZIP, b"%PDF-", *_NEVER)))
    return not head.startswith(_NEVER)
