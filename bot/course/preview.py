"""The whole course as chat bubbles in one HTML file that loads nothing, for an author to read on a sofa."""

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from bot.course.load import Content
from bot.course.models import Page
from bot.course.preview_html import Chapter, bubble, head, rich_html, section


def write_preview(content: Content, out: Path) -> None:
    """Write the preview of `content` to the file `out`, replacing it. Raises OSError if that fails."""
    out.write_text(preview_html(content), encoding="utf-8", newline="\n")


def preview_html(content: Content) -> str:
    """The preview as one self-contained HTML document."""
    course = content.course
    lists = (_prompts(content), _checkin(content), _covers(content), _triage(content))
    chapters = [*_days(content), *_topics(content), *lists]
    contents = "".join(f'<li><a href="#{chapter.anchor}">{escape(chapter.title)}</a></li>' for chapter in chapters)
    notice = ""
    if content.unreviewed:
        unread = f"{len(content.unreviewed)} of {len(content.pages)} pages"
        notice = f'<p class="notice">{unread} have not been read by a practitioner yet.</p>'
    body = "".join(section(chapter) for chapter in chapters)
    return (
        f'<!doctype html>\n<html lang="{escape(content.language)}">\n<head>{head(course.id)}</head>\n<body>\n'
        f"<header><h1>{escape(course.id)}</h1>{notice}<nav><ol>{contents}</ol></nav></header>\n"
        f"<main>{body}</main>\n</body>\n</html>\n"
    )


def _days(content: Content) -> Iterator[Chapter]:
    for number, page_id in enumerate(content.course.days, start=1):
        page = content.pages[page_id]
        title = f"Day {number}: {page.title}"
        yield Chapter(f"day-{number}", title, "".join(_page(content, page)))


def _topics(content: Content) -> Iterator[Chapter]:
    """The themes, with the pages that are no day in full and a pointer to those that are."""
    for theme in content.course.themes:
        bubbles: list[str] = []
        for page_id in theme.pages:
            day = content.course.day_of(page_id)
            page = content.pages[page_id]
            if day is None:
                bubbles.append(f'<h3 id="page-{page_id}">{escape(page.title)}</h3>')
                bubbles += _page(content, page)
            else:
                words = f"{escape(page.title)} (day {day})"
                bubbles.append(f'<p class="pointer"><a href="#day-{day}">{words}</a></p>')
        yield Chapter(f"theme-{theme.id}", theme.title, "".join(bubbles))


def _page(content: Content, page: Page) -> Iterator[str]:
    state = "draft" if page.draft else f"{page.minutes} min"
    yield bubble(f"<p>{escape(page.cover_title)}</p>", buttons=["Open"], note=f"cover title · {state}")
    for number, part in enumerate(page.parts, start=1):
        first = f'<p class="first">{escape(page.cover_title)}</p>'
        last = number == len(page.parts)
        text = rich_html(part)
        note = f"part {number} of {len(page.parts)} · {len(part.text)} characters"
        if number in page.hard:
            note += " · may be hard"
        if last and page.practice:
            text += f'<p class="label">For today</p>{rich_html(page.practice)}'
        if last and page.signs:
            text += _listed(f"☐ {sign}" for sign in page.signs)
        yield bubble(first + text, buttons=[] if last else ["Next"], note=note)
    if page.reflection:
        yield bubble(f"<p>{escape(page.reflection)}</p>", buttons=["Write about this"], note="reflection")
    yield "".join(_margin(content, page))


def _margin(content: Content, page: Page) -> Iterator[str]:
    """What does not stand in the chat as text: sources, neighbours, and the questions that find the page."""
    if page.see_also:
        titles = (content.pages[other].title for other in page.see_also)
        yield f'<p class="margin">See also: {escape(" · ".join(titles))}</p>'
    if page.sources:
        yield f'<details class="margin"><summary>Sources</summary>{_listed(page.sources)}</details>'
    if page.asks:
        summary = f"{len(page.asks)} questions that find this page"
        yield f'<details class="margin"><summary>{summary}</summary>{_listed(page.asks)}</details>'


def _prompts(content: Content) -> Chapter:
    bubbles: list[str] = []
    for group in content.deck.groups:
        bubbles.append(f"<h3>{escape(group.title)}</h3>")
        bubbles += [bubble(f"<p>{escape(prompt.text)}</p>", note=prompt.id) for prompt in group.prompts]
    return Chapter("prompts", f"Prompts ({len(content.deck.prompts)})", "".join(bubbles))


def _checkin(content: Content) -> Chapter:
    bubbles: list[str] = []
    for evening in content.checkin.evenings:
        offered = [content.pages[page_id].title for page_id in evening.pages]
        bubbles.append(f"<h3>{escape(evening.id)}</h3>")
        if evening.when:
            rule = evening.when.model_dump(mode="json", exclude_none=True)
            bubbles.append(f'<p class="margin">when {escape(_rule(rule))}</p>')
        bubbles += [bubble(f"<p>{escape(answer)}</p>", buttons=offered[:1]) for answer in evening.answers]
    return Chapter("checkin", "Evening answers", "".join(bubbles))


def _covers(content: Content) -> Chapter:
    bubbles = "".join(bubble(f"<p>{escape(cover)}</p>", buttons=["Open"]) for cover in content.covers)
    return Chapter("covers", f"Covers ({len(content.covers)})", bubbles)


def _triage(content: Content) -> Chapter:
    bubbles: list[str] = []
    for name, entry in content.triage:
        bubbles.append(f"<h3>{escape(name)}</h3>")
        bubbles.append(bubble(f'<p class="first">{escape(entry.title)}</p>{rich_html(entry.text)}'))
    return Chapter("triage", "Above the help card", "".join(bubbles))


def _rule(rule: dict[str, object]) -> str:
    return ", ".join(f"{key}: {value}" for key, value in rule.items())


def _listed(lines: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"
