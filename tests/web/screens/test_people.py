from __future__ import annotations

import re

from wegweiser.domain.people import Role


def test_an_admin_invites_and_sees_the_link_once(visitor, site):
    """Seven days; the page with the link is no page of the list, and the same address is not invited twice."""
    ada = visitor(Role.ADMIN)
    answer = ada.submit("/settings/people/invite", email="neu@example.org", role="editor")
    token = re.search(r"http://127.0.0.1:8080/welcome/([\w-]+)", answer.text)[1]
    assert site.store.invitations.peek(token).role is Role.EDITOR
    page = ada.get("/settings/people").text
    assert "neu@example.org" in page
    assert token not in page
    again = ada.submit("/settings/people/invite", email="VIEWER@example.org", role="editor")
    assert (again.status_code, "Somebody has this e-mail address already." in again.text) == (422, True)
    assert 'value="VIEWER@example.org"' in again.text


def test_roles_change_at_once_and_nobody_changes_her_own(visitor, people, site):
    """Vic becomes an editor in the middle of his session; Ada cannot shut herself out."""
    ada, vic = visitor(Role.ADMIN), visitor(Role.VIEWER)
    assert vic.get("/api/v1/account").json()["role"] == "viewer"
    assert ada.submit(f"/settings/people/{people[Role.VIEWER].id}/role", role="editor").status_code == 303
    assert vic.get("/api/v1/account").json()["role"] == "editor"
    own = people[Role.ADMIN].id
    assert ada.submit(f"/settings/people/{own}/role", role="viewer").status_code == 403
    assert ada.call(f"/settings/people/{own}/active", active=False).status_code == 403
    assert site.store.people.admins() == 1


def test_somebody_let_go_is_out_at_once_and_may_come_back(visitor, people):
    """Her session ends with the click; her words and her account stay."""
    ada, vic = visitor(Role.ADMIN), visitor(Role.VIEWER)
    address = f"/settings/people/{people[Role.VIEWER].id}/active"
    ada.submit(address, active="false")
    assert vic.get("/api/v1/account").status_code == 401
    assert "not active" in ada.get("/settings/people").text
    assert ada.submit(f"/settings/people/{people[Role.VIEWER].id}/reset").status_code == 422
    ada.submit(address, active="true")
    assert "welcome/" in ada.submit(f"/settings/people/{people[Role.VIEWER].id}/reset").text


def test_an_unknown_person_is_not_found(visitor):
    """404, and no list of ids to try."""
    answer = visitor(Role.ADMIN).call("/settings/people/pe_nobody/role", role="viewer")
    assert (answer.status_code, answer.json().get("known")) == (404, None)


def test_an_admin_sees_every_key_and_ends_any(visitor, people, site):
    """The key itself is nowhere on the page; afterwards it opens nothing."""
    token, key = site.store.keys.make("Report", people[Role.VIEWER].id, Role.VIEWER)
    ada = visitor(Role.ADMIN)
    page = ada.get("/settings/keys").text
    assert ("Report" in page, token in page) == (True, False)
    assert ada.submit(f"/settings/keys/{key.id}/revoke").headers["location"] == "/settings/keys"
    assert site.store.keys.find(token) is None
    assert ada.submit("/settings/keys/ky_nobody/revoke").status_code == 404
