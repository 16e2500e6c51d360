"""Says whether the signature of a call is right, and if it is not, what it was made of instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from turbosms_cli.webhooks.captured_call import CapturedCall, SignedFields, signed_fields
from turbosms_cli.webhooks.signature_digests import (
    Construction,
    Order,
    PresentedSignature,
    constructions,
    names_of_size,
    presented,
)
from turbosms_cli.webhooks.signature_variants import (
    Deviation,
    Variant,
    id_variants,
    secret_variants,
)
from turbosms_languages import _
from turbosms_webhooks import WebhookError, WebhookReceiver

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MOST_DEVIATIONS: Final = 2
_BYTES_OF_SHA1: Final = 20
_STRUCTURE: Final = {
    "malformed": (
        _("The body is neither a JSON object nor a form, or is too large."),
        _("Check the raw body, byte by byte as it came, before any framework has read it."),
    ),
    "no_id": (
        _("The body has no id that names an event."),
        _("This is probably no call of the service, or not the whole body."),
    ),
    "no_signature": (
        _("The body has no signature."),
        _("This is probably no call of the service, or not the whole body."),
    ),
}
_NEXT_STEPS: Final = {
    "line_break": _("Use the same secret on both sides, without a line break."),
    "white_space": _("Use the same secret on both sides, without white space around it."),
    "quotes": _("Use the same secret on both sides, without quotes."),
    "secret_case": _("Use the same secret on both sides, letter by letter."),
    "api_token": _("Give the webhook a secret key of its own in the panel, and use it here."),
    "id_changed": _("Pass the raw body on, as it came; do not read it and write it again."),
    "digest": _("This is not how the service signs: what has made the call is something else."),
    "composition": _(
        "This is not how the service signs: what has made the call is something else."
    ),
    "encoding": _("This is not how the service writes a signature: 40 hexadecimal digits."),
    "other_secret": (
        _(
            "Copy the secret key from the panel once more. If it is being replaced, give both, "
            "each on a line of its own."
        )
    ),
}
_COVERS_THE_ID: Final = _("It covers the id alone: whether the rest was altered, it does not tell.")


@dataclass(frozen=True)
class Verdict:
    """What is to be said about a signature."""

    matches: bool
    order: Order | None = None
    secret_number: int | None = None
    """Which of the secrets, counted from 1."""
    reasons: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    next_step: str | None = None

    def row(self) -> dict[str, Any]:
        """The verdict for programs."""
        return {
            "type": "signature",
            "matches": self.matches,
            "order": self.order,
            "secret": self.secret_number,
            "reasons": list(self.reasons),
            "message": " ".join(self.sentences),
            "next": self.next_step,
        }


@dataclass(frozen=True)
class _Found:
    """What a signature was made of, and how that deviates."""

    deviations: tuple[Deviation, ...]
    order: Order | None
    secret_number: int | None = field(default=None)


def check_signature(call: CapturedCall, secrets: Sequence[str], tokens: Iterable[str]) -> Verdict:
    """Check the signature of a call.

    Args:
        call: the call.
        secrets: those that are known here, however they were pasted.
        tokens: the API tokens that are known here, for which a secret may have been mistaken.
    """
    try:
        # The secret does not matter for what a body lacks.
        WebhookReceiver("-").parse(call.body, call.content_type)
    except WebhookError as error:
        if error.reason in _STRUCTURE:
            sentence, step = _STRUCTURE[error.reason]
            return Verdict(
                matches=False, reasons=(error.reason,), sentences=(sentence,), next_step=step
            )
    fields = signed_fields(call)
    kinds = list(presented(fields.signature))
    known_tokens = tuple(tokens)
    for kind in kinds:
        found = _find(kind, fields, call.body, secrets, known_tokens)
        if found is not None:
            return _verdict(found, kind, len(secrets))
    return _nothing_found(kinds, secrets, known_tokens)


def _find(
    kind: PresentedSignature,
    fields: SignedFields,
    body: bytes,
    secrets: Sequence[str],
    tokens: tuple[str, ...],
) -> _Found | None:
    """What a signature was made of, with as few deviations as possible."""
    ways = [each for each in constructions() if each.size == len(kind.digest)]
    ids = list(id_variants(fields.event_id))
    variants = [list(secret_variants(secret, tokens)) for secret in secrets]
    for most in range(_MOST_DEVIATIONS + 1):
        for number, of_secret in enumerate(variants, start=1):
            for secret, event_id, way in _with_deviations(most, of_secret, ids, ways):
                made = way.make(_bytes(secret[0]), _bytes(event_id[0]), body)
                if made == kind.digest:
                    own = () if way.deviation is None else (way.deviation,)
                    return _Found((*secret[1], *event_id[1], *own), way.order, number)
    return None


def _with_deviations(
    number: int, secrets: list[Variant], ids: list[Variant], ways: list[Construction]
) -> Iterator[tuple[Variant, Variant, Construction]]:
    """The combinations with so many deviations, neither more nor fewer."""
    for of_secret, of_id in product(range(number + 1), (0, 1)):
        of_way = number - of_secret - of_id
        if of_way in {0, 1}:
            yield from product(
                [each for each in secrets if len(each[1]) == of_secret],
                [each for each in ids if len(each[1]) == of_id],
                [each for each in ways if (each.deviation is not None) == bool(of_way)],
            )


def _verdict(found: _Found, kind: PresentedSignature, secrets: int) -> Verdict:
    deviations = (*kind.deviations, *found.deviations)
    number = found.secret_number
    if deviations:
        reasons = tuple(dict.fromkeys(each.reason for each in deviations))
        return Verdict(
            matches=False,
            order=found.order,
            secret_number=number,
            reasons=reasons,
            sentences=(_("The signature does not match."), *(each.sentence for each in deviations)),
            next_step=_NEXT_STEPS[reasons[0]],
        )
    which = (
        _("secret {number} of {secrets}", number=number, secrets=secrets)
        if secrets > 1
        else _("the secret")
    )
    sentences = [_("The signature matches: SHA-1 of {which} and the id.", which=which)]
    if found.order == "id+secret":
        sentences[0] = _(
            "The signature matches: SHA-1 of the id and {which}, in this order.", which=which
        )
        sentences.append(
            _("turbosms_webhooks accepts it; receivers that expect the secret first do not.")
        )
    if kind.is_in_capitals:
        sentences.append(_("It is written in capital letters, which must not be told apart."))
    sentences.append(_COVERS_THE_ID)
    return Verdict(
        matches=True, order=found.order, secret_number=number, sentences=tuple(sentences)
    )


def _nothing_found(
    kinds: list[PresentedSignature], secrets: Sequence[str], tokens: tuple[str, ...]
) -> Verdict:
    sentences = [_("The signature does not match.")]
    reason = "other_secret"
    if not kinds:
        reason = "encoding"
        sentences.append(_("It is not written in hexadecimal digits."))
    elif any(each.strip() in tokens for each in secrets):
        reason = "api_token"
        sentences.append(_("The secret that is used here is the API token."))
    elif len(kinds[0].digest) != _BYTES_OF_SHA1:
        reason = "digest"
        names = names_of_size(len(kinds[0].digest))
        sentences.append(
            _(
                "It has {bits:,} bits, like {names}; SHA-1 has 160.",
                bits=len(kinds[0].digest) * 8,
                names=names,
            )
            if names
            else _("It has {bits:,} bits; SHA-1 has 160.", bits=len(kinds[0].digest) * 8)
        )
    else:
        sentences.append(
            _(
                "Most likely the panel has another secret, or the id was changed on its way; "
                "nothing that is usually confused fits."
            )
        )
    return Verdict(
        matches=False,
        reasons=(reason,),
        sentences=tuple(sentences),
        next_step=_NEXT_STEPS[reason],
    )


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
