"""One-time codes. What comes before and after a send is written once, for both clients."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import anyio.to_thread

from turbosms_client import (
    APIError,
    AsyncTurboSMS,
    ResultCode,
    SendOptions,
    TurboSMS,
    TurboSMSError,
    normalize_phone,
)
from turbosms_codes._storage import CodeStorage

Client = TypeVar("Client", bound=TurboSMS | AsyncTurboSMS)
_HOUR: Final = 3600


class TooManyCodesError(Exception):
    """Nothing was sent, because of a limit. One may be sent after `retry_after` seconds."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(frozen=True, repr=False)
class _Order:
    """A code to send. What collects local variables after an error does not see it."""

    phone: str
    nonce: str
    number: int
    """How often it was sent before."""
    options: SendOptions


class _Codes(Generic[Client]):
    def __init__(  # noqa: PLR0913 - the rest is passed by name
        self,
        client: Client,
        storage: CodeStorage,
        secret: str,
        *,
        text: str,
        options: SendOptions | None = None,
        purpose: str = "login",
        digits: int = 6,
        lifetime: int = 300,
        tries: int = 5,
        pause: int = 60,
        per_hour: int = 5,
        per_origin: int = 20,
    ) -> None:
        """Set up codes for one purpose.

        Args:
            client: sends the codes; if it has senders for both, on Viber with SMS fallback.
            storage: keeps counters, and which codes are valid.
            secret: a random text of at least 16 characters, from which codes are derived. Who has
                the storage but not the secret cannot find out a code.
            text: the text of the message, with `{code}` in it.
            options: other parameters of `message.send`, such as `{"ttl": 60}`.
            purpose: a code is not valid for another purpose.
            digits: the length of a code.
            lifetime: seconds for which a code is valid after it was last sent.
            tries: how often a code may be tried.
            pause: seconds between two messages to a phone number.
            per_hour: the most messages to a phone number in an hour.
            per_origin: the most messages in an hour for one origin, such as an IP address.
        """
        if "{code}" not in text or len(secret) < 16:
            raise ValueError("text needs {code} in it, and secret at least 16 characters.")
        self._client = client
        self._storage = storage
        self._secret = secret.encode()
        self._text = text
        self._options: SendOptions = options or {}
        self._purpose = purpose
        self._digits = digits
        self._lifetime = lifetime
        self._tries = tries
        self._pause = pause
        self._per_hour = per_hour
        self._per_origin = per_origin

    def _prepare(self, phone: str, origin: str | None) -> _Order:
        """Apply the limits, and choose the code: the one that is valid, or else a new one."""
        phone = normalize_phone(phone) or phone
        self._count(self._key("pause", phone), 1, self._pause)
        self._count(self._key("hour", phone), self._per_hour, _HOUR)
        if origin is not None:
            self._count(self._key("origin", origin), self._per_origin, _HOUR)
        valid = self._storage.get(self._key("code", phone)) or f"{secrets.token_hex(12)}:0"
        nonce, _, number = valid.partition(":")
        self._store(phone, nonce, int(number))
        options: SendOptions = {
            **self._options,
            "text": self._text.replace("{code}", self._code(phone, nonce)),
            # The same until a send has succeeded, so that the next one completes it.
            "sequence_id": f"{nonce}-{number}",
        }
        return _Order(phone, nonce, int(number), options)

    def _count(self, key: str, most: int, seconds: int) -> None:
        if self._storage.increment(key, seconds) > most:
            raise TooManyCodesError("Too many codes were asked for.", seconds)

    def _store(self, phone: str, nonce: str, number: int) -> None:
        self._storage.put(self._key("code", phone), f"{nonce}:{number}", self._lifetime)

    def _note_sent(self, order: _Order) -> None:
        self._store(order.phone, order.nonce, order.number + 1)

    def _after_error(self, order: _Order, error: TurboSMSError) -> None:
        """Raise the error, unless it says that the same message is on its way."""
        if isinstance(error, APIError) and error.code == ResultCode.NOT_ALLOWED_MESSAGE_DUPLICATE:
            return
        self._storage.remove(self._key("pause", order.phone))
        raise error

    def _verify(self, phone: str, code: str) -> bool:
        phone = normalize_phone(phone) or phone
        key = self._key("code", phone)
        valid = self._storage.get(key)
        if valid is None:
            return False
        nonce = valid.partition(":")[0]
        # Counted before it is looked at, so that many requests at a time get no more tries.
        if self._storage.increment(self._key("tries", nonce), _HOUR) > self._tries:
            self._storage.remove(key)
            return False
        given = "".join(code.split())
        if not hmac.compare_digest(given.encode(), self._code(phone, nonce).encode()):
            return False
        return self._storage.remove(key)  # only one of several requests finds it there

    def _code(self, phone: str, nonce: str) -> str:
        number = int.from_bytes(self._digest("code", phone, nonce)) % 10**self._digits
        return f"{number:0{self._digits}}"

    def _key(self, kind: str, name: str) -> str:
        return f"turbosms-{kind}-{self._digest(kind, name).hex()}"

    def _digest(self, *parts: str) -> bytes:
        message = "\0".join((self._purpose, *parts))
        return hmac.digest(self._secret, message.encode(), hashlib.sha256)


class OneTimeCodes(_Codes[TurboSMS]):
    """One-time codes, sent by a `TurboSMS`. Threads can share it."""

    def send(self, phone: str, *, origin: str | None = None) -> str | None:
        """Send the code that is valid once more, or else a new one.

        Returns:
            The id of the message. None if the service has just sent the same one (code 427), so
            that the code is on its way.

        Raises:
            TooManyCodesError: a limit is reached.
            TurboSMSError: as `message.send`. If the outcome is unknown, the code may arrive; the
                next `send` completes this one, without a second message.
        """
        order = self._prepare(phone, origin)
        try:
            report = self._client.message.send([order.phone], **order.options)
        except TurboSMSError as error:
            self._after_error(order, error)
            return None
        self._note_sent(order)
        return report.message_ids[0]

    def verify(self, phone: str, code: str) -> bool:
        """Whether this code was sent to this phone number. It is right only once."""
        return self._verify(phone, code)


class AsyncOneTimeCodes(_Codes[AsyncTurboSMS]):
    """`OneTimeCodes` with an `AsyncTurboSMS`. The storage is called in threads."""

    async def send(self, phone: str, *, origin: str | None = None) -> str | None:
        """Send the code that is valid once more, or else a new one; as `OneTimeCodes.send`."""
        order: _Order = await anyio.to_thread.run_sync(self._prepare, phone, origin)
        try:
            report = await self._client.message.send([order.phone], **order.options)
        except TurboSMSError as error:
            await anyio.to_thread.run_sync(self._after_error, order, error)
            return None
        await anyio.to_thread.run_sync(self._note_sent, order)
        return report.message_ids[0]

    async def verify(self, phone: str, code: str) -> bool:
        """Whether this code was sent to this phone number. It is right only once."""
        return await anyio.to_thread.run_sync(self._verify, phone, code)
