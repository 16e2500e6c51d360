"""A room in which the lines of help texts and pages can be run by bash as they are printed."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import threading
import time
import urllib.request
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

    from tests.kit.warm.programs import Programs

_ENDLESS: Final = ("turbosms sandbox", "turbosms chat watch")
"""What runs until Ctrl-C."""


class Room:
    """A folder with the files of the lines, a sandbox with messages, `turbosms` in the path."""

    def __init__(
        self, folder: Path, environment: dict[str, str], pages: str, turbosms: Programs
    ) -> None:
        self.folder = folder
        self._sandbox = environment["TURBOSMS_BASE_URL"]
        programs = folder / "bin"
        programs.mkdir()
        turbosms.write_command(programs / "turbosms")
        self._environment = {
            **environment,
            "PATH": f"{programs}:{os.environ['PATH']}",
            "HOME": str(folder),
        }
        (folder / ".config/fish/completions").mkdir(
            parents=True
        )  # as fish does when it is started first
        (folder / "invoice.pdf").write_bytes(b"%PDF-1.7 an invoice")
        for name in ("a.png", "b.png"):
            (folder / name).write_bytes(b"\x89PNG\r\n\x1a\n" + name.encode())
        (folder / "customers.csv").write_text(
            "name;phone\nOlena;+38 (050) 111-11-11\nIvan;0502222222\n"
        )
        (folder / "numbers.txt").write_text("380501111111\n380502222222\n")
        (folder / "token.txt").write_text("sandbox\n")
        self._pages = pages
        self._names: dict[str, str] = {}

    def furnish(self) -> None:
        """Begin anew, with a message that was delivered, and a chat that waits for an answer."""
        self._control("reset")
        body = {"recipients": ["380503333333"], "sms": {"sender": "TurboSMS", "text": "Earlier"}}
        request = urllib.request.Request(
            f"{self._sandbox}/message/send.json?token=sandbox",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            message = json.load(answer)["response_result"][0]["message_id"]
        self._control("clock", advance=60)
        chat = self._control(
            "replies", sender="TurboSMS", number="380503333333", text="Where is my order?"
        )
        (self.folder / "ids.txt").write_text(f"{message}\n")
        self._names = {
            "MESSAGE_ID": message,
            "CHAT_ID": str(chat["chat_id"]),
            "SESSION_ID": str(chat["session_id"]),
            "CHAT_MESSAGE_ID": str(chat["message_id"]),
            "URL": f"{self._pages}/invoice.pdf",
        }

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        """The line to its end, or until it has begun what has none, and then Ctrl-C."""
        if line.startswith("turbosms chat"):
            line = re.sub(r"\bMESSAGE_ID\b", "CHAT_MESSAGE_ID", line)
        line = re.sub(r"\b[A-Z_]+\b", lambda match: self._names.get(match[0], match[0]), line)
        line = line.replace("http://127.0.0.1:8026", self._sandbox).replace(
            "--port 8026", "--port 0"
        )
        process = subprocess.Popen(
            ["bash", "-o", "pipefail", "-c", line],
            env=self._environment,
            cwd=self.folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )
        if line.startswith(_ENDLESS):
            output, errors = self._interrupted(process, line)
        else:
            over = threading.Event()
            ahead = threading.Thread(target=self._let_time_pass, args=[over])
            ahead.start()
            try:
                output, errors = process.communicate("sandbox\n", timeout=60)
            finally:
                over.set()
                ahead.join()
        return subprocess.CompletedProcess(line, process.returncode, output, errors)

    def _interrupted(self, process: subprocess.Popen[str], line: str) -> tuple[str, str]:
        said = ""
        if line.startswith("turbosms sandbox"):
            assert process.stdout is not None
            said = process.stdout.readline()
        else:
            # It has asked once this is used up.
            self._control("faults", method="chat/messages", kind="delay", seconds=0)
            while self._control("faults")["faults"]:
                assert process.poll() is None, process.communicate()
                time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        output, errors = process.communicate(timeout=60)
        return said + output, errors

    def _let_time_pass(self, over: threading.Event) -> None:
        """What is sent arrives while somebody waits for it."""
        while not over.wait(0.5):
            self._control("clock", advance=5)

    def _control(self, path: str, **data: Any) -> Any:
        body = json.dumps(data).encode() if data or path == "reset" else None
        request = urllib.request.Request(f"{self._sandbox}/sandbox/{path}", body)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)
