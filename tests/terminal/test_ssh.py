"""Lines as they really are: OpenSSH on this machine, its client killed, stopped, its line stalled, its shell deaf."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import Figure
from tests.terminal.driver import Terminal
from tests.terminal.sshd import IS_THERE, Line, Server, serving
from tests.terminal.test_leaving import cpu_seconds, sound

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not IS_THERE, reason="needs OpenSSH: sshd, ssh and ssh-keygen, on Linux"),
]
TYPED = "客户希望分两期实施"
STATE = Path(".local/state/leadtui/drafts")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server that never asks after a silent client, as most are set."""
    with serving(tmp_path / "sshd") as running:
        yield running


def writing(screen: Terminal, text: str = TYPED) -> Terminal:
    """The same screen with a half-typed record on it."""
    screen.wait_for("甲公司")
    screen.press("f")
    screen.wait_for("记跟进 ·")
    screen.type(text)
    screen.wait_for(text)
    return screen


def gone(pid: int, within: float) -> float:
    """How long a process of somebody else's took to end; at most so long."""
    return until(lambda: has_ended(pid), within)


def has_ended(pid: int) -> bool:
    """Whether it runs no more: gone, or only a name that its parent has not read yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def until(holds: Callable[[], object], within: float) -> float:
    """How long something took to hold; at most so long."""
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < within, f"not within {within} s"
        time.sleep(0.01)
    return time.monotonic() - began


def drafted(home: Path) -> str:
    """What lies on disk of what was typed."""
    texts = [json.loads(path.read_text())["values"] for path in home.glob(f"{STATE}/*/*.json")]
    return "".join(text for values in texts for text in values.values())


def busy(pid: int, seconds: float) -> float:
    """The share of a processor that a process takes meanwhile."""
    before = cpu_seconds(pid)
    time.sleep(seconds)
    return (cpu_seconds(pid) - before) / seconds


def test_p1_p5_ssh_client_killed_in_mid_word(server: Server, due_home: Path, figure: Figure) -> None:
    """Ten times over: gone at once, nothing of what had arrived is lost, and the next login goes on with it."""
    slowest, lost = 0.0, 0
    for number in range(10):
        with server.login(due_home) as screen:
            writing(screen, f"{number}")
            for character in "abcdefghijklmnopqrst":
                os.write(screen.fd, character.encode())
                time.sleep(0.02)
            os.kill(screen.pid, signal.SIGKILL)
            slowest = max(slowest, gone(server.remote(), 0.5))
        lost = max(lost, 20 - len(drafted(due_home).partition(f"{number}")[2]))
    assert lost <= 10, "half a second at 20 characters a second"
    figure("P1", f"ssh client killed 10 times: gone after {slowest:.2f} s at the most")
    figure("P5", f"ssh client killed 10 times: {lost} characters lost at the most")
    assert sound(due_home)
    with server.login(due_home) as screen:
        screen.wait_until(lambda _text: "· f " in screen.text())
        screen.press("f")
        screen.wait_for("9abcdefgh")
        screen.press("ctrl+s")
        screen.wait_gone("记跟进 ·")
        screen.press("q")
        assert screen.leave() == 0


def test_p1_p2_m10_ssh_client_stopped_holds_nothing_and_burns_nothing(
    server: Server, due_home: Path, figure: Figure
) -> None:
    """A laptop asleep: its program waits without a lock or work, and another login has the draft and saves."""
    with server.login(due_home) as asleep:
        writing(asleep)
        asleep.send(*["ctrl+l"] * 40)
        os.kill(asleep.pid, signal.SIGSTOP)
        left = server.remote()
        until(lambda: TYPED in drafted(due_home), 0.5)
        time.sleep(1)  # the paints asked for run against the closed line
        share = busy(left, 2)
        assert share <= 0.05
        figure("P2", f"ssh client stopped: {share:.1%} of a processor")
        assert sound(due_home)
        with server.login(due_home, name="other") as awake:
            awake.wait_until(lambda _text: "· f " in awake.text())
            awake.press("f")
            awake.wait_for(TYPED)
            awake.press("ctrl+s")
            awake.wait_gone("记跟进 ·")
            awake.press("q")
            assert awake.leave() == 0
        os.kill(asleep.pid, signal.SIGKILL)
        os.kill(asleep.pid, signal.SIGCONT)
        figure("P1", f"ssh client stopped, then killed: gone after {gone(left, 0.5):.2f} s")


def test_p3_ssh_line_stalled_ends_when_the_server_hangs_up(tmp_path: Path, due_home: Path, figure: Figure) -> None:
    """Packets stop without a word in the middle of a paint: the draft is on disk, the server gives up after seconds."""
    with serving(tmp_path / "sshd", alive_seconds=1) as server:
        line = Line(server.port)
        with server.login(due_home, port=line.port) as screen:
            writing(screen)
            screen.send(*["ctrl+l"] * 40)
            line.stall()
            left = server.remote()
            until(lambda: TYPED in drafted(due_home), 0.5)
            share = busy(left, 1)
            assert share <= 0.5, "what was asked for is painted into a full line, no more"
            until(lambda: "not responding" in (server.folder / "log").read_text(), 15)
            figure("P3", f"ssh line stalled: draft kept, gone {gone(left, 0.5):.2f} s after the server gave up")
            line.close()
    assert sound(due_home)


def test_p2_ssh_shell_that_ignores_hang_ups(server: Server, due_home: Path, figure: Figure) -> None:
    """Under nohup the hang-up is no signal any more; Textual alone would spin for ever."""
    slowest = 0.0
    for _round in range(5):
        with server.login(due_home, is_deaf=True) as screen:
            writing(screen)
            os.kill(screen.pid, signal.SIGKILL)
            slowest = max(slowest, gone(server.remote(), 1))
    assert TYPED in drafted(due_home)
    figure("P2", f"hang-up ignored by the shell, 5 times over ssh: gone after {slowest:.2f} s at the most")
