"""What differs between two maps: versions, personas, periods, or the plan and what customers do."""

from wegweiser.maps.comparing.compare import Comparison, compare
from wegweiser.maps.comparing.deviations import Deviation, planned_vs_actual
from wegweiser.maps.comparing.ghosts import Ghost, ghost
from wegweiser.maps.comparing.patching import patch

__all__ = ["Comparison", "Deviation", "Ghost", "compare", "ghost", "patch", "planned_vs_actual"]
