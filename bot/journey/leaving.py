"""Help, hiding, and leaving: what must work at any moment and in any state."""

from dataclasses import replace

from sqlalchemy import ColumnElement, delete, func, select

from bot.care import Risk, choose_lines
from bot.db.keystore import What
from bot.db.tables import (
    Base,
    Checkin,
    Delivery,
    Enrolment,
    Entry,
    Errand,
    Feedback,
    PageProgress,
    Person,
    PromptDrawn,
    Question,
    SavedPage,
)
from bot.journey import cards, locking, plan, writing
from bot.journey.reading import show_today
from bot.journey.screens import Cover, Nothing, Screen
from bot.journey.screens_helping import CountryQuestion, ForgetQuestion, Forgotten, HelpCard, Privacy
from bot.journey.steps import (
    AskCountry,
    AskForget,
    ChooseCountry,
    ComeBack,
    Fold,
    Forget,
    HideAll,
    ShowHelp,
    ShowPrivacy,
    ShowToday,
)
from bot.journey.turns import Turn
from bot.places import country_name, folded

COUNTRIES_A_PAGE = 12
NOT_COUNTRIES = ("INTL", "EU")


async def show_help(turn: Turn, step: ShowHelp, risk: Risk = Risk.NONE) -> HelpCard:
    """The same card for all who ask. The first time, the country is asked for by name, beside the directories."""
    return HelpCard(at=step, help=choose_lines(turn.content.helplines, turn.person.country, risk), risk=risk)


def _countries(turn: Turn) -> list[str]:
    return [code for code in turn.content.helplines if code not in NOT_COUNTRIES]


async def ask_country(turn: Turn, step: AskCountry) -> Screen:
    """Countries whose lines are known, by name, the likely one first."""
    likely, language = turn.person.country, turn.content.language
    order = sorted(_countries(turn), key=lambda code: (code != likely, folded(country_name(code, language))))
    pages = -(-len(order) // COUNTRIES_A_PAGE)
    page = step.page % pages
    shown = order[page * COUNTRIES_A_PAGE : (page + 1) * COUNTRIES_A_PAGE]
    return CountryQuestion(
        at=AskCountry(page), countries=tuple(shown), page=page, pages=pages, waiting=writing.writing_on(turn)
    )


async def choose_country(turn: Turn, step: ChooseCountry) -> Screen:
    """Lines of this country from now on; an unknown one leaves the directories."""
    turn.person.country = step.country if step.country in _countries(turn) else None
    return replace(await show_help(turn, ShowHelp()), waiting=writing.writing_on(turn))


async def fold(turn: Turn, step: Fold) -> Screen:
    """The card closes; [Open] leads back to where it stood."""
    return cards.cover_of(turn.person, cards.card_step(turn.person), turn.now)


async def hide_all(turn: Turn, step: HideAll) -> Screen:
    """Everything in the chat goes, and nothing comes unasked until the person returns."""
    person = turn.person
    person.hidden_since = person.hidden_since or turn.now
    locking.shut(turn)
    await turn.keys.mark(person.chat_id, What.HID, turn.now)
    await turn.session.execute(delete(Errand).where(Errand.person_id == person.id))
    await plan.cancel_pending(turn.session, person.id, turn.now, "hidden")
    await cards.clear_chat(turn.session, person.chat_id, turn.now)
    return Nothing(at=ComeBack())


def hidden_cover(turn: Turn) -> Cover:
    """The one ordinary cover that whoever writes or starts gets while everything is hidden."""
    return cards.cover_of(turn.person, ComeBack(), turn.now)


async def come_back(turn: Turn, step: ComeBack) -> Screen:
    """The person has opened the cover: things go on."""
    await reappear(turn)
    return await show_today(turn, ShowToday())


async def reappear(turn: Turn) -> None:
    """No longer hidden; what should be pending is planned."""
    if turn.person.hidden_since is not None:
        turn.person.hidden_since = None
        await turn.keys.lift(turn.person.chat_id, What.HID)
        await plan.plan_ahead(turn)


async def show_privacy(turn: Turn, step: ShowPrivacy) -> Screen:
    """What is kept, why, how long, where, and who runs this."""
    operator = turn.library.operator
    return Privacy(at=step, operator_name=operator.name, operator_contact=operator.contact)


async def ask_forget(turn: Turn, step: AskForget) -> Screen:
    """Asked once."""
    return ForgetQuestion(at=step)


async def forget(turn: Turn, step: Forget) -> Screen:
    """Erase the person, and say in counts what that was."""
    out_of_reach = await cards.count_out_of_reach(turn.session, turn.person.chat_id, turn.now)
    return Forgotten(erased=await erase(turn), out_of_reach=out_of_reach)


async def erase(turn: Turn) -> dict[str, int]:
    """Erase the person; returns how many pages, check-ins and entries that were.

    The key goes first: from then on nothing they wrote can be read, here or in a backup. The ids of messages stay
    until the chat is cleared.
    """
    person, session = turn.person, turn.session
    runs = select(Enrolment.id).where(Enrolment.person_id == person.id)
    mine: dict[str, tuple[type[Base], ColumnElement[bool]]] = {
        "questions": (Question, Question.person_id == person.id),
        "saved": (SavedPage, SavedPage.person_id == person.id),
        "entries": (Entry, Entry.person_id == person.id),
        "drawn": (PromptDrawn, PromptDrawn.person_id == person.id),
        "errands": (Errand, Errand.person_id == person.id),
        "feedback": (Feedback, Feedback.person_id == person.id),
        "checkins": (Checkin, Checkin.person_id == person.id),
        "deliveries": (Delivery, Delivery.person_id == person.id),
        "pages": (PageProgress, PageProgress.enrolment_id.in_(runs)),
        "runs": (Enrolment, Enrolment.person_id == person.id),
    }
    await turn.keys.destroy(person.chat_id, turn.now)
    erased: dict[str, int] = {}
    for name, (table, whose) in mine.items():
        erased[name] = await session.scalar(select(func.count()).select_from(table).where(whose)) or 0
        await session.execute(delete(table).where(whose).execution_options(synchronize_session=False))
    await cards.clear_chat(session, person.chat_id, turn.now)
    session.expunge(person)
    await session.execute(delete(Person).where(Person.id == person.id))
    return erased
