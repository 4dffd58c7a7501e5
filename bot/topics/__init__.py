"""Topics: which pages answer this question? Pure and in memory."""

from bot.topics.lexical import LexicalIndex, Topic

__all__ = ["LexicalIndex", "Topic"]
