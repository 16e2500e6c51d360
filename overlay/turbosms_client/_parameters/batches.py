"""Splits a send to more than 5,000 recipients into batches, one for each request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from turbosms_api.tables.limits import RECIPIENTS_PER_REQUEST

from .prepared_sends import PreparedSend
from .sequence_ids import derive


def needs_batches(prepared: PreparedSend) -> bool:
    """Whether there are too many recipients for a single request."""
    return len(prepared.phones) > RECIPIENTS_PER_REQUEST.value


def first_indexes(texts: Sequence[str]) -> dict[str, int]:
    """The index of each text's first occurrence."""
    indexes: dict[str, int] = {}
    for index, text in enumerate(texts):
        indexes.setdefault(text, index)
    return indexes


def split_into_batches(
    prepared: PreparedSend, first_index: Mapping[str, int]
) -> list[PreparedSend]:
    """Split a send into batches: each distinct phone number once, in sorted order."""
    phones = sorted(first_index)
    batches: list[PreparedSend] = []
    for start in range(0, len(phones), RECIPIENTS_PER_REQUEST.value):
        batch_phones = phones[start : start + RECIPIENTS_PER_REQUEST.value]
        recipients = [prepared.recipients[first_index[phone]] for phone in batch_phones]
        sequence_id = prepared.sequence_id
        if start > 0:
            # "part" belongs to the derived id: any other word would make it another call.
            sequence_id = derive(prepared.sequence_id, f"part/{start}")
        body = {**prepared.body, "recipients": batch_phones, "sequence_id": sequence_id}
        batch = PreparedSend(
            body=body,
            recipients=recipients,
            phones=batch_phones,
            hybrid=prepared.hybrid,
            sequence_id=sequence_id,
        )
        batches.append(batch)
    return batches
