"""A stretch of text in a content file, for the rules about words: it knows the line its words stand on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.course.faults import Fault
from bot.course.telling import telling_words
from bot.course.wording import findings


@dataclass(frozen=True, slots=True)
class Passage:
    """`text` as people read it, called `name`, from `line` of `path` on; `source` as it was typed."""

    path: str
    line: int
    name: str
    text: str
    source: str = ""

    def fault(self, rule: str, message: str, phrase: str = "") -> Fault:
        """A fault in this passage, on the line of `phrase` if that can be found in the source."""
        line = self.line
        if phrase and self.source:
            pattern = r"\s+".join(re.escape(word) for word in phrase.split())
            found = re.search(rf"(?<!\w){pattern}", self.source, re.IGNORECASE) or re.search(
                pattern, self.source, re.IGNORECASE
            )
            if found:
                line += self.source.count("\n", 0, found.start())
        return Fault(self.path, line, rule, f"{self.name} {message}")


def wording_faults(passage: Passage) -> Iterator[Fault]:
    """What the guide does not want in any running text."""
    for finding in findings(passage.text):
        yield passage.fault(finding.rule, finding.message, finding.phrase)


def length_faults(passage: Passage, most: int) -> Iterator[Fault]:
    """A text of more than `most` characters."""
    if len(passage.text) > most:
        yield passage.fault("length", f"has {len(passage.text)} characters, {most} is the most")


def telling_faults(passage: Passage) -> Iterator[Fault]:
    """Telling words in a text that others may see."""
    for word in telling_words(passage.text):
        yield passage.fault("telling", f"may be seen by others and says “{word}”", word)
