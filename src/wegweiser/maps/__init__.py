"""Planned maps joined with everything measured."""

from wegweiser.maps import document
from wegweiser.maps.draft import draft
from wegweiser.maps.figures import Figures
from wegweiser.maps.join import join
from wegweiser.maps.plan import Plan
from wegweiser.maps.shipped import template, templates

__all__ = ["Figures", "Plan", "document", "draft", "join", "template", "templates"]
