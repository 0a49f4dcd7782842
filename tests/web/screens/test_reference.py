"""The interface for programs as a page."""

from __future__ import annotations

import pytest

from wegweiser.domain.people import Role


@pytest.fixture
def ada(visitor):
    """Return the browser of an admin."""
    return visitor(Role.ADMIN)


def test_the_interface_for_programs_lists_what_its_document_lists(ada):
    """Every operation of the OpenAPI document stands on the page."""
    document, page = ada.get("/api/v1/openapi.json").json(), ada.get("/api").text
    assert [path for path in document["paths"] if path.replace("{name:path}", "{name}") not in page] == []
