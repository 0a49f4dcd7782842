from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[3] / "src" / "wegweiser" / "web" / "static"
OWN = sorted((STATIC / "js").glob("*.js"))
SCRIPTS = [*OWN, *sorted((STATIC / "vendor").glob("*.js"))]


def test_vendored_scripts_are_the_ones_listed():
    """They are unmodified: their sums are those in VENDORED.md, and their licences lie beside them."""
    listed = dict(
        re.findall(r"^\| (\S+\.js) \|.*`([0-9a-f]{64})`", (STATIC / "vendor" / "VENDORED.md").read_text(), re.MULTILINE)
    )
    shipped = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (STATIC / "vendor").glob("*.js")}
    assert listed == shipped
    assert {p.name for p in (STATIC / "vendor").glob("LICENSE*")} == {"LICENSE-htmx.md", "LICENSE-sortablejs.md"}


def test_scripts_and_styles_stay_light():
    """All JavaScript together is at most 60 KB compressed, the styles of all pages 28 KB."""
    size = {
        kind: sum(len(gzip.compress(p.read_bytes(), 9)) for p in STATIC.rglob(f"*.{kind}")) for kind in ("js", "css")
    }
    assert size["js"] <= 60_000
    assert size["css"] <= 28_000


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_an_element_stays_small_and_evaluates_nothing(path):
    """At most 150 lines, one element, no text run as a program and no markup put in unread."""
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 150
    assert re.findall(r"\beval\(|new Function|innerHTML|outerHTML =|document\.write", text) == []
    assert path.name == "app.js" or "export default" in text
