from __future__ import annotations

import asyncio

from tests.web.loops import run

from wegweiser.web.frame.patience import Patient

SCOPE = {"type": "http", "headers": []}


async def echo(_, receive, send):
    """Read a whole request and answer it."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def test_a_request_that_drips_in_is_given_up():
    """The second piece never comes: 408 instead of a worker that waits for ever."""
    sent = []

    async def drip():
        if sent_first:
            await asyncio.sleep(60)
        sent_first.append(1)
        return {"type": "http.request", "body": b"a", "more_body": True}

    async def keep(message):
        sent.append(message)

    sent_first = []
    run(Patient(echo, 0.05)(SCOPE, drip, keep))
    assert sent[0]["status"] == 408


def test_an_answer_nobody_reads_is_given_up():
    """The reader takes the head and nothing more; the answer ends there."""
    sent = []

    async def whole():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def stuck(message):
        sent.append(message["type"])
        if len(sent) > 1:
            await asyncio.sleep(60)

    run(Patient(echo, 0.05)(SCOPE, whole, stuck))
    assert sent == ["http.response.start", "http.response.body"]


def test_waiting_for_somebody_to_leave_may_take_hours():
    """After the request is read, only its reader's going is waited for."""

    async def stays(_, receive, __):
        await receive()
        return await receive()

    async def hear():
        if heard:
            await asyncio.sleep(0.2)
            return {"type": "http.disconnect"}
        heard.append(1)
        return {"type": "http.request", "body": b"", "more_body": False}

    heard = []
    run(Patient(stays, 0.05)(SCOPE, hear, None))
    assert heard == [1]
