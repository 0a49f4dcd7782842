"""What people do to a plan: single edits, taken back, merged with what others did, and proposals decided on."""

from wegweiser.maps.editing import edits
from wegweiser.maps.editing.applying import Edited, apply, undo
from wegweiser.maps.editing.proposing import proposals
from wegweiser.maps.editing.revising import diff, replay

__all__ = ["Edited", "apply", "diff", "edits", "proposals", "replay", "undo"]
