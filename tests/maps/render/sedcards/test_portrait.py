from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from rich_deck import BACKDROP, PAULA, RICH, picture

from wegweiser.errors import InvalidSetting
from wegweiser.maps.render.sedcards.portrait import HUES, Backdrop, hues_of, portraits


def test_a_hue_follows_from_the_id_and_stays():
    """The same ids in the same order have the same hues, all different while there are enough."""
    ids = [f"pe_{i}" for i in range(len(HUES))]
    assert sorted(hues_of(ids)) == list(range(len(HUES)))
    assert hues_of(ids) == hues_of(ids)
    assert len(hues_of([*ids, "pe_9"])) == len(HUES) + 1


def test_an_uploaded_picture_becomes_a_square_with_its_licence():
    """400 by 300 pixels become a square; the licence is named on the card."""
    face = portraits(RICH.personas, "de", BACKDROP)[0]
    with Image.open(BytesIO(face.picture)) as made:
        assert made.size == (360, 360)
        assert made.getexif() == {}
    assert face.credit == "Bild: Ana Beispiel, CC BY 4.0"
    assert face.source.startswith("data:image/jpeg;base64,")


def test_a_picture_nobody_uploaded_leaves_the_letters():
    """Without its bytes Paula is PS on a disc."""
    face = portraits([PAULA], "en", Backdrop())[0]
    assert (face.initials, face.source, face.credit) == ("PS", "", "")


def test_a_file_that_is_no_picture_says_so():
    """The persona and its file are named."""
    with pytest.raises(InvalidSetting, match=r"paula\.png"):
        portraits([PAULA], "en", Backdrop(pictures={"paula.png": b"no picture"}))


def test_the_same_picture_gives_the_same_bytes():
    """Drawn anew twice, the square is the same."""
    one, two = (portraits([PAULA], "en", Backdrop(pictures={"paula.png": picture()}))[0] for _ in range(2))
    assert one.picture == two.picture
