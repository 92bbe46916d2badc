"""Real OpenSSH on this machine alone: a server of the test's own, clients of it, and a line that can be stalled."""

import getpass
import os
import select
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.terminal.driver import SURROUNDINGS, Terminal

PROGRAMS = ("/usr/sbin/sshd", "ssh", "ssh-keygen")
IS_THERE = sys.platform.startswith("linux") and all(shutil.which(each) for each in PROGRAMS)
BECOMES_SSH = ("-c", "import os, sys; os.execvp('ssh', ['ssh', *sys.argv[1:]])")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it listens, and the folder of its keys."""

    port: int
    folder: Path

    def login(self, home: Path, *, port: int | None = None, name: str = "leadtui", is_deaf: bool = False) -> Terminal:
        """leadtui at the other end of a line of its own, as a rep logs in; its process is told by `remote`.

        `is_deaf`: its shell ignores hang-ups, as under nohup.
        """
        environ = SURROUNDINGS | {"HOME": str(home), "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
        given = " ".join(f"{key}={value!r}" for key, value in environ.items())
        deaf = "trap '' HUP; " if is_deaf else ""
        call = f"{deaf}echo $$ > {self.folder / name}.pid; cd {home}; exec env {given} {sys.executable} -m leadtui"
        options = ("UserKnownHostsFile=/dev/null", "StrictHostKeyChecking=no", "IdentitiesOnly=yes", "LogLevel=ERROR")
        words = [word for option in options for word in ("-o", option)]
        words += ["-F", "none", "-i", str(self.folder / "key"), "-p", str(port or self.port), "-tt"]
        return Terminal(home, *words, f"{getpass.getuser()}@127.0.0.1", call, program=BECOMES_SSH)

    def remote(self, name: str = "leadtui") -> int:
        """The process of leadtui at the far end."""
        return int((self.folder / f"{name}.pid").read_text())


@contextmanager
def serving(folder: Path, *, alive_seconds: int = 0) -> Iterator[Server]:
    """A server; with `alive_seconds` it asks after a silent client so often and hangs up at the second silence."""
    folder.mkdir(mode=0o700)
    for name in ("key", "host"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    shutil.copy(folder / "key.pub", folder / "authorized")
    port = _free_port()
    (folder / "config").write_text(f"""
        ListenAddress 127.0.0.1:{port}
        HostKey {folder / "host"}
        AuthorizedKeysFile {folder / "authorized"}
        PidFile none
        StrictModes no
        UsePAM no
        PasswordAuthentication no
        PermitRootLogin yes
        PrintMotd no
        PrintLastLog no
        ClientAliveInterval {alive_seconds}
        ClientAliveCountMax 2
    """)
    with _place_of_privileges(), (folder / "log").open("w") as log:
        server = subprocess.Popen(["/usr/sbin/sshd", "-D", "-e", "-f", str(folder / "config")], stderr=log)
        try:
            _wait_for(port, server, folder / "log")
            yield Server(port, folder)
        finally:
            server.terminate()
            server.wait()


@contextmanager
def _place_of_privileges() -> Iterator[None]:
    """The empty folder that a server of root needs; where a service has made it, it stays."""
    place = Path("/run/sshd")
    is_ours = os.geteuid() == 0 and not place.exists()
    if is_ours:
        place.mkdir(mode=0o755)
    try:
        yield
    finally:
        if is_ours:
            place.rmdir()


def _free_port() -> int:
    with socket.socket() as any_one:
        any_one.bind(("127.0.0.1", 0))
        return int(any_one.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError(f"the server never listened: {log.read_text()}")


class Line:
    """A line between client and server that can stall: it stays open and carries nothing any more."""

    def __init__(self, port: int) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._towards = port
        self._is_stalled = threading.Event()
        self._is_over = threading.Event()
        self._carrier = threading.Thread(target=self._carry, daemon=True)
        self._carrier.start()

    def stall(self) -> None:
        """Carry nothing from now on, in neither direction."""
        self._is_stalled.set()

    def close(self) -> None:
        """Cut it."""
        self._is_over.set()
        self._carrier.join()
        self._listener.close()

    def _carry(self) -> None:
        near, _address = self._listener.accept()
        with near, socket.create_connection(("127.0.0.1", self._towards)) as far:
            while not self._is_over.is_set():
                if self._is_stalled.is_set():
                    time.sleep(0.02)
                    continue
                for ready in select.select([near, far], [], [], 0.05)[0]:
                    data = ready.recv(65536)
                    if not data:
                        return
                    (far if ready is near else near).sendall(data)
