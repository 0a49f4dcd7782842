"""The web: pages rendered on the server, that know one room function each."""

from wegweiser.web.asking import Desk, pages
from wegweiser.web.serving import serve

__all__ = ["Desk", "pages", "serve"]
