"""The web: the app of a workspace, and pages that take answers, each knowing one function of a room."""

from wegweiser.web.app import app as site_pages
from wegweiser.web.asking import Desk
from wegweiser.web.frame.outgoing import Outgoing
from wegweiser.web.opening import first_link, site_of
from wegweiser.web.serving import few_heaps, serve

__all__ = ["Desk", "Outgoing", "few_heaps", "first_link", "serve", "site_of", "site_pages"]
