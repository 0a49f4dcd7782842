"""Channels and touchpoints weighed against each other, for each persona, and one strategy sheet for each channel."""

from wegweiser.levers.channels.channels import Channels
from wegweiser.levers.channels.sheets import Material, Part, sheets

__all__ = ["Channels", "Material", "Part", "sheets"]
