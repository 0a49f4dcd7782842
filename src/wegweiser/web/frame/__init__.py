"""The frame every screen stands in: who visits, what is declared, how it is parsed, answered, refused and drawn."""

from wegweiser.web.frame.declared import Action, Download, Public, Reply, Stream, Upload, View
from wegweiser.web.frame.site import Site, Visit

__all__ = ["Action", "Download", "Public", "Reply", "Site", "Stream", "Upload", "View", "Visit"]
