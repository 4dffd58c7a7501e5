"""PTB's way to Telegram, over aiohttp: a message costs a fraction of the processor time that it does over httpx.

An error says whether Telegram may have carried the call out. Neither it nor what caused it quotes the address, which
holds the token.
"""

import io
import json
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientHttpProxyError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    FormData,
    TCPConnector,
)
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.errors import SettingError

JSON = {"Content-Type": "application/json"}
DNS_SECONDS = 300
UNTOUCHED = (ClientConnectorError, ConnectionTimeoutError, ClientHttpProxyError)


class NeverSent(NetworkError):
    """There was no connection, so Telegram cannot have carried anything out."""


class NoAnswer(TimedOut):
    """The call went out and may have been carried out; its answer never came whole."""


class Transport(BaseRequest):
    """Carries PTB's calls. `connections` is how many stand open at most; time-outs are seconds, None waits forever.

    `pool` bounds the waiting for a free connection, `connect` the making of one, `write` and `write_media` the sending,
    `read` each wait for a piece of the answer.
    """

    def __init__(
        self,
        connections: int,
        *,
        proxy: str | None = None,
        pool: float | None = 10.0,
        connect: float | None = 5.0,
        write: float | None = 5.0,
        write_media: float | None = 20.0,
        read: float | None = 10.0,
    ) -> None:
        self._connections = connections
        self._proxy = proxy
        self._pool = pool
        self._connect = connect
        self._write = write
        self._write_media = write_media
        self._read = read
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """The seconds that an answer may take where the call does not say."""
        return self._read

    async def initialize(self) -> None:
        """Open; harmless when it is open already."""
        if self._session is None:
            self._session = ClientSession(
                # With one address looked up for minutes and Nagle's algorithm off, which is aiohttp's way.
                connector=TCPConnector(limit=self._connections, ttl_dns_cache=DNS_SECONDS),
                cookie_jar=DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close every connection; harmless when it is closed already."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One call: HTTP status and body of the answer. Raises NeverSent or NoAnswer."""
        if self._session is None:
            raise NeverSent("the transport is not open")
        uploads = request_data is not None and request_data.contains_files
        timeout = _timeout(
            pool=_given(pool_timeout, self._pool),
            connect=_given(connect_timeout, self._connect),
            write=_given(write_timeout, self._write_media if uploads else self._write),
            read=_given(read_timeout, self._read),
        )
        body: bytes | FormData | None = None
        headers: Mapping[str, str] | None = None
        if request_data is not None and uploads:
            body = _form(request_data)
        elif request_data is not None:
            body, headers = json.dumps(request_data.parameters).encode(), JSON
        try:
            # A redirection would carry the token elsewhere.
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, proxy=self._proxy, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except UNTOUCHED as error:
            raise NeverSent(f"no connection ({type(error).__name__})") from None
        except (ClientError, TimeoutError, OSError) as error:
            raise NoAnswer(f"no answer ({type(error).__name__})") from None


def _given(value: ODVInput[float], default: float | None) -> float | None:
    return default if isinstance(value, DefaultValue) else value


@lru_cache(maxsize=64)  # calls ask for the same few
def _timeout(*, pool: float | None, connect: float | None, write: float | None, read: float | None) -> ClientTimeout:
    """aiohttp has no bound for writing, and counts the wait for a connection into the making of one."""
    connected = None if pool is None or connect is None else pool + connect
    total = None if connected is None or write is None or read is None else connected + write + read
    return ClientTimeout(total=total, connect=connected, sock_connect=connect, sock_read=read)


def _form(request_data: RequestData) -> FormData:
    form = FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mimetype) in request_data.multipart_data.items():
        # A stream is read in pieces, in a thread; bytes would go out in one block and hold the loop.
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=mimetype)
    return form


def proxy_for(url: str) -> str | None:
    """The proxy that the environment names for `url` (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, less NO_PROXY).

    Raises SettingError for a kind of proxy that is not spoken here.
    """
    parts = urlsplit(url)
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(parts.hostname or ""):
        return None
    if "://" not in proxy:
        proxy = f"http://{proxy}"
    if urlsplit(proxy).scheme not in ("http", "https"):
        raise SettingError(f"{parts.scheme.upper()}_PROXY names a proxy that is neither http:// nor https://")
    return proxy
