"""Random scripts: what the server does with the requests to come."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.client.hostile.acts import ANSWERS, STRAY, HostileAct
from tests.client.hostile.inner import MIXED
from tests.kit.answers import STATUSES

FAILURES = [status for status in STATUSES if status >= 300] + [300, 304, 403, 413, 599]
PLACES = [
    "/message/send.json",
    "http://127.0.0.1:9/",
    "//localhost:9/x",
    "",
    "http://[",
    "\xff\xfe",
    "mailto:a@b",
]
WAITS = [
    "0",
    "1",
    "3600",
    "-1",
    "soon",
    "9" * 400,
    "Wed, 21 Oct 2015 07:28:00 GMT",
    "Fri, 31 Dec 9999 23:59:59 GMT",
]
CODES = [103, 105, 106, 203, 300, 302, 401, 404, 407, 427, 503]

headers = st.lists(
    st.one_of(
        st.tuples(st.just("Location"), st.sampled_from(PLACES)),
        st.tuples(st.just("Retry-After"), st.sampled_from(WAITS)),
    ),
    max_size=2,
).map(tuple)

answers = st.sampled_from(sorted({*ANSWERS} - STRAY))
stages = st.sampled_from(["executed", "executed", "executed", "late", "forgotten"])
cuts = st.floats(0, 1, exclude_max=True)
leaves = st.sampled_from(["", "", "", "closed", "reset"])
acts = st.one_of(
    st.builds(
        HostileAct,
        answer=answers,
        stage=stages,
        status=st.sampled_from(FAILURES),
        headers=headers,
        cut=cuts,
        leaves=leaves,
    ),
    st.builds(
        HostileAct,
        answer=st.sampled_from(["nothing", "reset"]),
        stage=st.sampled_from(["accepted", "begun", "head", "read", "executed", "late"]),
    ),
    st.builds(HostileAct, stage=st.just("refused"), code=st.sampled_from(CODES)),
    st.builds(HostileAct, answer=answers, stage=st.just("late"), status=st.sampled_from(FAILURES)),
)
scripts = st.lists(acts, min_size=1, max_size=7)
phones = st.lists(
    st.integers(0, 9).map(lambda digit: f"38050111111{digit}"), min_size=1, max_size=4, unique=True
)
sends = st.lists(phones, min_size=1, max_size=3)

# a send in batches: some numbers twice, and so many that the service refuses that there are whole
# batches of them
crowds = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from("019")).map(
        lambda digits: "3805011111{}{}".format(*digits)
    ),
    min_size=4,
    max_size=9,
)

# many sends in one request
which = st.lists(st.booleans(), max_size=3).map(tuple)
inner = st.one_of(
    st.builds(
        HostileAct,
        answer=st.sampled_from(sorted({*ANSWERS, *MIXED} - STRAY)),
        stage=stages | st.just("partly"),
        status=st.sampled_from(FAILURES),
        cut=cuts,
        leaves=leaves,
        which=which,
    ),
    st.builds(
        HostileAct,
        answer=st.sampled_from(["nothing", "reset"]),
        stage=st.just("partly"),
        which=which,
    ),
    st.builds(HostileAct, stage=st.just("refused"), code=st.sampled_from(CODES), which=which),
)
multi_scripts = st.lists(inner | acts, min_size=1, max_size=7)
keys = st.sampled_from(["a", "0", "another", "ключ"])
many_sends = st.dictionaries(keys, phones, min_size=1)
