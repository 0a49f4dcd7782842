"""Tells other tools of tasks: each message is signed, sent from the store's outbox, and tried again where it failed."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import logging
from datetime import datetime, timedelta
from threading import Event, Thread

import msgspec

from wegweiser.domain.talk import Delivery, Hook, Task
from wegweiser.errors import InvalidSetting, SourceProblem, UnknownName, WegweiserError
from wegweiser.web.frame.site import Site, Visit

_LOG = logging.getLogger(__name__)
_PAUSE = 2.0
"""Seconds between two looks into the outbox."""
_GONE = 410
_AGAIN = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)
"""How long after each failed try the next one comes; after the last a message is given up."""


class About(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a message says of a task."""

    task: Task
    map_title: str
    owner_name: str
    url: str


class Message(msgspec.Struct, frozen=True):
    """What is sent: task.created, task.changed, task.removed or ping."""

    type: str
    timestamp: datetime
    data: About | None = None


def secret(site: Site, hook: Hook) -> str:
    """Return what the receiver checks signatures with; it follows from the site's secret, so it is kept nowhere."""
    key = hmac.new(site.secret, f"hook:{hook.id}".encode(), hashlib.sha256).digest()
    return "whsec_" + base64.b64encode(key).decode()


def signature(key: str, message: str, at: int, body: bytes) -> str:
    """Return the signature of a message as the Standard Webhooks say it.

    Example:
        >>> signature("whsec_c2VjcmV0", "msg_1", 1, b"{}")
        'v1,kW+83cjD04uWm7Qber/sPiCRVJ9ljbsrg8ALKAx2qMc='
    """
    told = f"{message}.{at}.".encode() + body
    made = hmac.new(base64.b64decode(key.removeprefix("whsec_")), told, hashlib.sha256).digest()
    return "v1," + base64.b64encode(made).decode()


def tell(visit: Visit, kind: str, task: Task, names: dict[str, str], title: str) -> None:
    """Put a message about a task into the outbox of every hook."""
    site = visit.site
    about = About(task, title, names.get(task.owner, ""), f"{site.base_url}/tasks#k-{task.id}")
    if site.store.hooks.queue(msgspec.json.encode(Message(kind, visit.now, about))):
        wake(site)


def ping(visit: Visit) -> int:
    """Put a message that says nothing into the outbox of every hook and return how many there are."""
    many = visit.site.store.hooks.queue(msgspec.json.encode(Message("ping", visit.now)))
    wake(visit.site)
    return many


def wake(site: Site) -> None:
    """Let the sender look into the outbox now."""
    sender: Sender | None = site.__dict__.get("_sender")
    if sender is not None:
        sender.wake()


class Sender:
    """The thread that empties the outbox; any number of processes may have one, each message is sent by one of them."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._wake, self._end = Event(), Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin to send."""
        self._end.clear()
        self._site.__dict__["_sender"] = self
        self._thread = Thread(target=self._work, name="hooks", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End after the message that is being sent; what waits is sent at the next start."""
        self._end.set()
        self._wake.set()
        self._site.__dict__.pop("_sender", None)
        if self._thread is not None:
            self._thread.join()

    def wake(self) -> None:
        """Look into the outbox now."""
        self._wake.set()

    def send_one(self) -> bool:
        """Send the message that is due and has waited longest; return whether there was one."""
        delivery = self._site.store.hooks.claim()
        if delivery is None:
            return False
        status = self._sent(delivery)
        if status is not None and 200 <= status < 300:
            self._site.store.hooks.sent(delivery.id, status)
            return True
        if status == _GONE:
            # The receiver says that it never wants to hear of us again.
            with contextlib.suppress(UnknownName):
                self._site.store.hooks.change(delivery.hook, active=False)
        self._site.store.hooks.failed(delivery.id, status, self._again(delivery, status))
        return True

    def _again(self, delivery: Delivery, status: int | None) -> datetime | None:
        tried = delivery.tries - 1
        if status == _GONE or tried >= len(_AGAIN):
            return None
        return self._site.clock.now() + _AGAIN[tried]

    def _sent(self, delivery: Delivery) -> int | None:
        """Return the status the receiver answered; None where nobody answered, or the address must not be reached."""
        try:
            hook = self._site.store.hooks.get(delivery.hook)
            at, body = int(self._site.clock.now().timestamp()), bytes(delivery.payload)
            headers = {
                "content-type": "application/json",
                "webhook-id": delivery.id,
                "webhook-timestamp": str(at),
                "webhook-signature": signature(secret(self._site, hook), delivery.id, at, body),
            }
            return self._site.outgoing.post(hook.url, body, headers).status
        except (InvalidSetting, SourceProblem, UnknownName):
            return None

    def _work(self) -> None:
        while not self._end.is_set():
            try:
                sent = self.send_one()
            except (WegweiserError, OSError) as problem:
                # The store may answer again in a moment; a thread that ended here would send nothing ever after.
                _LOG.warning("Messages wait: %s", problem)
                sent = False
            if not sent:
                self._wake.wait(_PAUSE)
                self._wake.clear()
