"""What the index learns from: pages with questions in people's words, and questions that no page answers."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """A page as the search sees it: its id, its title, questions in people's words, and its own sentences."""

    id: str
    title: str
    asks: tuple[str, ...]
    passages: tuple[str, ...] = ()
    """Read only where there are no asks, as in a draft."""


@dataclass(frozen=True)
class Examples:
    """Texts, each with the number of its topic in `topics`; len(topics) means that no page answers it."""

    topics: tuple[str, ...]
    texts: tuple[str, ...]
    owners: tuple[int, ...]

    def digest(self) -> str:
        """Names these examples; any change to a text, an owner or the order of topics changes it."""
        told = "\0".join([*self.topics, "", *(f"{o}\1{text}" for o, text in zip(self.owners, self.texts, strict=True))])
        return hashlib.sha256(told.encode()).hexdigest()


def gather(topics: Iterable[Topic], elsewhere: Sequence[str] = ()) -> Examples:
    """All examples: titles and asks (or passages, where a topic has no asks), then what no page answers."""
    ids: list[str] = []
    texts: list[str] = []
    owners: list[int] = []
    for number, topic in enumerate(topics):
        ids.append(topic.id)
        for text in (topic.title, *(topic.asks or topic.passages)):
            texts.append(text)
            owners.append(number)
    texts += elsewhere
    owners += [len(ids)] * len(elsewhere)
    return Examples(tuple(ids), tuple(texts), tuple(owners))
