"""A receiver as a process of its own: `receiving_program.py INBOX HANDLED`.

It reads calls, one a line, and prints the status of each; what it handles goes to a file.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from tests.webhooks.calls import SECRET
from turbosms_webhooks import DeliveryReport, Event, WebhookInbox, WebhookReceiver


def main(inbox_file: str, handled_file: str) -> None:
    inbox = WebhookInbox(inbox_file, WebhookReceiver(SECRET))

    def handle(event: Event) -> None:
        assert isinstance(event, DeliveryReport)
        with Path(handled_file).open("a", encoding="utf-8") as file:
            file.write(f"{event.message_id} {event.status}\n")

    threading.Thread(target=inbox.run, args=(handle,), daemon=True).start()
    for line in sys.stdin.buffer:
        print(inbox.accept(line), flush=True)
    inbox.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
