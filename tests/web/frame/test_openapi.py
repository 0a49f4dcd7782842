"""The document says what the declarations say: where, who, what is asked, what is answered."""

from __future__ import annotations

import msgspec

from wegweiser.domain.people import Role
from wegweiser.web.frame import Action, Download, Reply, Stream, Upload, View
from wegweiser.web.frame.declared import ANYBODY, Nothing
from wegweiser.web.frame.openapi import document
from wegweiser.web.screens import declared


class Place(msgspec.Struct, frozen=True):
    """A thing with fields of its own."""

    phase: str


class Asked(msgspec.Struct, frozen=True):
    """A part of the path, a number that may be missing, and a place."""

    map: str
    before: int | None = None
    at: Place | None = None


class Sent(msgspec.Struct, frozen=True):
    """A file, and what it is for."""

    map: str
    file: Upload
    what: str = ""


class Put(msgspec.Struct, frozen=True):
    """Something put into a place."""

    map: str
    at: Place | None = None


def look(_visit, _asked) -> Place | Download | Reply:
    """Say where, hand a file out, or send on."""
    raise AssertionError


def take(_visit, _sent) -> None:
    """Take a file."""


async def follow(*_):
    """Yield nothing."""
    yield "", {}


DECLARED = (
    View("/maps/{map}", "look", "Look.", look, Asked),
    Action("/maps/{map}/files", "take", "Take a file.", take, Sent, Role.EDITOR),
    View("/open", "open", "For anybody.", look, Nothing, ANYBODY),
    View("/hidden", "hidden", "No API.", look, Nothing, api=False),
    Stream("/live", "live", "A stream.", follow, Nothing),
)


def test_only_what_has_a_place_in_the_api_is_told():
    """Streams and pages without JSON stay out; what anybody may needs no key."""
    made = document(DECLARED, "https://maps.example.org")
    assert sorted(made["paths"]) == ["/api/v1/maps/{map}", "/api/v1/maps/{map}/files", "/api/v1/open"]
    assert made["paths"]["/api/v1/open"]["get"]["security"] == []
    assert "editor" in made["paths"]["/api/v1/maps/{map}/files"]["post"]["description"]
    assert made["components"]["securitySchemes"]["session"]["name"] == "__Host-wg_session"


def test_an_address_holds_no_null_and_things_as_json():
    """A number that may be missing is an optional number; a place stands in the query as JSON."""
    told = document(DECLARED, "http://localhost")["paths"]["/api/v1/maps/{map}"]["get"]["parameters"]
    assert told[:2] == [
        {"name": "map", "in": "path", "required": True, "schema": {"type": "string"}},
        {"name": "before", "in": "query", "required": False, "schema": {"type": "integer"}},
    ]
    assert told[2]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Place"}


def test_answers_are_told_apart():
    """JSON, a file, a way on, nothing; a file is sent as multipart."""
    paths = document(DECLARED, "http://localhost")["paths"]
    look_, taken = paths["/api/v1/maps/{map}"]["get"], paths["/api/v1/maps/{map}/files"]["post"]
    assert sorted(look_["responses"]["200"]["content"]) == ["*/*", "application/json"]
    assert "303" in look_["responses"]
    assert taken["responses"]["200"]["content"]["application/json"]["schema"] == {"type": "null"}
    schema = taken["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert (schema["properties"]["file"], schema["required"]) == ({"type": "string", "format": "binary"}, ["file"])


def test_a_body_of_json_takes_no_other_fields():
    """Neither itself nor the things in it; a form may bring its button along."""
    made = document((*DECLARED, Action("/maps/{map}/put", "put", "Put it.", take, Put)), "http://localhost")
    put, taken = (made["paths"][f"/api/v1/maps/{{map}}/{name}"]["post"]["requestBody"] for name in ("put", "files"))
    assert put["content"]["application/json"]["schema"]["additionalProperties"] is False
    assert made["components"]["schemas"]["Place"]["additionalProperties"] is False
    assert "additionalProperties" not in taken["content"]["multipart/form-data"]["schema"]


def test_every_operation_of_the_app_has_a_name_of_its_own_and_a_sentence():
    """Programs are made from these names."""
    made = document(declared(), "http://localhost")
    told = [one for methods in made["paths"].values() for one in methods.values()]
    names = [one["operationId"] for one in told]
    assert len(names) == len(set(names))
    assert all(one["summary"].endswith((".", "?")) for one in told)
