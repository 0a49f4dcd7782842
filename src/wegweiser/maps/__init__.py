"""Planned maps joined with everything measured."""
