"""The demo's server with a log of every request, failures by plan, and validators."""

from __future__ import annotations

import socket
import struct
import time
from dataclasses import dataclass, replace
from threading import Lock

from queson_crawler.demo.server import HOST, DemoHandler, DemoServer
from queson_crawler.demo.wire import Request, Response, Skin
from tests.lab.faults import FLOODED, FaultPlan, spoiled
from tests.lab.options import FaultKind, Faults

RESET = struct.pack("ii", 1, 0)
UNAVAILABLE = b"<html><body><h1>Service Unavailable</h1><hr><p>HTTP Error 503.</p></body></html>"
INTERNAL = b"<html><body><h1>Server Error in '/' Application.</h1><p>Runtime Error</p></body></html>"


@dataclass(frozen=True, slots=True)
class LabRequest:
    """One request as it was received.

    `argument` is its `__EVENTARGUMENT` ("" without), `fault` how it was made to fail, `at` a monotonic time in seconds.
    """

    method: str
    target: str
    argument: str
    user_agent: str
    fault: FaultKind | None
    at: float


@dataclass(frozen=True, slots=True)
class Served:
    """Where a portal was, and what it was asked."""

    base: str
    requests: tuple[LabRequest, ...]

    def received(self) -> tuple[LabRequest, ...]:
        return self.requests


class Desk:
    """Answers requests for one skin, as the plan of faults says, and keeps them in the order of arrival.

    `tags` are the ETags of addresses that have one. Thread-safe; no sockets here.
    """

    def __init__(self, skin: Skin, faults: Faults) -> None:
        self.skin = skin
        self.tags: dict[str, str] = {}
        self._faults, self._plan = faults, FaultPlan(faults)
        self._requests: list[LabRequest] = []
        self._log = Lock()

    def received(self) -> tuple[LabRequest, ...]:
        """All requests until now."""
        with self._log:
            return tuple(self._requests)

    def record(self, request: Request, user_agent: str) -> FaultKind | None:
        """Keeps the request; returns how it must fail, if it must."""
        fault = self._plan.fault(request)
        argument = request.form.get("__EVENTARGUMENT", "")
        entry = LabRequest(request.method, request.target, argument, user_agent, fault, time.monotonic())
        with self._log:
            self._requests.append(entry)
        return fault

    def answer(self, request: Request, fault: FaultKind | None, validator: str) -> Response:
        """The answer; `validator` is the ETag that the client knows, "" for none."""
        tag = self.tags.get(request.target, "")
        if not tag:
            return self._respond(request, fault)
        if fault is None and validator == tag:
            response = Response(304, b"")
        else:
            response = self._respond(request, fault)
        return replace(response, headers=(*response.headers, ("ETag", tag)))

    def _respond(self, request: Request, fault: FaultKind | None) -> Response:
        """The answer, or the error page that stands for it."""
        match fault:
            case "500" | "502":
                return Response(int(fault), INTERNAL)
            case "503" | "429":
                return Response(int(fault), UNAVAILABLE, headers=(("Retry-After", str(self._faults.retry_after)),))
            case "flood":
                return Response.page(FLOODED, 429)
            case "loop":
                return Response(302, b"", headers=(("Location", request.target),))
            case _:
                if fault == "slow":
                    time.sleep(self._faults.slow)
                return spoiled(self.skin.answer(request), fault)


class LabServer(DemoServer):
    """Serves what a desk answers."""

    def __init__(self, port: int, desk: Desk, host: str = HOST) -> None:
        super().__init__(port, desk.skin, LabHandler, host)
        self.desk = desk

    def received(self) -> tuple[LabRequest, ...]:
        """All requests until now."""
        return self.desk.received()


class LabHandler(DemoHandler):
    """Answers as the plan of faults says."""

    server: LabServer
    truncated = False

    def answer(self, request: Request) -> None:
        desk = self.server.desk
        fault = desk.record(request, self.headers.get("User-Agent", ""))
        if fault == "reset":
            self._reset()
            return
        self.truncated = fault == "truncated"
        self.send(desk.answer(request, fault, self.headers.get("If-None-Match", "")))

    def send_body(self, body: bytes) -> None:
        if self.truncated:
            body = body[: len(body) // 2]
            self.close_connection = True
        self.wfile.write(body)

    def _reset(self) -> None:
        """Ends the connection with RST: closing a socket that does not linger."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.rfile.close()
        self.connection.close()
