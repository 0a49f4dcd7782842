"""Pages and what takes seconds wait in queues of their own."""

from __future__ import annotations

import threading

import anyio
from anyio.to_thread import current_default_thread_limiter, run_sync
from tests.web.loops import run

from wegweiser.web.frame import threads


def test_what_takes_seconds_stands_in_no_pages_way():
    """Two files are made, three more wait; a page is answered meanwhile, although each thread for files is taken."""
    go, begun = threading.Event(), threading.Semaphore(0)

    def make():
        begun.release()
        go.wait(30)
        return "file"

    async def crowd():
        threads.limit()
        made = []

        async def file():
            made.append(await threads.slowly(make))

        async with anyio.create_task_group() as all_of_them:
            for _ in range(5):
                all_of_them.start_soon(file)
            await run_sync(begun.acquire)
            await run_sync(begun.acquire)
            third = await run_sync(begun.acquire, False)
            page = await run_sync(lambda: "page")
            go.set()
        return third, page, made

    assert run(crowd()) == (False, "page", ["file"] * 5)


def test_no_more_threads_answer_than_help():
    """Every further one keeps memory and a connection, and waits for the same lock."""

    async def limited():
        threads.limit()
        return current_default_thread_limiter().total_tokens

    assert run(limited()) == 8
