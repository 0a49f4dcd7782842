"""The list of levers: firm ones ranked by what they are worth, the others apart with the test they need."""

from wegweiser.levers.ranking.grounds import Cases, Grounds, Logged
from wegweiser.levers.ranking.rank import rank
from wegweiser.levers.ranking.ranking import Known, Ranked, Ranking

__all__ = ["Cases", "Grounds", "Known", "Logged", "Ranked", "Ranking", "rank"]
