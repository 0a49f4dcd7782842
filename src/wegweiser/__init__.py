"""Wegweiser: know the way your customers go, and you know the lever."""
