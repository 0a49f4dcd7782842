"""The words of the audit log: whatever can be written there has some, in both languages."""

from __future__ import annotations

import ast

from wegweiser.i18n import untranslated
from wegweiser.web.deeds import DEEDS
from wegweiser.web.frame.declared import Action
from wegweiser.web.screens import declared


def written(tree):
    """Yield every code that a module writes into the log itself: a literal, or a choice of two."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "note":
            # A visit knows who does it; where the log is asked, the code comes second.
            whose = getattr(call.func.value, "attr", "") == "audit"
            code = call.args[1 if whose else 0]
            choices = (code.body, code.orelse) if isinstance(code, ast.IfExp) else (code,)
            yield from (one.value for one in choices if isinstance(one, ast.Constant))


def test_every_deed_has_words(modules):
    """A code nobody gave words would stand in the log as it is."""
    codes = {one.note or one.name for one in declared() if isinstance(one, Action)} - {"-"}
    edges = (module for module in modules if module.name.startswith(("wegweiser.web", "wegweiser.cli")))
    codes |= {code for module in edges for code in written(module.tree)}
    assert {"map.edit", "sign_in_failed", "joined", "run"} <= codes
    assert codes - DEEDS.keys() == set()
    assert DEEDS.keys() - codes == set()
    assert untranslated(set(DEEDS.values()), "de") == ()
