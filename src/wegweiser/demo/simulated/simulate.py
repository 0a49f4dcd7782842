"""Writes a simulated company into a folder: its files, its mission, and apart from them what was planted."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import msgspec
import numpy as np

from wegweiser.demo.simulated.casting import cast
from wegweiser.demo.simulated.days import live
from wegweiser.demo.simulated.files import write_events
from wegweiser.demo.simulated.planning import SimulatedPlan, plan_of
from wegweiser.demo.simulated.polling import write_surveys
from wegweiser.demo.simulated.speaking import sayer, write_texts
from wegweiser.demo.simulated.truths import truths
from wegweiser.domain.phases import phase_model
from wegweiser.errors import InvalidSetting
from wegweiser.maps import Plan

TRUTH = "truth.json"
_FOLDERS = ("data", "offers", "voice", "voice/interviews")
_PAPERS = {"content.csv": "voice", "survey_dictionary.csv": "voice", "customers.survey.toml": "."}


def simulate(folder: Path, customers: int = 5000, seed: int = 7) -> SimulatedPlan:
    """Write a simulated year of this many customers into a folder and return how a workspace reads it.

    The same number and seed give the same bytes. `truth.json` says what was planted and who is of which kind; no
    source names it, and nothing but tests may read it.

    Raises:
        InvalidSetting: there is no customer.

    Example:
        >>> import tempfile
        >>> plan = simulate(Path(tempfile.mkdtemp()), customers=60, seed=1)
        >>> plan.simulated, plan.as_of.isoformat(), len(plan.goals)
        (True, '2025-12-31', 4)
    """
    if customers < 1:
        raise InvalidSetting("A simulated company", [f"customers is {customers}; it takes at least one"])
    for name in _FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    year = live(cast(customers, rng), rng)
    write_events(year, folder / "data")
    says = sayer(year, rng)
    write_texts(says, folder / "data")
    write_surveys(says, folder / "voice", rng)
    _put_papers(folder)
    plan = plan_of(year)
    model = phase_model(plan.model)
    authored = msgspec.structs.replace(
        Plan.of(model, plan.name, plan.organisation), mission=plan.mission, values=plan.values
    )
    authored.write(folder / "journey.yaml")
    (folder / TRUTH).write_bytes(msgspec.json.format(msgspec.json.encode(truths(year, seed)), indent=1) + b"\n")
    return plan


def _put_papers(folder: Path) -> None:
    """Copy what is the same in every year: help pages, interviews, and what the survey asks."""
    papers = files("wegweiser.demo.simulated") / "papers"
    for name, place in _PAPERS.items():
        (folder / place / name).write_bytes((papers / name).read_bytes())
    for note in (papers / "interviews").iterdir():
        (folder / "voice" / "interviews" / note.name).write_bytes(note.read_bytes())
