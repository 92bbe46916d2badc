"""What can stand between a program and its server: a relay that stalls, swallows or changes what passes, a host that
takes a call and says nothing, one whose certificate nobody knows."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from leadtui.domain.servers import Server

_SSL_REQUEST = 8


class Relay:
    """Passes on what goes between programs and a server's socket, as long as it is let."""

    def __init__(self, server: Server, *, outward: Callable[[bytes], bytes] = bytes) -> None:
        self._to = f"{server.options['host']}/.s.PGSQL.{server.options.get('port', 5432)}"
        self._outward = outward
        self._goes = threading.Event()
        self._goes.set()
        self._ends: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.place = replace(server, host="127.0.0.1", port=self._door.getsockname()[1], options={})
        threading.Thread(target=self._serve, daemon=True).start()

    def stall(self) -> None:
        """Take everything and pass nothing on: the link stands and is silent."""
        self._goes.clear()

    def go_on(self) -> None:
        """Pass on what was held, and all that comes."""
        self._goes.set()

    def close(self) -> None:
        """Cut every line, and answer no more."""
        self._goes.set()
        for end in [self._door, *self._ends]:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self._door.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(self._to)
                self._ends += [near, far]
                threading.Thread(target=self._pass, args=(near, far, self._outward), daemon=True).start()
                threading.Thread(target=self._pass, args=(far, near, bytes), daemon=True).start()

    def _pass(self, here: socket.socket, there: socket.socket, change: Callable[[bytes], bytes]) -> None:
        with suppress(OSError):
            while data := here.recv(65536):
                self._goes.wait()
                there.sendall(change(data))
            there.shutdown(socket.SHUT_RDWR)


@contextmanager
def relay(server: Server, *, outward: Callable[[bytes], bytes] = bytes) -> Iterator[Relay]:
    """A relay to a server, closed in the end; `outward` changes what programs send."""
    between = Relay(server, outward=outward)
    try:
        yield between
    finally:
        between.close()


@contextmanager
def silent_host() -> Iterator[int]:
    """The port of a host that takes calls and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        yield door.getsockname()[1]


@contextmanager
def unknown_host(certificate: Path, key: Path) -> Iterator[int]:
    """The port of a host that proves who it is with a certificate that nobody vouches for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def serve() -> None:
        while True:
            try:
                near, _address = door.accept()
            except OSError:
                return
            with near, suppress(OSError):
                near.recv(_SSL_REQUEST)
                near.sendall(b"S")
                with context.wrap_socket(near, server_side=True) as safe:
                    safe.recv(1)

    with socket.create_server(("0.0.0.0", 0)) as door:
        threading.Thread(target=serve, daemon=True).start()
        yield door.getsockname()[1]
