"""The maps people edit: opened with today's numbers, saved edit by edit, kept in a file, followed by others."""

from wegweiser.web.mapping.live import follow
from wegweiser.web.mapping.mirroring import take_in
from wegweiser.web.mapping.opening import Opened, opened
from wegweiser.web.mapping.saving import redo, save, undo

__all__ = ["Opened", "follow", "opened", "redo", "save", "take_in", "undo"]
