"""Help lines whose number nobody has looked up for long: a warning to whoever runs this, not a fault."""

from collections.abc import Iterator
from datetime import date

from bot.course.load import Content

YEARS = 2


def aged_lines(content: Content, today: date) -> Iterator[str]:
    """A sentence for each line that is shown and whose source is older than two years, or of no known age."""
    oldest = f"{today.year - YEARS:04}-{today.month:02}"
    for country, entry in sorted(content.helplines.items()):
        for line in entry.lines:
            if line.confidence != "high":
                continue
            if line.source_seen == "unknown":
                yield f"{country}: {line.name}: it is not known when its source was seen"
            elif line.source_seen[:7] < oldest:
                yield f"{country}: {line.name}: its source is of {line.source_seen}"
