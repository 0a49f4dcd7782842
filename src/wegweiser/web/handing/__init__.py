"""What leaves the app: a map as a file, as slides for a room, and without anything personal for a shared link."""

from wegweiser.web.handing.files import SLOW, Wanted, exported
from wegweiser.web.handing.looking import Bare, looked_at
from wegweiser.web.handing.public import Without, public
from wegweiser.web.handing.slides import slides

__all__ = ["SLOW", "Bare", "Wanted", "Without", "exported", "looked_at", "public", "slides"]
