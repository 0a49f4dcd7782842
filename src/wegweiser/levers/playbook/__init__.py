"""The playbook of measures, and what it proposes for a gap."""

from wegweiser.levers.playbook.catalogue import measure, playbook, proposals

__all__ = ["measure", "playbook", "proposals"]
