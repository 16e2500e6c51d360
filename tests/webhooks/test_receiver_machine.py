"""Calls, repeats, forgeries, failing handlers and restarts in any order: no event is lost."""

from __future__ import annotations

import tempfile
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from tests.effort import examples
from tests.webhooks.calls import SECRET, as_form, as_json, call, report
from turbosms_webhooks import DeliveryReport, Event, WebhookInbox, WebhookReceiver

WORDS = st.sampled_from(["Sent", "DELIVRD", "UNDELIV", "READ", "In Queue"])
MESSAGES = st.sampled_from(["m-1", "m-2", "m-3"])
TYPES = st.sampled_from(["DLR_SMS_API", "DLR_VIBER_API"])
WRITERS = st.sampled_from([as_json, as_form])
REPORTS = st.lists(st.tuples(MESSAGES, WORDS), min_size=2, max_size=4)
PICKS = st.integers(0, 1_000)


class Receiving(RuleBasedStateMachine):
    """An inbox, and what an application has seen of it."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory(prefix="inbox-")
        self._path = Path(self._folder.name, "webhooks.db")
        self._inbox = WebhookInbox(self._path, WebhookReceiver(SECRET))
        self._accepted: list[dict[str, Any]] = []
        self._handled: list[DeliveryReport] = []
        self._late = 0

    @rule(message_id=MESSAGES, word=WORDS, webhook_type=TYPES, write=WRITERS)
    def call(self, message_id: str, word: str, webhook_type: str, write: Any) -> None:
        fields = call(f"e{len(self._accepted)}", report(word, message_id), type=webhook_type)
        assert self._inbox.accept(write(fields)) == 200
        self._accepted.append(fields)

    @rule(reports=REPORTS, webhook_type=TYPES, write=WRITERS)
    def call_with_an_array(
        self, reports: list[tuple[str, str]], webhook_type: str, write: Any
    ) -> None:
        data = [report(word, message_id) for message_id, word in reports]
        fields = call(f"e{len(self._accepted)}", data, type=webhook_type)
        assert self._inbox.accept(write(fields)) == 200
        self._accepted.append(fields)

    @precondition(lambda self: self._accepted)
    @rule(pick=PICKS, attempt=st.integers(2, 10), write=WRITERS)
    def repeat(self, pick: int, attempt: int, write: Any) -> None:
        fields = self._accepted[pick % len(self._accepted)]
        assert self._inbox.accept(write({**fields, "try": attempt})) == 200

    @precondition(lambda self: self._accepted)
    @rule(pick=PICKS, write=WRITERS)
    def replay_with_other_data(self, pick: int, write: Any) -> None:
        fields = self._accepted[pick % len(self._accepted)]
        forged = {**fields, "data": report("FORGED")}
        assert self._inbox.accept(write(forged)) == 400

    @rule(write=WRITERS)
    def call_with_a_wrong_signature(self, write: Any) -> None:
        fields = call("forged", report("FORGED"))
        assert self._inbox.accept(write({**fields, "signature": "0" * 40})) == 401

    @rule(failing=st.none() | MESSAGES)
    def handle(self, failing: str | None) -> None:
        self._run(failing)

    @rule()
    def restart(self) -> None:
        self._inbox.close()
        self._inbox = WebhookInbox(self._path, WebhookReceiver(SECRET))

    def teardown(self) -> None:
        try:
            self._run(None)
            self._check()
        finally:
            self._inbox.close()
            self._folder.cleanup()

    def _run(self, failing: str | None) -> None:
        def handle(event: Event) -> None:
            assert isinstance(event, DeliveryReport)
            if event.message_id == failing:
                raise RuntimeError
            self._handled.append(event)

        before = self._inbox.counts["late"]
        self._inbox.run(handle, until_idle=True)
        self._late += self._inbox.counts["late"] - before

    def _check(self) -> None:
        sent: Counter[tuple[str, str, str]] = Counter()
        for fields in self._accepted:
            data = fields["data"]
            for each in data if isinstance(data, list) else [data]:
                sent[fields["type"], each["message_id"], each["status"]] += 1
        assert len(self._handled) + self._late == sent.total(), "each once, or late"
        assert self._inbox.count_waiting() == 0
        seen = Counter((e.type, e.message_id, e.raw_status) for e in self._handled)
        assert seen <= sent
        for subject in {(each.channel, each.message_id) for each in self._handled}:
            own = [each for each in self._handled if (each.channel, each.message_id) == subject]
            for before, after in pairwise(own):
                goes_on = (before.status, after.status) == ("Delivered", "Read")
                assert goes_on or not before.final


TestReceiving = Receiving.TestCase
TestReceiving.settings = settings(max_examples=examples(10, 1_000), stateful_step_count=30)
