from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time

import httpx2
import pytest

from wegweiser.voice.asking import log


@pytest.fixture
def server(folder):
    """Return a function that starts the real server in a process of its own and gives it with a client."""
    started = []

    def start():
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        run = "from wegweiser.cli import main; main()"
        command = [sys.executable, "-c", run, "serve", "--in", str(folder), "--port", str(port)]
        environment = {**os.environ, "WEGWEISER_NOW": "2026-03-02T12:00:00"}
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        client = httpx2.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False)
        started.append((process, client))
        for _ in range(600):
            try:
                client.get("/ask/kauf")
            except httpx2.TransportError:
                time.sleep(0.05)
            else:
                return process, client
        pytest.fail("the server did not start within 30 seconds")

    yield start
    for process, client in started:
        client.close()
        process.kill()
        process.wait()


def test_a_server_killed_after_its_reply_has_lost_nothing(server, folder):
    """SIGKILL right after the thanks: the answers are on disk, and the next server knows the form."""
    process, client = server()
    form = re.search(r'name="form" value="([^"]+)"', client.get("/ask/kauf").text)[1]
    fields = {"form": form, "q-nps": "9", "q-why": "Gutes Brot"}
    assert client.post("/ask/kauf", data=fields).status_code == 303
    process.send_signal(signal.SIGKILL)
    process.wait()
    (file,) = log.files(folder / log.FOLDER)
    assert [line.value for line in log.read(file).lines if line.item == "nps"] == [9.0]
    _, again = server()
    assert again.post("/ask/kauf", data=fields).status_code == 303
    found = log.read(file)
    assert (len(found.lines), found.torn) == (4, 0)
