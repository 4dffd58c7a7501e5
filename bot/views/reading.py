"""The cards of reading: today, a page, its end, the way so far."""

from bot.course import EntityKind, Page, RichText
from bot.journey.screens import KindAnswer, PageFinished, PageView, PutOff, Today
from bot.journey.steps import (
    DrawPrompt,
    FinishPage,
    LetGoPage,
    OpenCheckin,
    OpenPage,
    RememberPage,
    Resume,
    ShowProgress,
    ShowSettings,
    ShowTopics,
    WriteAbout,
)
from bot.journey.steps_own import RatePage, TickSigns
from bot.journey.steps_pace import NextPage, ShowAfter, SkipPage, TakeBack
from bot.journey.writing import PAGE_PREFIX
from bot.views.card import Button, Card, Row, Words, open_card


def page_button(page: Page) -> Button:
    """A button that opens a page; a long title is cut at a word."""
    title = page.title
    if len(title) > 40:
        title = title[:40].rsplit(" ", 1)[0] + "…"
    return Button(title, OpenPage(page.id, 1))


def today(words: Words, screen: Today) -> Card:
    """Where the person stands, and what they may do now."""
    rows: list[Row] = []
    if screen.paused:
        until = words.moment(screen.paused_until, screen.zone) if screen.paused_until else ""
        body = [words("today.paused_until", until=until) if until else words("today.paused")]
        rows.append((words.button("resume", Resume()),))
    elif screen.ended:
        body = [words("today.ended")]
    elif screen.page is None:
        body = [words("today.nothing")]
    elif not screen.opened:
        body = [words("today.waiting")]
    else:
        body = [words("today.read", day=screen.day, days=screen.days)]
        if screen.next_due:
            key = "today.next_quiet" if screen.quiet else "today.next"
            body.append(words(key, moment=words.moment(screen.next_due, screen.zone)))
    if screen.page is not None:
        rows.append((words.button("read_again" if screen.finished else "read", OpenPage(screen.page.id, 1)),))
        if not screen.finished and not screen.paused:
            rows.append((words.button("skip_page", SkipPage(screen.page.id)),))
    if screen.can_go_on:
        rows.insert(0, (words.button("next_page", NextPage()),))
    if screen.ended:
        rows.append((words.button("after_course", ShowAfter()),))
    evening = words.button("checkin_done" if screen.checked_in else "checkin", OpenCheckin(screen.checkin_day))
    rows += [
        (evening, words.button("write", DrawPrompt())),
        (words.button("topics", ShowTopics()), words.button("progress", ShowProgress())),
        (words.button("settings", ShowSettings()),),
    ]
    return open_card(words, words("today.title"), body, rows, home=False)


def page(words: Words, screen: PageView) -> Card:
    """One part of a page. The practice stands under the last; a hard part says so first, with a way round it."""
    content, part = screen.page, screen.part
    last = part == len(content.parts)
    body: list[RichText] = []
    if part in content.hard:
        body.append(words("page.hard").styled(EntityKind.ITALIC))
    body.append(content.parts[part - 1])
    rows: list[Row] = [(words.button("not_meant", screen.others),)] if screen.others else []
    see_also = list(content.links[part - 1]) if content.links else []
    if last:
        body += _ending(words, content)
        if screen.can_finish:
            rows.append((words.button("finished", FinishPage(content.id)),))
        if content.signs:
            rows.append((words.button("tick_signs", TickSigns(0)),))
        if content.reflection:
            rows.append((words.button("write_about", WriteAbout(PAGE_PREFIX + content.id)),))
        if not screen.can_finish:
            see_also += content.see_also[:2]
        keep = LetGoPage(content.id, part) if screen.saved else RememberPage(content.id, part)
        rows.append((words.button("let_go" if screen.saved else "remember", keep),))
        if not screen.can_finish:
            rows.append(rating_row(words, content.id))
    others = dict.fromkeys(i for i in see_also if i in words.content.pages)
    rows += [(page_button(words.content.pages[i]),) for i in others]
    turning: list[Button] = []
    if part > 1:
        turning.append(words.button("back", OpenPage(content.id, part - 1)))
    if not last:
        turning.append(words.button("on", OpenPage(content.id, part + 1), part=part, parts=len(content.parts)))
        if part in content.hard or part + 1 in content.hard:
            after = part + 2 if part + 1 in content.hard else part + 1
            if after <= len(content.parts) and after != part + 1:
                turning.append(words.button("skip_part", OpenPage(content.id, after)))
    rows.append(tuple(turning))
    return open_card(words, RichText.plain(content.cover_title), body, rows)


def _ending(words: Words, content: Page) -> list[RichText]:
    ending = []
    if content.practice:
        ending.append(words("page.practice", practice=content.practice))
    if content.reflection:
        ending.append(words("page.reflection", reflection=content.reflection))
    if content.sources:
        ending.append(
            words("page.sources", sources="\n".join(content.sources)).styled(EntityKind.EXPANDABLE_BLOCKQUOTE)
        )
    return ending


def page_finished(words: Words, screen: PageFinished) -> Card:
    """Done with this page; what comes next, and what else there is."""
    if screen.ended:
        body = [words("finished.end")]
    elif screen.next_due:
        body = [words("finished.next", moment=words.moment(screen.next_due, screen.zone))]
    else:
        body = [words("finished.plain")]
    rows: list[Row] = [(words.button("after_course", ShowAfter()),)] if screen.ended else []
    if screen.page.reflection:
        rows.append((words.button("write_about", WriteAbout(PAGE_PREFIX + screen.page.id)),))
    rows += [(page_button(other),) for other in screen.see_also]
    rows.append(rating_row(words, screen.page.id))
    if screen.can_take_back:
        rows.append((words.button("take_back", TakeBack(screen.page.id)),))
    return open_card(words, words("finished.title"), body, rows)


def rating_row(words: Words, page: str) -> Row:
    """How was this page? Stands at its end."""
    verdicts = {"helped": 1, "not_for_me": 0, "page_too_much": -1}
    return tuple(words.button(key, RatePage(verdict, page)) for key, verdict in verdicts.items())


def put_off(words: Words, screen: PutOff) -> Card:
    """It comes again tomorrow."""
    if screen.until:
        body = [words("put_off.body", moment=words.moment(screen.until, screen.zone))]
    else:
        body = [words("put_off.open")]
    return open_card(words, words("put_off.title"), body, [])


def kind_answer(words: Words, screen: KindAnswer) -> Card:
    """One kind sentence."""
    return open_card(words, words("answer.title"), [words(screen.text_key)], [])
