"""Any request is answered with a code that its method can have, never with an internal error."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kit.facts import UNKNOWN
from turbosms_api.tables.operations import OPERATIONS
from turbosms_sandbox.calls.call import Call
from turbosms_sandbox.calls.parameters import Parameters
from turbosms_sandbox.engine.methods import METHODS
from turbosms_sandbox.engine.service import Service

pytestmark = pytest.mark.one_interpreter

LIKELY = [
    *(
        "380678998668",
        "380001000001",
        "48501234567",
        "wrong",
        "TurboSMS",
        "Mobibon",
        "Hello",
        "1",
        "60",
        "12345",
    ),
    *(
        "2026-03-01 10:00",
        "https://example.com/a.png",
        "data:,a",
        "data:image/png;base64,YQ==",
        "\ud800",
        "",
    ),
    *("2d80c1c0-5e3c-78c9-134b-2fc4fcbfa0ba", "x" * 1600),
]
TEXTS = st.sampled_from(LIKELY) | st.text(max_size=9)
SCALARS = TEXTS | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False)
VALUES = st.recursive(
    SCALARS, lambda some: st.lists(some, max_size=3) | st.dictionaries(TEXTS, some, max_size=3)
)
NAMES = st.sampled_from(
    [
        *(
            "recipients",
            "sender",
            "text",
            "start_time",
            "start_date",
            "ttl",
            "image_url",
            "caption",
            "action",
            "file_id",
        ),
        *(
            "count_clicks",
            "is_transactional",
            "is_flash",
            "sequence_id",
            "messages",
            "id",
            "data",
            "url",
            "token",
        ),
    ]
)
PARAMETERS = st.dictionaries(NAMES, VALUES, max_size=6)
GOOD = {"recipients": ["380678998668", "380503288668"], "sender": "TurboSMS", "text": "Hello"}
SENDS = st.builds(
    lambda base, shared, channels: base | shared | channels,
    st.sampled_from([{}, GOOD]),
    PARAMETERS,
    st.dictionaries(st.sampled_from(["sms", "viber"]), PARAMETERS | VALUES, max_size=2),
)


@pytest.mark.parametrize("operation", sorted(METHODS))
@pytest.mark.parametrize("examples", [20, pytest.param(60, marks=pytest.mark.thorough_only)])
def test_any_parameters(operation: str, examples: int) -> None:
    others_given = st.dictionaries(st.text(max_size=3), SENDS | VALUES, max_size=2)

    @settings(max_examples=examples, suppress_health_check=[HealthCheck.too_slow])
    @given(body=SENDS, others=others_given, typed=st.booleans())
    def try_it(body: dict[str, Any], others: dict[str, Any], typed: bool) -> None:
        service = Service()
        values = others | {"key": body} if operation == "message/sendmulti" else body
        parameters = Parameters(values, typed)
        answer = asyncio.run(
            service.answer(Call("POST", operation, "sandbox", parameters, None, "http://127.0.0.1"))
        )
        assert int(answer.code) in OPERATIONS[operation].codes - {*UNKNOWN}
        envelope = json.loads(answer.encode())
        assert envelope["response_status"] == answer.code.name
        if operation == "message/sendmulti" and answer.result:
            assert 999 not in {
                inner["response_code"] for inner in envelope["response_result"].values()
            }

    try_it()
