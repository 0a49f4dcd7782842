"""Every format a journey map goes out in and comes back from, bytes in and bytes out."""

from wegweiser.maps.exchange.forms import File, Format, Taken
from wegweiser.maps.exchange.registry import FORMATS, export
from wegweiser.maps.exchange.safety import unpacked
from wegweiser.maps.exchange.taking import read

__all__ = ["FORMATS", "File", "Format", "Taken", "export", "read", "unpacked"]
