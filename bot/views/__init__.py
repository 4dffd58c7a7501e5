"""From screens to cards: words, entities, rows of typed buttons. Pure; and the port `Messenger` that carries cards."""

from bot.views.card import Button, Card
from bot.views.messenger import Gone, Messenger
from bot.views.render import render

__all__ = ["Button", "Card", "Gone", "Messenger", "render"]
