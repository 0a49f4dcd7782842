"""What a person may decide about how texts are read."""

from __future__ import annotations

import msgspec


class VoiceSettings(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How texts are read; everything inferred names the model that did it.

    `model` is "fast" (words and letters), "sentences" (multilingual sentence vectors, extra `text`), "auto" (the
    better one that is installed), or "endpoint": an OpenAI-compatible server at `endpoint` with `endpoint_model`, off
    unless asked for, its key read from the environment variable `endpoint_key`. `brand` lists the names customers
    call us by. `at_least` is the number of scored comments from which an own model is trained.
    """

    model: str = "auto"
    endpoint: str = ""
    endpoint_model: str = ""
    endpoint_key: str = ""
    brand: tuple[str, ...] = ()
    at_least: int = 100
    keep_days: int = 730
    """How long texts are kept: older ones are removed in every run, but for those a simulation made up."""
