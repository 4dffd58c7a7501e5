"""The Bot API over HTTP: read a request, let it meet faults and limits, carry it out, answer."""

import asyncio
import inspect
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from bot.sandbox import editing, fetching, profile, sending
from bot.sandbox.bots import BotAccount
from bot.sandbox.parameters import METHODS, Call, Method, Upload, read_call
from bot.sandbox.records import ApiError, Json, bad_request
from bot.sandbox.world import World

Handler = Callable[[World, BotAccount, Call], Any]
HANDLERS: Mapping[str, Handler] = {
    "getMe": profile.get_me,
    "getUpdates": fetching.get_updates,
    "setWebhook": fetching.set_webhook,
    "deleteWebhook": fetching.delete_webhook,
    "getWebhookInfo": fetching.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "answerCallbackQuery": editing.answer_callback_query,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyName": profile.set_profile,
    "getMyName": profile.get_profile,
    "setMyDescription": profile.set_profile,
    "getMyDescription": profile.get_profile,
    "setMyShortDescription": profile.set_profile,
    "getMyShortDescription": profile.get_profile,
    "setChatMenuButton": profile.set_chat_menu_button,
    "getChatMenuButton": profile.get_chat_menu_button,
    "getChat": profile.get_chat,
    "leaveChat": profile.leave_chat,
    "getFile": profile.get_file,
}
NOT_FOUND = ApiError(404, "Not Found")


class BotApi:
    """The ASGI application behind `/bot<token>/<method>`.

    `cut` resets the connection of a request on the TCP level; `closing` is set when the server stops.
    """

    def __init__(self, world: World, cut: Callable[[Scope], None], closing: asyncio.Event) -> None:
        self._world = world
        self._cut = cut
        self._closing = closing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        token, _, name = request.path_params["rest"].partition("/")
        try:
            bot, method = self._addressed(token, name)
            given = await _given(request)
        except ApiError as error:
            await refusal(error)(scope, receive, send)
            return
        except ClientDisconnect:
            return
        is_poll = method.name == "getUpdates"
        self._world.in_flight[method.name] += not is_poll
        try:
            await self._respond(await self._met(bot, method, given, request), scope, receive, send)
        finally:
            self._world.in_flight[method.name] -= not is_poll
            self._world.pulse()

    async def _respond(self, response: Response | None, scope: Scope, receive: Receive, send: Send) -> None:
        if response is not None:
            await response(scope, receive, send)
            return
        self._cut(scope)
        while (await receive())["type"] != "http.disconnect":
            pass

    def _addressed(self, token: str, name: str) -> tuple[BotAccount, Method]:
        bot = self._world.bots.get(token)
        if bot is None:
            raise ApiError(401, "Unauthorized") if ":" in token else NOT_FOUND
        method = METHODS.get(name.lower())
        if method is None:
            self._world.complain(name, "the stand-in does not know this method")
            raise NOT_FOUND
        return bot, method

    async def _met(
        self, bot: BotAccount, method: Method, given: Mapping[str, object], request: Request
    ) -> Response | None:
        """The answer as far as faults let it come about; None means that the connection is to be cut."""
        self._world.calls[method.name] += 1
        fault = self._world.faults.strike(method.name, given.get("chat_id"))
        kind = fault.kind if fault else ""
        if kind == "reset_before":
            return None
        if kind == "error":
            return refusal(ApiError(500, "Internal Server Error"))
        if method.name == "getUpdates":
            response = await self._poll(bot, method, given, request)
        else:
            response = await self._answer(bot, method, given)
        if fault and kind == "slow":
            self._world.pulse()
            await self._race(request, asyncio.ensure_future(asyncio.sleep(fault.seconds)))
        return None if kind == "reset_after" else response

    async def _answer(self, bot: BotAccount, method: Method, given: Mapping[str, object]) -> Response:
        try:
            call = self._checked(method, given)
            if self._world.flood and "chat_id" in call.values:
                self._world.flood.check(method.name, self._world.find_chat(bot, call.get("chat_id")).chat_id)
            result = HANDLERS[method.name](self._world, bot, call)
            if inspect.isawaitable(result):
                result = await result
        except ApiError as error:
            if error.is_complaint:
                self._world.complain(method.name, error.description)
            return refusal(error)
        return JSONResponse({"ok": True, "result": result})

    def _checked(self, method: Method, given: Mapping[str, object]) -> Call:
        call, faults = read_call(method, given)
        # The stand-in reads neither Markdown nor HTML, and passing over it would send the marks themselves.
        is_refused = bool(call.get("parse_mode"))
        if is_refused:
            faults.append("parse_mode is refused here: send entities")
        if faults and (self._world.strict or is_refused):
            for fault in faults:
                self._world.complain(method.name, fault)
            raise bad_request("; ".join(faults))
        return call

    async def _poll(self, bot: BotAccount, method: Method, given: Mapping[str, object], request: Request) -> Response:
        """A long poll, which also ends when the bot goes away or the server stops."""
        answer = asyncio.ensure_future(self._answer(bot, method, given))
        await self._race(request, answer)
        if answer.cancelled():
            return refusal(ApiError(500, "Internal Server Error: restart"))
        return answer.result()

    async def _race(self, request: Request, work: "asyncio.Future[Any]") -> None:
        """Wait for `work`; cancel it when the bot goes away or the server stops."""
        gone = asyncio.ensure_future(_disconnected(request))
        closing = asyncio.ensure_future(self._closing.wait())
        others = (gone, closing)
        try:
            await asyncio.wait({work, *others}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (work, *others):
                task.cancel()
            await asyncio.gather(work, *others, return_exceptions=True)


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _given(request: Request) -> dict[str, object]:
    """All parameters of a request: from the address, a form, or a JSON object. Raises ApiError."""
    given: dict[str, object] = dict(request.query_params)
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "application/json":
        body = await request.body()
        try:
            parsed = json.loads(body) if body else {}
        except ValueError:
            raise bad_request("can't parse request body as JSON object") from None
        if not isinstance(parsed, dict):
            raise bad_request("can't parse request body as JSON object")
        return given | parsed
    if kind == "application/x-www-form-urlencoded":
        return given | dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
    if kind == "multipart/form-data":
        async with request.form() as form:
            for name, value in form.multi_items():
                given[name] = await _upload(value) if isinstance(value, UploadFile) else value
    return given


async def _upload(part: UploadFile) -> Upload:
    return Upload(part.filename or "file", part.content_type or "application/octet-stream", await part.read())


def refusal(error: ApiError) -> Response:
    """An error as Telegram words it."""
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    headers = {}
    if error.retry_after is not None:
        body["parameters"] = {"retry_after": error.retry_after}
        headers["Retry-After"] = str(error.retry_after)
    return JSONResponse(body, status_code=error.code, headers=headers)
