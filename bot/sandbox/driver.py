"""A driver for tests, in which conversations read like conversations. The bot under test speaks real HTTP."""

from datetime import timedelta

from bot.sandbox.chats import Chat
from bot.sandbox.people import Person
from bot.sandbox.records import Button, Message
from bot.sandbox.world import SETTLE_SECONDS, World


class Driver:
    """Makes people who wait, after everything they do, until the bot has dealt with it.

    "Dealt with" means: every update is confirmed (the offset has moved past it, or the webhook has answered
    2xx) and no call is under way. After `timeout` real seconds of waiting, TimeoutError says what is missing.
    """

    def __init__(self, world: World, timeout: float = SETTLE_SECONDS) -> None:
        self.world = world
        self.timeout = timeout

    def person(self, name: str, language: str | None = "en") -> "Participant":
        """A new person, who has not pressed Start."""
        person = Participant(self, self.world.number("person", 1_000_000), name, language)
        self.world.admit(person)
        return person

    async def settled(self) -> None:
        """Wait until the bot has dealt with everything."""
        await self.world.settled(self.timeout)


class Participant(Person):
    """A person in a test. What they do is awaited; what they see is looked at at once."""

    def __init__(self, driver: Driver, person_id: int, name: str, language: str | None) -> None:
        super().__init__(driver.world, person_id, name, language)
        self._driver = driver

    # -- what they do ----------------------------------------------------------------------------------------

    async def starts(self, payload: str = "") -> Message:
        """Presses Start."""
        return await self._done(self.start(payload))

    async def says(self, text: str, *, chat: Chat | None = None) -> Message:
        """Sends a text, here or in a group; gives back the message, which the bot may have deleted since."""
        return await self._done(self.write(text, chat))

    async def sends_photo(self, caption: str = "") -> Message:
        """Sends a picture."""
        return await self._done(self.send_photo(caption=caption))

    async def sends_document(self, name: str = "letter.pdf") -> Message:
        """Sends a document."""
        return await self._done(self.send_document(name=name))

    async def sends_voice(self) -> Message:
        """Sends a voice message."""
        return await self._done(self.send_voice())

    async def sends_sticker(self) -> Message:
        """Sends a sticker."""
        return await self._done(self.send_sticker())

    async def sends_contact(self) -> Message:
        """Shares a contact."""
        return await self._done(self.send_contact())

    async def sends_location(self) -> Message:
        """Shares a place."""
        return await self._done(self.send_location())

    async def forwards(self, text: str) -> Message:
        """Forwards somebody's text."""
        return await self._done(self.forward(text))

    async def edits(self, message: Message, text: str) -> Message:
        """Edits an own message."""
        return await self._done(self.edit(message, text))

    async def deletes(self, *messages: Message) -> None:
        """Deletes messages for both sides; the bot is not told."""
        self.delete(messages)
        await self._driver.settled()

    async def taps(self, words: str, *, on: Message | None = None) -> None:
        """Taps the button that is called `words`, or the only one that has them in its label.

        It is looked for on the newest message that has it, or on `on`. Raises AssertionError with the buttons
        that are there.
        """
        message, button = self._find_button(words, on)
        self.press(button, message)
        await self._driver.settled()

    async def taps_data(self, data: str | None, *, on: Message) -> None:
        """Sends button data that need not stand on any button, as from an old or forged message."""
        assert data is not None, "a button without data cannot be sent"
        self.press_data(data, on)
        await self._driver.settled()

    async def blocks(self) -> None:
        """Blocks the bot."""
        self.block()
        await self._driver.settled()

    async def unblocks(self) -> None:
        """Unblocks the bot, and writes nothing."""
        self.unblock()
        await self._driver.settled()

    async def sets_auto_delete(self, after: timedelta) -> None:
        """Sets the chat's auto-delete timer."""
        await self._done(self.set_auto_delete(after))

    async def adds_bot_to(self, chat: Chat) -> None:
        """Takes the bot into a group or channel of `World.group`."""
        self.add_bot_to(chat)
        await self._driver.settled()

    async def comes_to_see(self, words: str) -> None:
        """Waits until `words` stand in the chat, for what the bot sends by itself. Raises TimeoutError."""
        await self.world.until(
            lambda: self._stands(words),
            lambda: f"{words!r} does not stand in the chat:\n{self.transcript()}",
            self._driver.timeout,
        )
        await self._driver.settled()

    # -- what they see ---------------------------------------------------------------------------------------

    @property
    def card(self) -> Message:
        """The newest message of the bot that has buttons. Raises AssertionError if there is none."""
        card = self.live_card
        assert card is not None, f"there is no card:\n{self.transcript()}"
        return card

    def sees(self, words: str) -> None:
        """Asserts that `words` stand in the chat, in a text or on a button."""
        assert self._stands(words), f"{words!r} does not stand in the chat:\n{self.transcript()}"

    def sees_not(self, words: str) -> None:
        """Asserts that `words` stand nowhere in the chat."""
        assert not self._stands(words), f"{words!r} stands in the chat:\n{self.transcript()}"

    def transcript(self) -> str:
        """The whole visible chat, for a reader of a failed test."""
        return "\n".join(self._lines(message) for message in self.chat) or "(the chat is empty)"

    def _stands(self, words: str) -> bool:
        return any(
            words in message.summary or any(words in button.label for button in message.buttons)
            for message in self.chat
        )

    def _lines(self, message: Message) -> str:
        who = "bot" if message.from_bot else self.name
        rows = "".join("\n    " + " ".join(f"[{each.label}]" for each in row) for row in message.rows)
        return f"{message.message_id} {who}{' (edited)' if message.edited else ''}: {message.summary}{rows}"

    def _find_button(self, words: str, on: Message | None) -> tuple[Message, Button]:
        """The button and the message as it stands now; on a message that is gone, as it was."""
        if on is not None:
            candidates = [self.private_chat.find(on.message_id) or on]
        else:
            candidates = [each for each in reversed(self.chat) if each.buttons]
        for fits in (lambda label: label == words, lambda label: words in label):
            for message in candidates:
                found = [button for button in message.buttons if fits(button.label)]
                if len(found) > 1:
                    raise AssertionError(f"more than one button fits {words!r}: {[each.label for each in found]}")
                if found:
                    return message, found[0]
        there = [[button.label for button in message.buttons] for message in candidates]
        raise AssertionError(f"no button {words!r}; the buttons are {there}\n{self.transcript()}")

    async def _done(self, message: Message) -> Message:
        await self._driver.settled()
        return message
