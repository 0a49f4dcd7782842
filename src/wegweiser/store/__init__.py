"""The app store: people, maps with every revision, and what is said about them, on SQLite or PostgreSQL."""

from wegweiser.store.opening import open_store
from wegweiser.store.sessions import Lifetimes
from wegweiser.store.store import Store
from wegweiser.store.upkeep import Keeping

__all__ = ["Keeping", "Lifetimes", "Store", "open_store"]
