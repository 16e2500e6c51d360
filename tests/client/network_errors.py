"""The errors of the HTTP libraries that are causes of ours, whichever driver is in use."""

from __future__ import annotations

import aiohttp
import httpx2

OF_THE_NETWORK = (httpx2.TransportError, aiohttp.ClientError, TimeoutError)
NOT_CONNECTED = (httpx2.ConnectError, aiohttp.ClientConnectionError)
TOO_LATE = (httpx2.ReadTimeout, aiohttp.SocketTimeoutError)
