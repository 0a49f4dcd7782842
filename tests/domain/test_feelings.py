"""What read something out of texts, in words."""

import pytest

from wegweiser.domain.feelings import read_by
from wegweiser.i18n import read


@pytest.mark.parametrize(
    ("model", "german"),
    [
        ("fast 1 (888 own comments, 593906); topics by clusters", "ein Wortmodell, gelernt an 888 eigenen Kommentaren"),
        ("rules 1, word groups 1", "Gruppen ähnlicher Wörter, Regeln"),
        ("fast 1 (prior 1, low certainty)", "vorab bekannte Wörter, mit geringer Sicherheit"),
        ("mistral@host", "mistral@host"),
    ],
)
def test_a_model_reads_in_words(model, german):
    """No id of ours, no checksum; what we do not ship keeps its name."""
    assert read(read_by([model]), "de") == german
    assert read_by([model, model]) == read_by([model])
