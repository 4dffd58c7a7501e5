"""One page's file: front matter between two rules, then parts with a rule between them."""

import re
from dataclasses import dataclass

from bot.course.faults import Fault
from bot.course.markdown import PageLink, inspect
from bot.course.models import Page
from bot.course.rich import RichText
from bot.course.yamlfile import Marked, read_marked, validated

_RULE = re.compile(r"---[ \t]*")
_NEEDED = ("minutes", "asks", "practice", "reflection", "see_also", "sources", "reviewed_by", "reviewed_on")


@dataclass(frozen=True, slots=True)
class PageFile:
    """A page as read (None if faulty), its front matter and lines, and where its parts and links stand."""

    path: str
    page: Page | None
    marked: Marked
    part_lines: tuple[int, ...] = ()
    source: tuple[str, ...] = ()
    links: tuple[PageLink, ...] = ()


def read_page(text: str, path: str) -> tuple[PageFile, list[Fault]]:
    """Read the file `path`, named after its page's id, with the contents `text`."""
    lines = text.splitlines()
    rules = [number for number, line in enumerate(lines) if _RULE.fullmatch(line)]
    if len(rules) < 2 or rules[0] != 0:
        fault = Fault(path, 1, "page", "begins with no front matter between two lines of ---")
        return PageFile(path, None, Marked(path, None, {}), (), tuple(lines)), [fault]
    marked, faults = read_marked("\n".join(lines[1 : rules[1]]), path, first_line=2)
    parts, part_lines, links_by_part = _read_parts(lines, rules[1:], path, faults)
    links = tuple(link for of_part in links_by_part for link in of_part)
    if not isinstance(marked.data, dict):
        if not faults:
            faults.append(marked.fault("page", "the front matter is no list of keys and values"))
        return PageFile(path, None, marked, part_lines, tuple(lines), links), faults
    linked = tuple(tuple(dict.fromkeys(link.page_id for link in of_part)) for of_part in links_by_part)
    data = {**marked.data, "parts": parts, "links": linked}
    practice = data.get("practice")
    if isinstance(practice, str):
        rendered = inspect(practice, where=path, line=marked.line("practice"))
        faults += rendered.faults
        links += rendered.links
        data["practice"] = rendered.text
    elif practice is not None:
        faults.append(marked.fault("schema", "practice: should be a text in quotes", "practice"))
        del data["practice"]
    for key in ("parts", "links"):
        if key in marked.data:
            faults.append(marked.fault("schema", f"{key}: stand below the front matter", key))
    if data.get("draft") is not True:
        faults += [marked.fault("schema", f"{key}: is missing") for key in _NEEDED if key not in data]
    page, wrong = validated(Page, data, marked)
    faults += wrong
    return PageFile(path, page, marked, part_lines, tuple(lines), links), faults


def _read_parts(
    lines: list[str], rules: list[int], path: str, faults: list[Fault]
) -> tuple[tuple[RichText, ...], tuple[int, ...], tuple[tuple[PageLink, ...], ...]]:
    parts: list[RichText] = []
    part_lines: list[int] = []
    links: list[tuple[PageLink, ...]] = []
    for start, end in zip(rules, [*rules[1:], len(lines)], strict=True):
        first = start + 1
        while first < end and not lines[first].strip():
            first += 1
        if first == end:
            faults.append(Fault(path, start + 1, "page", "a part that holds nothing begins here"))
            continue
        rendered = inspect("\n".join(lines[first:end]), where=path, line=first + 1)
        faults += rendered.faults
        parts.append(rendered.text)
        part_lines.append(first + 1)
        links.append(rendered.links)
    return tuple(parts), tuple(part_lines), tuple(links)
