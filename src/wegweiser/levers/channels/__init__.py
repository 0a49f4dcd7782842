"""Channels and touchpoints weighed against each other: reach, importance and gap, for each persona."""

from wegweiser.levers.channels.channels import Channels

__all__ = ["Channels"]
