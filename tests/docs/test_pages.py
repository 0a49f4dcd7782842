"""Links lead somewhere, indexes are complete, and both READMEs say the same."""

from __future__ import annotations

import re
import unicodedata

_LINK = re.compile(r"(?<!`)\[[^\]]*\]\((?!https?:|mailto:)([^)\s]+)\)")


def _anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    plain = (unicodedata.normalize("NFKC", re.sub(r"[`*]", "", h)).lower() for h in headings)
    return {re.sub(r"[^\w\- ]", "", h).replace(" ", "-") for h in plain}


def test_every_relative_link_leads_somewhere(root, pages):
    """A file that is linked exists, and so does the heading behind a #."""
    broken = []
    for page, text in pages.items():
        for link in _LINK.findall(text):
            path, _, anchor = link.partition("#")
            target = ((root / page).parent / path).resolve() if path else (root / page)
            if not target.exists():
                broken.append(f"{page}: {link}")
            elif anchor and anchor not in _anchors(target.read_text("utf-8")):
                broken.append(f"{page}: {link}: no such heading")
    assert broken == [], "\n" + "\n".join(broken)


def test_every_page_can_be_reached(root, pages):
    """From docs/README.md one gets to every page below docs."""
    reached, todo = set(), ["docs/README.md"]
    while todo:
        page = todo.pop()
        if page in reached or page not in pages:
            continue
        reached.add(page)
        links = [link.partition("#")[0] for link in _LINK.findall(pages[page])]
        todo += [((root / page).parent / x).resolve().relative_to(root).as_posix() for x in links if x]
    assert sorted({p for p in pages if p.startswith("docs/")} - reached) == []


def test_the_index_of_decisions_is_complete(root, pages):
    """Every ADR stands in the index, numbered without holes, with a status."""
    files = sorted(p.name for p in (root / "docs" / "adr").glob("0*.md"))
    assert [name for name in files if f"]({name})" not in pages["docs/adr/README.md"]] == []
    assert [int(name[:4]) for name in files] == list(range(1, len(files) + 1))
    assert [name for name in files if "Status: " not in pages[f"docs/adr/{name}"]] == []


def test_a_decision_fits_on_a_page(pages):
    """An ADR has context, decision and consequences, and at most sixty lines."""
    adrs = {p: t for p, t in pages.items() if re.fullmatch(r"docs/adr/0\d+.*\.md", p)}
    headings = ["Context", "Decision", "Consequences"]
    assert [p for p, t in adrs.items() if re.findall(r"^## (.+)$", t, re.MULTILINE) != headings] == []
    assert {p: n for p, t in adrs.items() if (n := len(t.splitlines())) > 60} == {}


def test_both_readmes_have_the_same_shape(pages):
    """What the English README says, the German one says: as many headings, points, pictures and code lines."""

    def shape(text: str) -> dict[str, int]:
        marks = {"headings": r"^#+ ", "points": r"^- ", "pictures": r"^!\[", "code": r"^ {4}\S", "fences": r"^```"}
        return {name: len(re.findall(mark, text, re.MULTILINE)) for name, mark in marks.items()}

    assert shape(pages["README.md"]) == shape(pages["README.de.md"])


def test_the_changelog_speaks_of_this_version(pages):
    """The version of the package has its section."""
    from wegweiser import __version__  # noqa: PLC0415  (only this test needs the package)

    assert f"## [{__version__}]" in pages["CHANGELOG.md"]


def test_the_glossary_knows_the_words_of_the_field(root, pages):
    """Every module of `domain` is about a word, and that word is explained."""
    words = {
        "attribution": "attribution",
        "channels": "channel",
        "claims": "claim",
        "estimates": "metric",
        "events": "event",
        "editing": "revision",
        "experiments": "experiment",
        "feelings": "feeling",
        "friction": "friction",
        "funnels": "funnel",
        "goals": "goal",
        "journey_maps": "journey map",
        "journeys": "journey",
        "levers": "lever",
        "measures": "measure",
        "mission": "mission",
        "people": "person",
        "personas": "persona",
        "phases": "phase",
        "questions": "question",
        "strategy": "strategy sheet",
        "surveys": "survey",
        "talk": "comment",
        "touchpoints": "touchpoint",
        "validations": "validation",
        "voices": "saying",
    }
    modules = {p.stem for p in (root / "src" / "wegweiser" / "domain").glob("[a-z]*.py")}
    assert modules - set(words) == set()
    glossary = pages["docs/explanation/glossary.md"]
    assert [word for word in words.values() if f"| {word}" not in glossary] == []
