"""wegweiser.toml is read with all its problems named, created once, and extended without touching a person's words."""

from __future__ import annotations

from datetime import date

import pytest

from wegweiser.collect import SourceSpec
from wegweiser.domain.estimates import Estimate
from wegweiser.domain.experiments import ExperimentResult
from wegweiser.domain.goals import Goal
from wegweiser.domain.levers import Driver, LeverNote, Standing
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.errors import InvalidSetting, WorkspaceProblem
from wegweiser.workspace import Config
from wegweiser.workspace.config import extend

SHOP = SourceSpec(name="shop", format="csv", files=("shop.csv",), columns={"customer": "id", "time": "when"})
BASKET = Touchpoint(
    id="basket", name={"en": "Basket", "de": "Warenkorb"}, match=Match(event="cart*"), phase="conversion", proposed=True
)
PURCHASE = Goal(id="purchase", name={"en": "Purchase", "de": "Kauf"}, touchpoints=("basket",), lookback_days=14)


def test_a_created_workspace_reads_back_the_same(tmp_path):
    """Sources, touchpoints, goals and a pinned day survive writing and reading."""
    config = Config(
        name={"en": "My shop", "de": "Mein Laden"},
        timezone="Europe/Berlin",
        as_of=date(2026, 10, 31),
        source=(SHOP,),
        touchpoint=(BASKET,),
        goal=(PURCHASE,),
    )
    config.create(tmp_path / "myshop")
    assert Config.read(tmp_path / "myshop") == config


def test_a_workspace_is_never_overwritten(tmp_path):
    """Making a workspace where one is refuses and leaves it alone."""
    Config(name="Mine").create(tmp_path)
    with pytest.raises(WorkspaceProblem, match="never overwritten"):
        Config(name="Yours").create(tmp_path)
    assert Config.read(tmp_path).name == "Mine"


def test_extending_leaves_every_word_that_stands_there(tmp_path):
    """A comment and an odd order survive when a proposal is appended."""
    path = tmp_path / "wegweiser.toml"
    path.write_text('# Ana wrote this\ntimezone = "Europe/Berlin" # our town\nname = "Shop"\n', "utf-8")
    extend(tmp_path, "touchpoint", [BASKET])
    text = path.read_text("utf-8")
    assert text.startswith('# Ana wrote this\ntimezone = "Europe/Berlin" # our town\nname = "Shop"\n')
    assert Config.read(tmp_path).touchpoint == (BASKET,)


def test_extending_twice_keeps_both(tmp_path):
    """Two proposals on two days stand one after the other."""
    Config(touchpoint=(BASKET,)).create(tmp_path)
    later = Touchpoint(id="call", name="Call", match=Match(event="call"))
    extend(tmp_path, "touchpoint", [later])
    extend(tmp_path, "goal", [PURCHASE])
    assert Config.read(tmp_path).touchpoint == (BASKET, later)
    assert Config.read(tmp_path).goal == (PURCHASE,)


def test_a_folder_without_the_file_is_no_workspace(tmp_path):
    """The error names the folder and the command that makes a workspace."""
    with pytest.raises(WorkspaceProblem, match="wegweiser init"):
        Config.read(tmp_path)


def test_all_problems_are_named_together(tmp_path):
    """A zone nobody knows, a missing own phase and a doubled goal are one error with three lines."""
    (tmp_path / "wegweiser.toml").write_text(
        'timezone = "Europe/Entenhausen"\nphases = "own"\n'
        '[[goal]]\nid = "buy"\nname = "Buy"\ntouchpoints = ["a"]\n'
        '[[goal]]\nid = "buy"\nname = "Buy"\ntouchpoints = ["b"]\n',
        "utf-8",
    )
    with pytest.raises(InvalidSetting) as caught:
        Config.read(tmp_path)
    assert len(caught.value.problems) == 3


CART = '[[touchpoint]]\nid = "cart"\nname = "Cart"\nmatch = {event = "cart"}\n'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('tiemzone = "UTC"\n', "The file has no key 'tiemzone'. Did you mean 'timezone'? Known: as_of, ask, audit"),
        (
            CART + "[[touchpoint]]\nmtach = {}\n",
            "[[touchpoint]] number 2 has no key 'mtach'. Did you mean 'match'? Known",
        ),
        (CART + 'med = "paid"\n', "[[touchpoint]] 'cart' has no key 'med'."),
        (
            '[[source]]\nname = "web"\nformat = "csv"\ntime = {zne = "UTC"}\n',
            "time of [[source]] 'web' has no key 'zne'. Did you mean 'zone'? Known: first_year, formats, month, zone.",
        ),
        (CART + 'medium = "pad"\n', "medium of [[touchpoint]] 'cart' is 'pad'; it must be one of owned, earned, paid"),
        ('silence_minutes = "long"\n', "silence_minutes is 'long'; it must be a whole number"),
        ('as_of = "today"\n', "as_of is 'today'; it must be a day such as 2026-10-31, without quotation marks"),
        ("name = [1]\n", "name is [1]; it must be a text in quotation marks, or one per language such as"),
        ("simulated = 7\n", "simulated is 7; it must be true or false"),
        ('language = "fr"\n', "language is 'fr'; it must be one of en, de"),
        (
            '[[goal]]\nid = "buy"\nname = "Buy"\ntouchpoints = "cart"\n',
            "touchpoints of [[goal]] 'buy' is 'cart'; it must be a list such as",
        ),
        ('[[goal]]\nid = "buy"\ntouchpoints = []\n', "name of [[goal]] 'buy' is missing"),
        ("goal = 3\n", "goal must be written as tables, each under its own line [[goal]]"),
        (
            '[[source]]\nname = "web"\nformat = "csv"\ntext = ";"\n',
            "text of [[source]] 'web' is ';'; it must be a table",
        ),
        (
            '[[source]]\nname = "web"\nformat = "csv"\ncolumns = {time = 3}\n',
            "columns of [[source]] 'web' is {'time': 3}; it must be a table of texts",
        ),
        ('phases = "fife"\n', "No phase model is called 'fife'. Did you mean 'five'?"),
        ('name = "Shop"\nlanguage\n', "line 2, column 9: Expected '=' after a key in a key/value pair, in: language"),
        ("name =", "line 1, at the end of the file: "),
    ],
)
def test_what_cannot_be_used_is_said_in_words(tmp_path, text, problem):
    """Each sentence names the place, and what is expected or nearest there."""
    (tmp_path / "wegweiser.toml").write_text(text, "utf-8")
    with pytest.raises(InvalidSetting) as caught:
        Config.read(tmp_path)
    assert caught.value.where == str(tmp_path / "wegweiser.toml")
    assert any(found.startswith(problem) for found in caught.value.problems), caught.value.problems


def test_every_wrong_key_is_named_at_once(tmp_path):
    """Two misspelt keys in two tables are two lines of one error."""
    (tmp_path / "wegweiser.toml").write_text('nmae = "Shop"\n' + CART + 'chanel = "web"\n', "utf-8")
    with pytest.raises(InvalidSetting) as caught:
        Config.read(tmp_path)
    assert len(caught.value.problems) == 2


def test_a_file_in_another_encoding_is_refused(tmp_path):
    """An umlaut in Latin-1 is named by its line."""
    (tmp_path / "wegweiser.toml").write_bytes("note = 'a'\nname = 'Ära'\n".encode("latin-1"))
    with pytest.raises(InvalidSetting, match="line 2: the file must be saved as UTF-8"):
        Config.read(tmp_path)


def test_a_workspace_that_could_not_be_read_is_never_written(tmp_path):
    """Language, zone and phase model are all refused at once, and no folder is made."""
    with pytest.raises(InvalidSetting) as caught:
        Config(language="fr", timezone="Mars/Base", phases="fife").create(tmp_path / "shop")
    assert len(caught.value.problems) == 3
    assert not (tmp_path / "shop").exists()


def test_what_people_know_of_levers_reads_back_the_same(tmp_path):
    """A driver, an experiment's result and a lever's effort survive writing and reading."""
    config = Config(
        driver=(Driver("cart", "waited", unit="min", rating="stars", name={"en": "Waiting", "de": "Wartezeit"}),),
        experiment=(
            ExperimentResult("price", "Show the price", "purchase", Estimate(0.02, 0.01, 0.03, 9000), 4500, 4500),
        ),
        lever=(LeverNote("lv_experiment_price", 4.0, "ask Ana", Standing.PLANNED),),
    )
    config.create(tmp_path / "myshop")
    assert Config.read(tmp_path / "myshop") == config


def test_an_experiment_is_written_by_hand_as_a_person_would(tmp_path):
    """The effect is a plain table of value, ends and n."""
    (tmp_path / "wegweiser.toml").write_text(
        """[[experiment]]
id = "price"
name = {en = "Show the price", de = "Preis zeigen"}
goal = "purchase"
effect = {value = 0.02, lo = 0.01, hi = 0.03, n = 9000}
treated = 4500
untreated = 4500
touchpoint = "cart"
until = 2026-02-28
""",
        "utf-8",
    )
    (found,) = Config.read(tmp_path).experiment
    assert (found.effect, found.until) == (Estimate(0.02, 0.01, 0.03, 9000), date(2026, 2, 28))


def test_an_effort_has_to_be_more_than_nothing_and_notes_are_told_apart(tmp_path):
    """Worth is divided by effort, so none is zero; two notes on one lever contradict each other."""
    text = '[[lever]]\nid = "lv_a"\neffort = 0\n\n[[lever]]\nid = "lv_a"\neffort = 2\n'
    (tmp_path / "wegweiser.toml").write_text(text, "utf-8")
    with pytest.raises(InvalidSetting) as refused:
        Config.read(tmp_path)
    assert "effort of [[lever]] 'lv_a' is 0.0; it must be above 0" in str(refused.value)
    assert "two levers are called 'lv_a'" in str(refused.value)
