"""Random scripts: what the server does with the requests to come."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.overlay.hostile.acts import ANSWERS, STRAY, Act

STATUSES = [301, 302, 303, 307, 308, 300, 304, 400, 401, 403, 404, 408, 413, 425, 429, 500, 502, 503, 504, 520, 599]
PLACES = ["/message/send.json", "http://127.0.0.1:9/", "//localhost:9/x", "", "http://[", "\xff\xfe", "mailto:a@b"]
WAITS = ["0", "1", "3600", "-1", "soon", "9" * 400, "Wed, 21 Oct 2015 07:28:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"]
CODES = [103, 105, 106, 203, 300, 302, 401, 404, 407, 427, 503]

headers = st.lists(
    st.one_of(
        st.tuples(st.just("Location"), st.sampled_from(PLACES)),
        st.tuples(st.just("Retry-After"), st.sampled_from(WAITS)),
    ),
    max_size=2,
).map(tuple)

answers = st.sampled_from(sorted({*ANSWERS} - STRAY))
acts = st.one_of(
    st.builds(
        Act,
        answer=answers,
        stage=st.sampled_from(["executed", "executed", "executed", "late", "forgotten"]),
        status=st.sampled_from(STATUSES),
        headers=headers,
        cut=st.floats(0, 1, exclude_max=True),
        leaves=st.sampled_from(["", "", "", "closed", "reset"]),
    ),
    st.builds(
        Act,
        answer=st.sampled_from(["nothing", "reset"]),
        stage=st.sampled_from(["accepted", "begun", "head", "read", "executed", "late"]),
    ),
    st.builds(Act, stage=st.just("refused"), code=st.sampled_from(CODES)),
    st.builds(Act, answer=answers, stage=st.just("late"), status=st.sampled_from(STATUSES)),
)
scripts = st.lists(acts, min_size=1, max_size=7)
phones = st.lists(st.integers(0, 9).map(lambda digit: f"38050111111{digit}"), min_size=1, max_size=4, unique=True)
sends = st.lists(phones, min_size=1, max_size=3)
