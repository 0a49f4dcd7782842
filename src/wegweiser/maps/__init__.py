"""Planned maps joined with everything measured."""

from wegweiser.maps.join import join
from wegweiser.maps.plan import Plan
from wegweiser.maps.shipped import template, templates

__all__ = ["Plan", "join", "template", "templates"]
