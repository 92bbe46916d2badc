"""The same screen in a browser, on this machine alone: served, drawn and typed into by a headless Chromium."""

import asyncio
import base64
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.terminal.driver import SURROUNDINGS

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", "--window-size=1100,700")


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def waited(path: Path) -> list[str]:
    """The lines of a file once they are there."""
    end = time.monotonic() + 20
    while time.monotonic() < end and not (path.exists() and len(path.read_text().splitlines()) > 1):
        time.sleep(0.1)
    return path.read_text().splitlines()


async def visited(place: str, url: str) -> tuple[str, bytes]:
    """What the page was sent after a visit and the key `f`, and a picture of it."""
    from aiohttp import ClientSession

    heard, answers = "", {}
    async with ClientSession() as session:
        async with session.get(f"{place}/json") as listed:
            page = next(each for each in await listed.json() if each["type"] == "page")
        async with session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0) as line:

            async def call(number: int, method: str, **params: Any) -> None:
                await line.send_json({"id": number, "method": method, "params": params})

            async def hear(until: str = "", answer: int = 0) -> None:
                nonlocal heard
                async with asyncio.timeout(30):
                    while (until and until not in heard) or (answer and answer not in answers):
                        told = json.loads((await line.receive()).data)
                        if "id" in told:
                            answers[told["id"]] = told.get("result", {})
                        elif told["method"] == "Network.webSocketFrameReceived":
                            frame = told["params"]["response"]
                            raw = (
                                base64.b64decode(frame["payloadData"])
                                if frame["opcode"] == 2
                                else frame["payloadData"].encode()
                            )
                            heard += raw.decode("utf-8", "ignore")

            await call(1, "Network.enable")
            await call(2, "Page.navigate", url=url)
            await hear("甲公司")
            await asyncio.sleep(1.5)
            for kind in ("mousePressed", "mouseReleased"):
                await call(5, "Input.dispatchMouseEvent", type=kind, x=300, y=500, button="left", clickCount=1)
            await asyncio.sleep(0.5)
            await call(3, "Input.dispatchKeyEvent", type="keyDown", key="f", code="KeyF", text="f")
            await call(3, "Input.dispatchKeyEvent", type="keyUp", key="f", code="KeyF")
            await hear("摘要")
            await asyncio.sleep(0.5)
            await call(4, "Page.captureScreenshot")
            await hear(answer=4)
    return heard, base64.b64decode(answers[4]["data"])


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
async def test_a_browser_shows_the_list_and_opens_the_form(due_home: Path, tmp_path: Path) -> None:
    pytest.importorskip("textual_serve", reason="the extra [web] is not installed")
    port = free_port()
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("LEADTUI_", "XDG_"))}
    environ |= SURROUNDINGS | {"HOME": str(tmp_path)}
    call = [sys.executable, "-m", "leadtui", "web", "--port", str(port)]
    profile = tmp_path / "chromium"
    with (
        subprocess.Popen(call, env=environ, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as served,
        subprocess.Popen([str(CHROMIUM), *FLAGS, f"--user-data-dir={profile}"], stderr=subprocess.DEVNULL) as browser,
    ):
        try:
            debugging = waited(profile / "DevToolsActivePort")[0]
            for _each in range(100):
                with socket.socket() as tried:
                    if tried.connect_ex(("127.0.0.1", port)) == 0:
                        break
                await asyncio.sleep(0.1)
            heard, picture = await visited(f"http://127.0.0.1:{debugging}", f"http://127.0.0.1:{port}/")
        finally:
            browser.terminate()
            served.terminate()
    assert "今日计划" in heard
    assert picture[:4] == b"\x89PNG"
    assert len(picture) > 20_000, "there is something on it"
    (tmp_path / "page.png").write_bytes(picture)
