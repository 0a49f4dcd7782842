"""Sedcards of personas as page, print, slides and comparison: each module draws one part of a card."""
