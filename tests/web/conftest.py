"""What is answered over HTTP, asked without a network."""

from collections.abc import Sequence

import httpx
from starlette.applications import Starlette
from starlette.routing import Route


async def get(routes: Sequence[Route], path: str) -> httpx.Response:
    """The answer of these routes."""
    transport = httpx.ASGITransport(Starlette(routes=routes))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        return await client.get(path)
