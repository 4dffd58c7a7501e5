"""The editorial rules for prompts, evenings, covers, triage texts, and the list of released ids."""

from collections.abc import Iterator
from pathlib import Path

from bot.course.check_pages import BUTTON_LENGTH, COVER_TITLE_LENGTH, LIKENESS
from bot.course.faults import Fault
from bot.course.likeness import near_duplicates, normalised
from bot.course.models import Triage
from bot.course.passage import Passage, length_faults, telling_faults, wording_faults
from bot.course.reading import Reading

PROMPT_LENGTH = 160
ANSWER_LENGTH = 220
COVER_LENGTH = 60
TRIAGE_LENGTH = 700
FEWEST_PROMPTS = 60
FEWEST_COVERS = 60
FEWEST_ANSWERS = 12
FEWEST_ELSEWHERE = 200
GROUPS = (
    "noticing",
    "naming",
    "needs",
    "boundaries",
    "grief",
    "self-trust",
    "body",
    "joy",
    "looking-back",
)
EVENINGS = (
    "first",
    "withheld",
    "had_to",
    "contact_again",
    "hard_row",
    "strong_pull",
    "heavy",
    "steady",
)
RELEASED = "released-ids.txt"


def prompt_faults(reading: Reading) -> Iterator[Fault]:
    """At least 60 prompts in the nine groups, short, each once."""
    deck, marked = reading.deck.value, reading.deck.marked
    if deck is None:
        return
    if len(deck.prompts) < FEWEST_PROMPTS:
        yield marked.fault("count", f"has {len(deck.prompts)} prompts, {FEWEST_PROMPTS} is the least")
    ids = {group.id for group in deck.groups}
    for missing in (group for group in GROUPS if group not in ids):
        yield marked.fault("count", f"there is no group {missing}", "groups")
    prompts: list[Passage] = []
    for at, group in enumerate(deck.groups):
        title = Passage(marked.path, marked.line("groups", at, "title"), "the group’s title", group.title)
        yield from length_faults(title, BUTTON_LENGTH)
        yield from wording_faults(title)
        for index, prompt in enumerate(group.prompts):
            line = marked.line("groups", at, "prompts", index, "text")
            prompts.append(Passage(marked.path, line, f"the prompt {prompt.id}", prompt.text))
    for passage in prompts:
        yield from length_faults(passage, PROMPT_LENGTH)
        yield from wording_faults(passage)
    yield from _repeated(prompts)


def checkin_faults(reading: Reading) -> Iterator[Fault]:
    """The eight kinds of evening in their order, at least twelve answers each, short, each once."""
    checkin, marked = reading.checkin.value, reading.checkin.marked
    if checkin is None:
        return
    ids = tuple(evening.id for evening in checkin.evenings)
    if ids != EVENINGS:
        yield marked.fault("evening", f"the evenings are not {', '.join(EVENINGS)}, in this order", "evenings")
    answers: list[Passage] = []
    for at, evening in enumerate(checkin.evenings):
        if len(evening.answers) < FEWEST_ANSWERS:
            message = f"{evening.id} has {len(evening.answers)} answers, {FEWEST_ANSWERS} is the least"
            yield marked.fault("count", message, "evenings", at, "answers")
        for index, answer in enumerate(evening.answers):
            line = marked.line("evenings", at, "answers", index)
            answers.append(Passage(marked.path, line, f"an answer of {evening.id}", answer))
    for passage in answers:
        yield from length_faults(passage, ANSWER_LENGTH)
        yield from wording_faults(passage)
    yield from _repeated(answers)


def cover_faults(reading: Reading) -> Iterator[Fault]:
    """At least 60 covers, short, neutral, each once."""
    covers, marked = reading.covers.value, reading.covers.marked
    if covers is None:
        return
    if len(covers.covers) < FEWEST_COVERS:
        yield marked.fault("count", f"has {len(covers.covers)} covers, {FEWEST_COVERS} is the least")
    passages = [
        Passage(marked.path, marked.line("covers", index), "a cover", cover)
        for index, cover in enumerate(covers.covers)
    ]
    for passage in passages:
        yield from length_faults(passage, COVER_LENGTH)
        yield from telling_faults(passage)
        yield from wording_faults(passage)
    yield from _repeated(passages)


def triage_faults(reading: Reading) -> Iterator[Fault]:
    """Neutral first lines and short texts."""
    triage, marked = reading.triage.value, reading.triage.marked
    if triage is None:
        return
    for key in Triage.model_fields:
        entry = getattr(triage, key)
        title = Passage(marked.path, marked.line(key, "title"), f"{key}.title", entry.title)
        yield from length_faults(title, COVER_TITLE_LENGTH)
        yield from telling_faults(title)
        yield from wording_faults(title)
        text = Passage(marked.path, marked.line(key, "text"), f"{key}.text", entry.text.text)
        yield from length_faults(text, TRIAGE_LENGTH)
        yield from wording_faults(text)


def elsewhere_faults(reading: Reading) -> Iterator[Fault]:
    """At least 200 questions that no page answers, each once, none much like one that a page answers."""
    elsewhere, marked = reading.elsewhere.value, reading.elsewhere.marked
    if elsewhere is None:
        return
    if len(elsewhere.asks) < FEWEST_ELSEWHERE:
        message = f"has {len(elsewhere.asks)} questions, {FEWEST_ELSEWHERE} is the least"
        yield marked.fault("count", message, "groups")
    questions = [
        Passage(marked.path, marked.line("groups", at, "asks", index), f"a question of {group.id}", ask)
        for at, group in enumerate(elsewhere.groups)
        for index, ask in enumerate(group.asks)
    ]
    yield from _repeated(questions)
    asks = [ask for file in reading.pages.values() if file.page is not None for ask in file.page.asks]
    for earlier, later, _ in near_duplicates([*asks, *elsewhere.asks], LIKENESS):
        if earlier < len(asks) <= later:
            message = f"“{elsewhere.asks[later - len(asks)]}” is much like “{asks[earlier]}”, which a page answers"
            yield Fault(marked.path, questions[later - len(asks)].line, "near-duplicate", message)


def released_faults(reading: Reading, content_dir: Path) -> Iterator[Fault]:
    """Every released id is still there, and every id that is there is on the list of released ones."""
    path = f"{reading.root}/{RELEASED}"
    try:
        lines = (content_dir / RELEASED).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        yield Fault(path, 1, "file", "is missing or cannot be read")
        return
    present = _ids(reading)
    released: set[str] = set()
    for number, line in enumerate(lines, start=1):
        name = line.strip()
        if not name or name.startswith("#"):
            continue
        if name in released:
            yield Fault(path, number, "duplicate", f"{name} stands here twice")
        released.add(name)
        if name not in present:
            message = f"{name} was released and is gone; people's rows name it, so it must come back"
            yield Fault(path, number, "released", message)
    for name, (file, line_number) in present.items():
        if name not in released:
            yield Fault(file, line_number, "released", f"the id {name} is new; add it to {RELEASED}")


def _ids(reading: Reading) -> dict[str, tuple[str, int]]:
    ids = {page_id: (file.path, file.marked.line("id")) for page_id, file in reading.pages.items()}
    marked = reading.deck.marked
    for at, group in enumerate(reading.deck.value.groups if reading.deck.value else ()):
        for index, prompt in enumerate(group.prompts):
            line = marked.line("groups", at, "prompts", index, "id")
            ids[f"prompt:{prompt.id}"] = (marked.path, line)
    return ids


def _repeated(passages: list[Passage]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for passage in passages:
        text = normalised(passage.text)
        if text in seen:
            yield passage.fault("duplicate", f"stands on line {seen[text]} already: “{passage.text}”")
        seen.setdefault(text, passage.line)
