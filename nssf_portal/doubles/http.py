"""What the stand-ins share: a threaded HTTP server on loopback, with knobs to make it misbehave."""

import json
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

KNOBS_PATH = "/_double/knobs"
MAX_BODY = 64 * 1024 * 1024
Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Request:
    method: str
    target: str
    """The path with its query exactly as received, nothing decoded."""
    headers: Headers
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]

    def header(self, name: str) -> str | None:
        """Give a header; when it was sent twice the last one wins."""
        found = [value for key, value in self.headers if key.lower() == name.lower()]
        return found[-1] if found else None


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Headers = field(default_factory=list)
    body: bytes = b""

    @classmethod
    def json(cls, data: Any, status: int = 200, headers: Headers | None = None) -> Self:
        body = json.dumps(data, ensure_ascii=False).encode()
        return cls(status, [("Content-Type", "application/json;charset=utf-8"), *(headers or [])], body)

    @classmethod
    def html(cls, text: str) -> Self:
        return cls(200, [("Content-Type", "text/html;charset=utf-8")], text.encode())


@dataclass
class Knobs:
    """How the stand-in misbehaves; each applies to the next `times` requests (0 = until reset)."""

    delay: float = 0.0
    drop: bool = False
    """Do the work, then cut the line without a word."""
    truncate: bool = False
    content_type: str = ""
    status: int = 0
    fault: str = ""
    """A fault type in the 7.4 spelling, for the security server."""
    service: str = ""
    """Only requests whose path holds this text."""
    times: int = 0


class Double:
    """A stand-in: give it `answer(request)`; use it as a context manager or by start() and stop()."""

    def __init__(self, port: int = 0, context: ssl.SSLContext | None = None) -> None:
        self.knobs = Knobs()
        self.seen: list[Request] = []
        self.lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), _handler(self), context)
        self._scheme = "https" if context else "http"
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._server.server_port}"

    def answer(self, request: Request) -> Reply:
        raise NotImplementedError

    def set(self, **knobs: Any) -> None:
        """Set the knobs; those not named go back to normal."""
        self.knobs = Knobs(**knobs)

    def start(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        if self._thread:
            self._server.shutdown()
            self._thread.join()
            self._thread = None
        self._server.server_close()

    def serve(self) -> None:
        self._server.serve_forever(0.5)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_exc: object) -> None:
        self.stop()

    def take_knobs(self, request: Request) -> Knobs:
        """Give the knobs that hold for this request and count it off."""
        with self.lock:
            knobs = self.knobs
            if knobs.service and knobs.service not in request.path:
                return Knobs()
            if knobs.times == 1:
                self.knobs = Knobs()
            elif knobs.times:
                knobs.times -= 1
            return knobs

    def handle(self, request: Request) -> tuple[Reply, Knobs]:
        if request.path == KNOBS_PATH and request.method == "POST":
            self.set(**json.loads(request.body or b"{}"))
            return Reply(204), Knobs()
        knobs = self.take_knobs(request)
        with self.lock:
            self.seen.append(request)
            del self.seen[:-500]
        time.sleep(knobs.delay)
        return self.answer_with(request, knobs), knobs

    def answer_with(self, request: Request, knobs: Knobs) -> Reply:
        if knobs.status:
            return Reply.json({"error": "as asked"}, knobs.status)
        return self.answer(request)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], handler: Any, context: ssl.SSLContext | None) -> None:
        self.context = context
        super().__init__(address, handler)

    def get_request(self) -> tuple[Any, Any]:
        sock, address = super().get_request()
        if self.context:
            # The handshake happens in the handler's thread, so that a silent client blocks nobody else.
            sock = self.context.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        return sock, address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up or fails the handshake is part of the game: say nothing."""


def _handler(double: Double) -> Callable[..., BaseHTTPRequestHandler]:
    return type("BoundHandler", (_Handler,), {"double": double})


class _Handler(BaseHTTPRequestHandler):
    double: Double
    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, *_args: object) -> None:
        """Keep quiet: paths and bodies hold what people typed."""

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(65537)
        if not self.raw_requestline or not self.parse_request():
            self.close_connection = True
            return
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MAX_BODY))
        request = Request(self.command, self.path, list(self.headers.items()), body)
        self.reply(*self.double.handle(request))

    def reply(self, reply: Reply, knobs: Knobs) -> None:
        if knobs.drop:
            self.close_connection = True
            return
        self.send_response_only(reply.status)
        for name, value in reply.headers:
            if not (knobs.content_type and name.lower() == "content-type"):
                self.send_header(name, value)
        if knobs.content_type:
            self.send_header("Content-Type", knobs.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reply.body[: len(reply.body) // 2] if knobs.truncate else reply.body)
            self.wfile.flush()
        self.close_connection = self.close_connection or knobs.truncate
