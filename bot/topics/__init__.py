"""The topics: which pages answer a question in people's own words, by its letters and its meaning."""

from bot.topics.examples import Topic
from bot.topics.index import Found, TopicIndex, held_out, prepare
from bot.topics.measure import Judged, Measures, measure

__all__ = ["Found", "Judged", "Measures", "Topic", "TopicIndex", "held_out", "measure", "prepare"]
