"""getUpdates, setWebhook, deleteWebhook, getWebhookInfo."""

import asyncio
import re
from urllib.parse import urlsplit

from bot.sandbox.bots import BotAccount, Webhook
from bot.sandbox.parameters import Call
from bot.sandbox.records import ApiError, Json, bad_request
from bot.sandbox.world import World

LONGEST_POLL = 50
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


async def get_updates(world: World, bot: BotAccount, call: Call) -> list[Json]:
    """The waiting updates from `offset` on; everything below it is confirmed. Waits up to `timeout` seconds.

    Raises ApiError 409 while a webhook is set, and when another getUpdates or a setWebhook ends this one.
    """
    if bot.webhook:
        raise _conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    limit, timeout = call.get("limit", 100), call.get("timeout", 0)
    if world.strict and not (1 <= limit <= 100 and 0 <= timeout <= LONGEST_POLL):
        world.complain("getUpdates", f"limit {limit} or timeout {timeout} is out of range")
    bot.allow(call.get("allowed_updates"))
    bot.polls += 1
    interrupt_poll(bot, "terminated by other getUpdates request; make sure that only one bot instance is running")
    bot.confirm_below(call.get("offset", 0))
    world.pulse()
    await _wait_for_update(world, bot, min(max(timeout, 0), LONGEST_POLL))
    bot.expire(world.now())
    offset = max(call.get("offset", 0), 0)
    waiting = [update for update in bot.pending if update.update_id >= offset]
    return [update.as_json() for update in waiting[: min(max(limit, 1), 100)]]


async def _wait_for_update(world: World, bot: BotAccount, seconds: float) -> None:
    """Returns as soon as something waits. Raises ApiError 409 if `interrupt_poll` is called meanwhile."""
    if bot.pending or seconds <= 0:
        return
    poller = bot.poller = asyncio.get_running_loop().create_future()
    arrival = asyncio.ensure_future(world.until(lambda: bool(bot.pending), "no update", seconds))
    try:
        await asyncio.wait({arrival, poller}, return_when=asyncio.FIRST_COMPLETED)
        if poller.done():
            poller.result()
    finally:
        arrival.cancel()
        await asyncio.gather(arrival, return_exceptions=True)
        poller.cancel()
        # A poll that was interrupted has given its place to the one that came after it.
        if bot.poller is poller:
            bot.poller = None


def interrupt_poll(bot: BotAccount, why: str) -> None:
    """End a hanging getUpdates of `bot`, if there is one, with Telegram's 409."""
    if bot.poller and not bot.poller.done():
        bot.poller.set_exception(_conflict(why))


def _conflict(why: str) -> ApiError:
    return ApiError(409, f"Conflict: {why}")


def set_webhook(world: World, bot: BotAccount, call: Call) -> bool:
    """From now on updates are posted to `url`; an empty one goes back to getUpdates.

    Telegram wants HTTPS; plain HTTP is taken here for loopback only. The deliveries are `serve`'s work.
    """
    url = call.get("url", "")
    if not url:
        return delete_webhook(world, bot, call)
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname not in _LOOPBACK:
        raise bad_request("bad webhook: the stand-in posts only to plain HTTP addresses on this machine")
    secret = call.get("secret_token", "")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")
    connections = call.get("max_connections", 40)
    if not 1 <= connections <= 100:
        raise bad_request("max_connections is out of range")
    if call.get("drop_pending_updates"):
        bot.drop_updates()
    bot.allow(call.get("allowed_updates"))
    interrupt_poll(bot, "terminated by setWebhook request")
    bot.webhook = Webhook(url, secret, connections)
    world.pulse()
    return True


def delete_webhook(world: World, bot: BotAccount, call: Call) -> bool:
    """Updates wait for getUpdates again."""
    if call.get("drop_pending_updates"):
        bot.drop_updates()
    bot.webhook = None
    world.pulse()
    return True


def get_webhook_info(world: World, bot: BotAccount, call: Call) -> Json:
    """How the webhook stands."""
    bot.expire(world.now())
    hook = bot.webhook
    info: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(bot.pending),
    }
    if hook:
        info |= {"max_connections": hook.max_connections, "ip_address": "127.0.0.1"}
        if hook.last_error_at:
            info["last_error_date"] = int(hook.last_error_at.timestamp())
            info["last_error_message"] = hook.last_error
    info["allowed_updates"] = sorted(bot.allowed)
    return info
