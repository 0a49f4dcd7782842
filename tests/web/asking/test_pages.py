from __future__ import annotations

import re

import pytest

from wegweiser.voice.asking import links, log
from wegweiser.web.frame.headers import POLICY


def form_of(client, address="/ask/kauf"):
    """Return the token of a fresh form."""
    return re.search(r'name="form" value="([^"]+)"', client.get(address).text)[1]


def lines(folder):
    """Return every answer of the log."""
    return [line for file in log.files(folder / log.FOLDER) for line in log.read(file).lines]


def test_answers_are_kept_and_thanked_for(client, folder):
    """Ana ticks 9: four lines of one form, and the company's own thanks."""
    sent = client.post("/ask/kauf", data={"form": form_of(client), "q-nps": "9", "q-why": "Ruhe"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/ask/kauf/thanks?lang=en")
    assert "We bake on." in client.get(sent.headers["location"]).text
    assert [(line.item, line.value, line.text, line.subject) for line in lines(folder)] == [
        ("nps", 9.0, None, None),
        ("ease", None, None, None),
        ("park", None, None, None),
        ("why", None, "Ruhe", None),
    ]


def test_a_form_sent_twice_is_one_answer_and_thanked_for_twice(client, folder):
    """A double click is no second opinion."""
    fields = {"form": form_of(client), "q-nps": "9"}
    assert [client.post("/ask/kauf", data=fields).status_code for _ in range(2)] == [303, 303]
    assert len(lines(folder)) == 4


def test_a_personal_link_keeps_whose_answer_it_is_and_a_damaged_one_nobodys(client, desk, folder):
    """Cem's own link says so on the page; with a letter lost it is a link like any other."""
    token = desk.signer.personal("kauf", 33)
    page = client.get(f"/ask/kauf?p={token}").text
    assert "This link is yours alone" in page
    assert f"p={token}" in page
    for place, asked in enumerate((token, token[:-1])):
        form = form_of(client, f"/ask/kauf?p={asked}")
        client.post(f"/ask/kauf?p={asked}", data={"form": form, "q-nps": str(place)})
    assert [(line.value, line.subject) for line in lines(folder) if line.item == "nps"] == [(0.0, 33), (1.0, None)]


def test_what_is_wrong_is_said_and_what_was_filled_in_stays(client, folder):
    """The score is missing: nothing is kept, the text stays, escaped, and the form keeps its token."""
    form = form_of(client)
    said = "<script>alert(1)</script>"
    refused = client.post("/ask/kauf?lang=de", data={"form": form, "q-why": said, "q-ease": "5"})
    assert refused.status_code == 422
    assert "Bitte wählen Sie eine Antwort." in refused.text
    assert 'href="#q-nps"' in refused.text
    assert 'value="5" checked' in refused.text
    assert f'value="{form}"' in refused.text
    assert said not in refused.text
    assert "&lt;script&gt;" in refused.text
    assert lines(folder) == []


@pytest.mark.parametrize("form", ["", "x", "a.1.b", "ä.ö.ü"])
def test_a_form_nobody_made_here_is_not_taken(client, folder, form):
    """It is shown again, with a token that is good and everything filled in."""
    refused = client.post("/ask/kauf", data={"form": form, "q-nps": "9"})
    assert refused.status_code == 422
    assert "The page was open for long" in refused.text
    fresh = re.search(r'name="form" value="([^"]+)"', refused.text)[1]
    assert client.post("/ask/kauf", data={"form": fresh, "q-nps": "9"}).status_code == 303
    assert len(lines(folder)) == 4


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [
        ("", "de-AT,de;q=0.9,en;q=0.8", "de"),
        ("", "fr,en;q=0.5,de;q=0.4", "en"),
        ("?lang=de", "en", "de"),
        ("?lang=xx", "de;q=0", "en"),
        ("", "", "en"),
        ("", "de;q=high", "en"),
    ],
)
def test_the_page_speaks_the_readers_language(client, asked, accepted, language):
    """The address decides, then the browser, then the workspace."""
    reply = client.get(f"/ask/kauf{asked}", headers={"accept-language": accepted})
    assert reply.headers["content-language"] == language
    assert f'<html lang="{language}">' in reply.text


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/ask/nothing", 404, "There is no survey at this address."),
        ("/ask/nothing/thanks", 404, "There is no survey at this address."),
        ("/", 404, "There is no survey at this address."),
        ("/ask/alt", 410, "This survey is not open today."),
        ("/static/fonts/../page.py", 404, "There is no survey at this address."),
    ],
)
def test_what_is_not_there_is_said_on_a_page(client, address, status, told):
    """Errors are pages like the others, with the same headers."""
    reply = client.get(address)
    assert (reply.status_code, reply.headers["content-security-policy"]) == (status, POLICY)
    assert told in reply.text


def test_every_reply_is_guarded_and_sets_no_cookie(client):
    """Form, thanks, stylesheet and font carry the headers; pages are kept by no cache."""
    for address in ("/ask/kauf", "/ask/kauf/thanks", "/static/page.css"):
        reply = client.get(address)
        assert reply.status_code == 200
        assert reply.headers["content-security-policy"] == POLICY
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in reply.headers
    assert client.get("/ask/kauf").headers["cache-control"] == "no-store"
    assert not re.search(r"<script|style=|https?://|onclick", client.get("/ask/kauf").text)


def test_too_much_and_too_often_is_refused(client, folder):
    """64 KB and more, another kind of content, and the 31st form within a minute."""
    assert client.post("/ask/kauf", data={"q-why": "a" * 70_000}).status_code == 413
    assert client.post("/ask/kauf", json={"q-nps": 9}).status_code == 415
    assert client.post("/ask/kauf", data={f"x{n}": "1" for n in range(300)}).status_code == 400
    assert client.put("/ask/kauf").status_code == 405
    replies = [client.post("/ask/kauf", data={"form": "x"}) for _ in range(28)]
    assert [reply.status_code for reply in replies] == [422] * 27 + [429]
    assert replies[-1].headers["retry-after"] == "60"
    assert "wait a minute" in replies[-1].text
    assert lines(folder) == []


def test_a_full_disk_is_said_and_the_answer_can_be_sent_again(client, desk, folder, monkeypatch):
    """The same form is taken once there is room."""

    def full(_log, _data):
        raise OSError(28, "No space left on device")

    fields = {"form": form_of(client), "q-nps": "9"}
    with monkeypatch.context() as patched:
        patched.setattr(type(desk.log), "_write", full)
        lost = client.post("/ask/kauf", data=fields)
    assert (lost.status_code, "could not be kept" in lost.text) == (503, True)
    assert client.post("/ask/kauf", data=fields).status_code == 303
    assert len(lines(folder)) == 4


def test_the_key_lies_beside_the_answers(desk, folder):
    """Whoever copies the folder log moves both."""
    assert (folder / log.FOLDER / links.KEY).is_file()
    assert desk.language == "en"
