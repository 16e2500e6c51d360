"""A shell in which the lines of help texts and pages can be run as they are printed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from typing import TYPE_CHECKING, Final

from tests.cli.example_campaigns import prepare
from tests.kit.control import passing_time
from tests.kit.processes import Exit, Process
from tests.kit.waiting import wait_for
from tests.webhooks.calls import SECRET, as_json, call

if TYPE_CHECKING:
    from pathlib import Path

    from tests.kit.control import Control
    from tests.kit.warm.programs import Programs

_ENDLESS: Final = (
    *("turbosms sandbox", "turbosms chat watch", "turbosms webhook listen"),
    "turbosms campaign work",
)
"""What runs until Ctrl-C."""
_PHONES: Final = ("380501111111", "380502222222")


class ExampleShell:
    """A folder with the files of the lines, a sandbox with messages, `turbosms` in the path."""

    def __init__(
        self, folder: Path, environment: dict[str, str], control: Control, turbosms: Programs
    ) -> None:
        self.folder = folder
        self._control = control
        programs = folder / "bin"
        programs.mkdir()
        turbosms.write_command(programs / "turbosms")
        self._environment = {
            **environment,
            "PATH": f"{programs}:{os.environ['PATH']}",
            "HOME": str(folder),
            "TURBOSMS_WEBHOOK_SECRET": SECRET,
        }
        # As fish does when it is started first.
        (folder / ".config/fish/completions").mkdir(parents=True)
        (folder / "invoice.pdf").write_bytes(b"%PDF-1.7 an invoice")
        for name in ("a.png", "b.png"):
            (folder / name).write_bytes(b"\x89PNG\r\n\x1a\n" + name.encode())
        (folder / "customers.csv").write_text(
            "name;phone\nOlena;+38 (050) 111-11-11\nIvan;0502222222\n"
        )
        (folder / "numbers.txt").write_text("".join(f"{phone}\n" for phone in _PHONES))
        (folder / "unsubscribed.csv").write_text("phone\n380503333333\n")
        (folder / "token.txt").write_text("sandbox\n")
        (folder / "secret.txt").write_text(f"{SECRET}\n")
        (folder / "call.json").write_bytes(as_json(call()))
        self.pages = ""
        """From where the sandbox may fetch files."""
        self._names: dict[str, str] = {}

    def furnish(self, line: str = "") -> None:
        """Begin anew, with a message that was delivered, and a chat that waits for an answer; and
        with the campaign that a line needs.
        """
        self._control.reset()
        data = self.folder / ".local/share/turbosms"
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True)
        prepare(f"sqlite:///{data}/campaigns.db", line, _PHONES)
        body = {"recipients": ["380503333333"], "sms": {"sender": "TurboSMS", "text": "Earlier"}}
        message = self._control.result("message/send", body)[0]["message_id"]
        self._control.advance(60)
        chat = self._control.reply("380503333333", "Where is my order?", sender="TurboSMS")
        (self.folder / "ids.txt").write_text(f"{message}\n")
        self._names = {
            "MESSAGE_ID": message,
            "CHAT_ID": str(chat.chat_id),
            "SESSION_ID": str(chat.session_id),
            "CHAT_MESSAGE_ID": str(chat.message_id),
            "URL": f"{self.pages}/invoice.pdf",
        }

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        """The line to its end, or until it has begun what has none, and then Ctrl-C."""
        if line.startswith("turbosms chat"):
            line = re.sub(r"\bMESSAGE_ID\b", "CHAT_MESSAGE_ID", line)
        line = re.sub(r"\b[A-Z_]+\b", lambda match: self._names.get(match[0], match[0]), line)
        line = line.replace("http://127.0.0.1:8026", self._control.url)
        line = re.sub("--port 80[0-9]{2}", "--port 0", line)
        if line.startswith("turbosms webhook listen") and "--port" not in line:
            line += " --port 0"
        command = ("bash", "-o", "pipefail", "-c", line)
        with Process(*command, env=self._environment, cwd=self.folder, group=True) as process:
            if line.startswith(_ENDLESS):
                code, output, errors = self._interrupted(process, line)
            else:
                with passing_time(self._control, seconds=5, every=0.5):
                    code, output, errors = process.wait(240, typed="sandbox\n")
        return subprocess.CompletedProcess(line, code, output, errors)

    def _interrupted(self, process: Process, line: str) -> Exit:
        said = ""
        if line.startswith("turbosms sandbox"):
            said = process.line() + "\n"
        elif line.startswith("turbosms webhook"):
            wait_for(lambda: "Listening on http://127.0.0.1:" in process.said())
        elif line.startswith("turbosms campaign work"):
            wait_for(lambda: "Working." in process.said())
        else:
            # It has asked once this is used up.
            self._control.fault("chat/messages", "delay", seconds=0)
            self._control.wait_until_met()
        code, output, errors = process.stop(signal.SIGINT)
        return Exit(code, said + output, errors)
