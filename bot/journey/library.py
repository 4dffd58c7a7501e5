"""The library: what people read, in each language, and how it is searched."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.course import Content
from bot.embedding import Embedder, load_embedder
from bot.topics import Topic, TopicIndex


@dataclass(frozen=True)
class Operator:
    """Who runs this, as `/privacy` names them."""

    name: str
    contact: str


@dataclass(frozen=True)
class Shelf:
    """What people read in one language, and the index that finds it."""

    content: Content
    topics: TopicIndex

    @classmethod
    def of(cls, content: Content, embedder: Embedder | None) -> "Shelf":
        """The content with its index; building that takes a while."""
        return cls(content, TopicIndex.build(topics_of(content), content.elsewhere, embedder))


@dataclass(frozen=True)
class Library:
    """What people read. English is whole, and what reckons with days and ids asks it; other languages lean on it."""

    english: Shelf
    operator: Operator
    embedder: Embedder | None = None
    translations: Mapping[str, Shelf] = field(default_factory=dict)

    @classmethod
    def of(
        cls, english: Content, operator: Operator, *, model: bool = True, translations: Sequence[Content] = ()
    ) -> "Library":
        """The library of these contents; without `model`, questions are compared by their letters only."""
        library = cls(Shelf(english, TopicIndex.build(())), operator, load_embedder() if model else None)
        return library.with_contents((english, *translations))

    def with_contents(self, contents: Sequence[Content]) -> "Library":
        """The same library with other contents, English first. The model knows only English; else letters decide."""
        english, *others = contents
        translations = {content.language: Shelf.of(content, None) for content in others}
        return replace(self, english=Shelf.of(english, self.embedder), translations=translations)

    @property
    def content(self) -> Content:
        """The English content."""
        return self.english.content

    @property
    def contents(self) -> tuple[Content, ...]:
        """The content of every language, English first."""
        return (self.content, *(shelf.content for shelf in self.translations.values()))

    def in_language(self, tag: str) -> Content:
        """What somebody reads whose language is `tag`, such as pl or pt-br; English where there is nothing nearer."""
        shelf = self.translations.get(tag.partition("-")[0].lower(), self.english)
        return shelf.content


def topics_of(content: Content) -> Iterator[Topic]:
    """The pages as the search sees them."""
    for page in content.pages.values():
        passages = tuple(line for part in page.parts for line in part.text.splitlines() if line.strip())
        yield Topic(page.id, page.title, page.asks, passages)
