"""How a decision on a proposal is remembered: its id, and its id with a mark of the words it had then."""

from __future__ import annotations

from hashlib import md5

from wegweiser.i18n import Text, read


def marks(name: str, text: Text) -> tuple[str, str]:
    """Return what is noted for a decision: the id, and the id as it read on that day.

    Example:
        >>> marks("cl_rate", "75% buy")
        ('cl_rate', 'cl_rate~6f175c')
    """
    return name, worded(name, text)


def worded(name: str, text: Text) -> str:
    """Return an id with a mark of the words it had."""
    return f"{name}~{md5(read(text, 'en').encode(), usedforsecurity=False).hexdigest()[:6]}"
