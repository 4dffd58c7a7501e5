"""The chat page: people, their chats, their locked screens and a clock, in a browser on this machine.

`routes.ChatPage` gives the routes for `bot.sandbox.server.serve`; the clock is whatever fills in `clock.ClockPanel`.
The page itself is plain files beside this one: `index.html`, styles, and JavaScript modules that start in `main.js`.
"""
