"""Rows and cells nobody can read, written for the quarantine."""

from __future__ import annotations

from wegweiser.collect.reasons import REASONS
from wegweiser.collect.texts import RAW_LIMIT
from wegweiser.warehouse import Dialect, Query


def aside(bad: Query, whence: tuple[str, str], dialect: Dialect) -> Query:
    """Return bad cells (`line`, `code`, `raw`) of a source and file as rows of QUARANTINE, each with its sentence."""
    source, file = (dialect.text(word) for word in whence)
    told = " ".join(f"when {dialect.text(code)} then {dialect.text(text)}" for code, text in sorted(REASONS.items()))
    return Query(
        "aside",
        f"select {source} as source, {file} as file, line, code, case code {told} else code end as reason, "
        f"substr(raw, 1, {RAW_LIMIT}) as raw from {bad}",
        (bad,),
    )
