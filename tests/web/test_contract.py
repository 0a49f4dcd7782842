"""The API keeps what its document says, whatever is thrown at it."""

from __future__ import annotations

import re

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode, checks
from schemathesis.core.failures import AcceptedNegativeData, FailureGroup
from schemathesis.specs.openapi import checks as openapi_checks
from tests.web.browsing import running

from wegweiser.domain.people import Role
from wegweiser.web.app import app

_ENDS = {"end_session", "end_sessions", "revoke_own_key", "revoke_key", "set_active", "set_role"}
"""What would throw the tester out; the permission table tests who may."""
_NOT_IN_A_QUERY = re.compile(r"became (object|array)")


def rejects_what_is_wrong(ctx, response, case):
    """Hold that wrong data is refused; an object in place of a number is something no query can say."""
    try:
        openapi_checks.negative_data_rejection(ctx, response, case)
    except AcceptedNegativeData as taken:
        if case.method != "GET" or not _NOT_IN_A_QUERY.search(taken.message):
            raise


KEPT = [
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
    rejects_what_is_wrong,
    openapi_checks.missing_required_header,
    openapi_checks.unsupported_method,
    openapi_checks.ignored_auth,
]


@pytest.fixture
def api(shop):
    """Return the API of a shop on a real server, spoken to with an admin's key, with no limit to how often."""
    ada = shop.store.people.add("admin@example.org", "Ada", Role.ADMIN)
    token, _ = shop.store.keys.make("tester", ada.id, Role.ADMIN)
    shop.pace.writes.lets = lambda _: True
    # Without its lifespan the app takes jobs and starts none.
    with running(app(shop), log_level="critical", lifespan="off") as shop.base_url:
        made = schemathesis.openapi.from_url(f"{shop.base_url}/api/v1/openapi.json")
        made.config.update(headers={"Authorization": f"Bearer {token}"})
        yield made.exclude(operation_id=list(_ENDS))


def broken(api, mode, examples):
    """Return every operation that did not keep its word."""
    how = settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    found = []
    for result in api.get_all_operations():
        operation = result.ok()

        @given(case=operation.as_strategy(generation_mode=mode))
        @how
        def talk(case):
            case.call_and_validate(checks=KEPT)

        try:
            talk()
        except Unsatisfiable:
            continue  # nothing can be said wrongly where nothing is said
        except FailureGroup as group:
            found.append(f"{operation.label}: {group.exceptions}")
    return found


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_the_api_keeps_its_word(api, mode):
    """No crash, no status or shape that is not in the document, nothing wrong taken for right."""
    assert broken(api, mode, 3 if mode is GenerationMode.POSITIVE else 2) == []


@pytest.mark.soak
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_the_api_keeps_its_word_for_long(api, mode):
    """The same, two hundred times for each operation."""
    assert broken(api, mode, 200) == []
