"""The pages of surveys of our own, at /ask/<id>."""

from wegweiser.web.asking.pages import ROUTES, Desk, pages, refused

__all__ = ["ROUTES", "Desk", "pages", "refused"]
