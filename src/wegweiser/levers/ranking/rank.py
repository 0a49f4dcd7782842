"""The list of levers: firm ones ranked, the others apart, and nothing twice."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from wegweiser.domain.experiments import Design
from wegweiser.domain.levers import Grade, Lever
from wegweiser.levers.ranking import words
from wegweiser.levers.ranking.apart import measures, of_gap_met, of_gap_seen
from wegweiser.levers.ranking.candidates import Candidate, candidates
from wegweiser.levers.ranking.firm import of_driver, of_experiment, placebos
from wegweiser.levers.ranking.grounds import Grounds
from wegweiser.levers.ranking.order import ordered


def rank(grounds: Grounds) -> tuple[Lever, ...]:
    """Return the levers: A and B that help by what they are worth, those that show no effect, then C, then D.

    What an interval with zero in it may bring is no reason to do it: it has no rank and says so (`doubt`).

    An experiment or a logged driver at a touchpoint takes the place of what gaps there would say for the same goal.
    C and D have no rank: a range or an association cannot say which of two is better.

    Raises:
        UnknownName: an experiment or a note names something nobody knows.
    """
    noted = {note.id: note for note in grounds.notes}

    def annotated(lever: Lever) -> Lever:
        note = noted.get(lever.id)
        return replace(lever, effort=note.effort, note=note.note, status=note.status) if note else lever

    every = candidates(grounds.gaps, grounds.figures)
    found = [of_experiment(result, grounds) for result in grounds.experiments]
    checked = zip(grounds.drivers, placebos(grounds.drivers, seed=grounds.seed), strict=True)
    found += [lever for logged, q in checked if (lever := of_driver(logged, grounds.figures, q))]
    found = [_placed(lever, every, grounds) for lever in found]
    firm = [annotated(lever) for lever in found if lever.grade in {Grade.A, Grade.B}]
    chance = [annotated(lever) for lever in found if lever.doubt]
    apart = [lever for lever in found if lever.grade is Grade.C and not lever.doubt]
    # A driver that chance may have made says nothing about what the gaps there say.
    settled = {(lever.touchpoint, lever.goal) for lever in found if lever.touchpoint and not lever.doubt}
    open_ = [one for one in every if (one.touchpoint, one.goal) not in settled]
    apart += [_apart(one, grounds) for one in open_]
    apart.sort(key=lambda lever: (lever.grade.value, -lever.customers, lever.id))
    ranked = ordered([one for one in firm if _helps(one)], grounds.worth, seed=grounds.seed)
    unshown = ordered([one for one in firm if not _helps(one)], grounds.worth, seed=grounds.seed)
    return (*ranked, *(_doubted(one, grounds) for one in unshown), *chance, *map(annotated, apart))


def _helps(lever: Lever) -> bool:
    return lever.effect is not None and lever.effect.lo > 0


def _doubted(lever: Lever, grounds: Grounds) -> Lever:
    """Return a lever without a rank, saying what its interval leaves open: nobody should pay for it as it stands."""
    held_out = {one.id for one in grounds.experiments if one.design is Design.HOLDOUT}
    doubt = words.no_effect(lever, running=lever.experiment in held_out)
    return replace(lever, rank=None, top3=None, tie=None, regret=None, doubt=doubt)


def _placed(lever: Lever, every: Sequence[Candidate], grounds: Grounds) -> Lever:
    """Return a lever with the largest gap at its touchpoint, which it answers, and that gap's measures."""
    here = (one for one in every if lever.touchpoint and (one.touchpoint, one.goal) == (lever.touchpoint, lever.goal))
    gap = next(here, None)
    if gap is None:
        return lever
    proposed = lever.measures or measures(gap, grounds.figures)
    return replace(lever, gap=gap.found.id, kind=gap.kind.value, measures=proposed)


def _apart(candidate: Candidate, grounds: Grounds) -> Lever:
    compared = grounds.compared.get(candidate.found.id)
    ranged = of_gap_met(candidate, compared, grounds.figures) if compared else None
    return ranged or of_gap_seen(candidate, grounds)
