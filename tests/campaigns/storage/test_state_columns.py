"""States in statements."""

from __future__ import annotations

from tests.kit import processes
from tests.kit.processes import PYTHON

BEFORE_ORM_IS_THERE = """
import sys
from turbosms_campaigns import CampaignState, ChunkState, RecipientState
from turbosms_campaigns._storage.tables import CAMPAIGN, CHUNK, RECIPIENT
from sqlalchemy import inspection

# What another thread leaves for a moment while it imports the ORM.
def ask(subject):
    raise AttributeError("partially initialized")
inspection._registrars[object] = ask

for column, state in (
    (CAMPAIGN.c.state, CampaignState.RUNNING),
    (CHUNK.c.state, ChunkState.OPEN),
    (RECIPIENT.c.state, RecipientState.READY),
):
    print(column == state, column.in_((state,)), column != state)
assert "sqlalchemy.orm" not in sys.modules
"""


def test_a_state_is_compared_while_another_thread_imports_the_orm() -> None:
    done = processes.run(PYTHON, "-c", BEFORE_ORM_IS_THERE)
    assert (done.returncode, done.stderr) == (0, "")
    assert "turbosms_chunk.state = :state_1" in done.stdout
