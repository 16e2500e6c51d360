"""The transitions that states allow."""

from __future__ import annotations

from turbosms_campaigns import CampaignState, ChunkState, RecipientState
from turbosms_campaigns._model.states import (
    CAMPAIGN_TRANSITIONS,
    CHUNK_TRANSITIONS,
    LEFT,
    RECIPIENT_TRANSITIONS,
    UNSENT,
)


def test_every_state_says_where_it_leads() -> None:
    assert set(CAMPAIGN_TRANSITIONS) == set(CampaignState)
    assert set(RECIPIENT_TRANSITIONS) == set(RecipientState)
    assert set(CHUNK_TRANSITIONS) == set(ChunkState)


def test_only_a_failure_leads_back_to_ready() -> None:
    sources = {
        source
        for source, targets in RECIPIENT_TRANSITIONS.items()
        if RecipientState.READY in targets
    }
    # From `sending` only if certainly nothing was sent.
    assert sources == {
        RecipientState.SENDING,
        RecipientState.REFUSED,
        RecipientState.UNDELIVERED,
    }


def test_who_may_have_a_message_is_never_ready_again_but_after_it_failed() -> None:
    for state in LEFT - {RecipientState.SENDING, RecipientState.UNDELIVERED}:
        assert RecipientState.READY not in RECIPIENT_TRANSITIONS[state]


def test_what_is_settled_does_not_go_back_to_being_unsent() -> None:
    for state in RECIPIENT_TRANSITIONS:
        if state not in UNSENT:
            assert RecipientState.SENDING not in RECIPIENT_TRANSITIONS[state]
