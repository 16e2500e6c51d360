"""One-time codes: generate, send, resend and verify them, with limits.

    codes = OneTimeCodes(client, storage, secret, text="{code} is your code")
    codes.send("+38 (050) 123-45-67", origin=ip_address)
    codes.verify("0501234567", "402918")  # True once, within five minutes

`AsyncOneTimeCodes` is the same for `AsyncTurboSMS`. A storage keeps counters and values that
expire: `MemoryStorage` in one process; docs/one-time-codes.md has one for Redis. Needs nothing but
`pip install turbosms-client`.
"""

from turbosms_codes._codes import AsyncOneTimeCodes, OneTimeCodes, TooManyCodesError
from turbosms_codes._storage import CodeStorage, MemoryStorage

__all__ = [
    "AsyncOneTimeCodes",
    "CodeStorage",
    "MemoryStorage",
    "OneTimeCodes",
    "TooManyCodesError",
]

for _name in __all__:
    globals()[_name].__module__ = __name__
