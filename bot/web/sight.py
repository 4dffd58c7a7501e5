"""`/metrics`, for Prometheus, at an address of its own that nobody outside should reach."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.metrics import Metrics


def metrics_routes(metrics: Metrics) -> list[Route]:
    """The one address."""

    async def show(request: Request) -> Response:
        body, content_type = metrics.exposed(request.headers.get("accept", ""))
        return Response(body, headers={"content-type": content_type})

    return [Route("/metrics", show)]
