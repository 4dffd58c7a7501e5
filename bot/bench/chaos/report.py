"""What the scenarios came to, as a table."""

from collections import Counter
from collections.abc import Sequence

from bot.bench.chaos.scenarios import Played

HEAD = ("", "database", "due", "kills", "tries", "429", "sent", "came", "held", "seconds", "")
MOST_SHOWN = 10


def table(all_played: Sequence[Played]) -> str:
    """One line for each scenario; under it what came twice or not at all, by its cause, and what is wrong."""
    rows = [HEAD, *(_row(played) for played in all_played)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = [_line(HEAD, widths)]
    for played, row in zip(all_played, rows[1:], strict=True):
        books = played.books
        lines.append(_line(row, widths))
        lines += _causes("twice", books.doubles) + _causes("not, and nobody can know it", books.missing)
        lines += [f"    {violation}" for violation in books.violations[:MOST_SHOWN]]
    return "\n".join(lines)


def _row(played: Played) -> tuple[str, ...]:
    books = played.books
    figures = (played.deliveries, played.kills, played.tries, played.refused, books.sent, books.came)
    verdict = f"{len(books.violations)} VIOLATIONS" if books.violations else "holds"
    counted = (*map(str, figures), str(books.held.total()), f"{played.seconds:.0f}", verdict)
    return (played.scenario, played.database, *counted)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    left = f"{row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}"
    right = (f"{cell:>{width}}" for cell, width in zip(row[2:-1], widths[2:-1], strict=True))
    return f"{left}  {'  '.join(right)}  {row[-1]}".rstrip()


def _causes(what: str, counted: Counter[str]) -> list[str]:
    return [f"    came {what}: {times} ({cause})" for cause, times in sorted(counted.items())]
