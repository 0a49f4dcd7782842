"""Questions are held against the content there is."""

from __future__ import annotations

import pytest

from wegweiser.domain.questions import Answered
from wegweiser.errors import SourceProblem, UnknownName
from wegweiser.voice.texts import ContentSpec
from wegweiser.voice.texts.content import Inventory, Page, pages_of
from wegweiser.voice.texts.wording import stems

SPEC = ContentSpec("help", ("help",))
PAGES = (
    Page("Returns", "How to return an item: print the label and bring the parcel to a shop within 30 days."),
    Page("Opening hours", "Our stores are open Monday to Saturday from 9 to 20."),
    Page("Delivery", "A parcel is delivered within three days; you get a link to track your parcel."),
    Page("Rücksendung", "So senden Sie Ware zurück: Etikett drucken, Paket abgeben.", None, None, "de"),
    Page("Garantie", "Auf alle Schuhe gibt es zwei Jahre Garantie.", None, None, "de"),
)


@pytest.mark.parametrize(
    ("question", "language", "answered", "page"),
    [
        ("How do I return a parcel?", "en", Answered.YES, "Returns"),
        ("When are your stores open on Saturday?", "en", Answered.YES, "Opening hours"),
        ("Can I track the parcel of my neighbour?", "en", Answered.PARTLY, "Delivery"),
        ("Does the soup contain nuts?", "en", Answered.NO, None),
        ("Wie kann ich die Ware zurückschicken?", "de", Answered.YES, "Rücksendung"),
        ("Wie lange habe ich Garantie auf Schuhe?", "de", Answered.YES, "Garantie"),
        ("Enthält die Suppe Nüsse?", "de", Answered.NO, None),
        ("Wie ist das so?", "de", Answered.UNKNOWN, None),
        ("Où est mon colis?", "other", Answered.UNKNOWN, None),
    ],
)
def test_a_page_answers_what_its_words_cover(question, language, answered, page):
    """Wholly, in part, not at all; unknown where nothing can be compared or no page is in the language."""
    assert Inventory(PAGES).answer(question, language, stems("frame")) == (answered, page)


def test_an_inventory_is_read_from_a_table(written):
    """Title, text, phase and address; a table without titles is refused."""
    path = written("help.csv", "title,text,phase,url\nReturns,Send it back with the label,use,/returns\n,,,\n")
    (page,) = pages_of(SPEC, [path])
    assert (page.title, page.phase, page.url, page.language) == ("Returns", "use", "/returns", "en")
    with pytest.raises(UnknownName, match="No column is called 'title'"):
        pages_of(SPEC, [written("other.csv", "name,text\nx,y\n")])


def test_an_inventory_is_read_from_a_folder(written):
    """Markdown by its heading, HTML by what a reader sees; the folder a page lies in is its phase."""
    written("help/use/returns.md", "---\ntags: x\n---\n# Rücksendung\nSo senden Sie Ihre Ware zurück.\n")
    html = "<html><head><title>Shop</title><style>x{}</style></head><body><nav>Home</nav><h1>Delivery</h1><p>Soon.</p>"
    folder = written("help/index.html", html).parent
    delivery, returns = pages_of(SPEC, [folder])
    assert (delivery.title, delivery.text, delivery.phase) == ("Delivery", "Delivery Soon.", None)
    assert (returns.title, returns.phase, returns.language) == ("Rücksendung", "use", "de")
    with pytest.raises(SourceProblem, match="does not exist"):
        pages_of(SPEC, [folder / "gone"])
    with pytest.raises(SourceProblem, match="holds no page"):
        pages_of(SPEC, [written("empty/x.png", "").parent])
