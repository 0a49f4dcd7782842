"""The analyst's tutorial runs from top to bottom and ends with the three right findings."""

from __future__ import annotations

import ast

import nbformat
import pytest
from nbclient import NotebookClient


@pytest.fixture(scope="module")
def executed(root, shared_data, tmp_path_factory):
    """Return the notebook after it ran, in a folder of its own, as a reader would run it."""
    notebook = nbformat.read(root / "docs" / "three-findings.ipynb", as_version=4)
    log = shared_data / "clickstream_planted" / "ecom.csv.gz"
    place = tmp_path_factory.mktemp("notebook")
    first = nbformat.v4.new_code_cell(f"import os\nos.environ['WEGWEISER_TUTORIAL_LOG'] = {str(log)!r}")
    notebook.cells.insert(0, first)
    return NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(place)}}).execute()


def shown(notebook):
    """Return everything the notebook printed or showed."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "\n".join(output.get("text") or output.get("data", {}).get("text/plain", "") for output in outputs)


def test_it_ends_with_the_three_right_findings(executed):
    """The payment page (days 139 to 159), the mobile checkout (days 99 to 130), and newcomers."""
    findings = ast.literal_eval(executed.cells[-1].outputs[-1]["data"]["text/plain"])
    what, since, until = findings["payment page"]
    assert what == "payment_error"
    assert ("2024-05-16" <= since <= "2024-05-22", "2024-06-05" <= until <= "2024-06-11") == (True, True)
    what, group, since, until = findings["mobile checkout"]
    assert (what, group) == ("checkout_bug", "platform=mobile")
    assert ("2024-04-07" <= since <= "2024-04-16", "2024-05-06" <= until <= "2024-05-13") == (True, True)
    group, difference = findings["newcomers"]
    assert group == "user_lifecycle=new"
    assert difference > 0


def test_the_reference_funnel_stands_in_it(executed):
    """1,022 visits with the cart, 512 with shipping after it, 173 with a purchase."""
    table = next(c for c in executed.cells if "funnel(" in c.source and c.get("outputs")).outputs[-1]["data"][
        "text/html"
    ]
    for n in ("1022", "512", "173"):
        assert n in table


def test_the_windows_differ(executed):
    """During the incident fewer visits with the payment page buy than before it, and the intervals lie apart."""
    text = shown(executed)
    assert "during: " in text
    assert "before: " in text


def test_the_notebook_ships_without_outputs(root):
    """What it prints is made anew each time, so nothing in it can be stale."""
    notebook = nbformat.read(root / "docs" / "three-findings.ipynb", as_version=4)
    assert [c.id for c in notebook.cells if c.cell_type == "code" and (c.outputs or c.execution_count)] == []
