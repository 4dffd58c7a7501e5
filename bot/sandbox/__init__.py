"""A stand-in for Telegram on this machine: Bot API over HTTP, people who write to a bot, a driver for tests.

It is strict on purpose, because a lenient stand-in hides faults. It stands alone: it imports no other room.

Start here:
    `bot.sandbox.world.World`    everything that Telegram would remember, in memory
    `bot.sandbox.server.serve`   the same world over HTTP on loopback
    `bot.sandbox.driver.Driver`  people who press Start, say things and tap, for tests
    `bot.sandbox.page`           the same people in a browser: chats, locked screens and a clock
    `bot.sandbox.snapshot`       a world put into a file and taken out again
"""
