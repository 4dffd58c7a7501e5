"""Random lives over 120 days, held against plain rules: what comes, when, and that nothing else does.

Three lives a database, always the same ones; `LIVES=200` tries so many others.
"""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.course import Contact, Mood
from bot.db.tables import Pace
from bot.journey import steps, steps_arriving
from bot.journey import steps_pace as ps
from bot.journey.packing import Slot, Step
from tests.lives.conftest import A_DAY, ASIDE, BUSY, SPREAD, Came, Page, Rules, Stage

LONG = timedelta(days=120)
OUTAGE_OVER = timedelta(hours=30)  # a late page comes within so long after an outage, in the person's window
TRIES = int(os.environ.get("LIVES", "3"))

PAGE_HOURS = [time(6, 30), time(7, 30), time(8, 30), time(12, 30), time(18, 0), time(20, 0)]
EVENING_HOURS = [time(17, 0), time(20, 0), time(20, 30), time(21, 30)]


@dataclass(frozen=True)
class Act:
    """After so many minutes, somebody does something."""

    after: int
    what: str
    value: int = 0


ACTS = [
    *["open"] * 14,
    *["evening"] * 6,
    *["finish", "not_today", "skip", "take_back", "look", "pause", "resume", "stop", "hide"],
    *["page_hour", "evening_hour", "prompt_hour", "no_prompt", "no_evening", "day_off", "day_on"],
    *["pace", "pace", "zone", "outage", "again", "topics", "boosters", "boosters", "kept"],
    *["next", "next", "wait", "silence"],
]  # fmt: skip
acts = st.builds(
    Act,
    after=st.integers(30, 60 * 60),
    what=st.sampled_from(ACTS),
    value=st.integers(0, 10_000),
)
lives = st.tuples(
    st.sampled_from(sorted(available_timezones())),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001 - hypothesis wants naive bounds
    st.lists(acts, min_size=40, max_size=100),
)


class Life:
    """One life beside its rules; every difference is an assertion."""

    def __init__(self, stage: Stage, rules: Rules) -> None:
        self.stage, self.rules = stage, rules
        self.busy_until = rules.now + BUSY
        self.late: dict[str, tuple[Step, date, datetime]] = {}  # what an outage held up, and until when it may come
        self.heard = 0
        self.by_day: dict[tuple[str, date], int] = {}

    async def passes(self, until: datetime) -> None:
        """Live until then, from one hour at which something may come to the next."""
        rules = self.rules
        while True:
            now = rules.now
            planned = await self.stage.next_due()
            slots = [(at, kind, day, rules.wanted(kind, day, at)) for at, kind, day in rules.slots(now, until)]
            comes = [(at, kind, day, step) for at, kind, day, step in slots if step is not None]
            stops = [at for at, *_ in comes[:1]] + ([max(planned, now)] if planned and planned <= until else [])
            goal = min(stops, default=until)
            rules.now = self.stage.post.now = goal
            await self._lives(goal, [(kind, day, step) for at, kind, day, step in comes if at == goal])
            if not stops:
                return

    async def _lives(self, now: datetime, expected: list[tuple[str, date, Step]]) -> None:
        silent = await self.stage.works()
        came = self.stage.post.came[self.heard :]
        self.heard = len(self.stage.post.came)
        for kind, day, step in expected:
            waits = kind in self.late and self.late[kind][0] == step
            if not waits and not any(each.step == step for each in came):
                assert now < self.busy_until, f"{step} did not come at {now}"
                self.late[kind] = (step, day, self.busy_until + ASIDE)
        for each in came:
            self._check(each, expected)
        assert silent == self.rules.falls_silent(now), f"silent: {silent} at {now}"
        if silent:
            self._silence(now)
        for kind, (step, _, deadline) in list(self.late.items()):
            if now > deadline:
                assert kind != "page", f"{step} never came, by {now}"
                del self.late[kind]

    def _silence(self, now: datetime) -> None:
        rules = self.rules
        today = rules.day(now)
        busy = any(rules.day(each.at) == today for each in self.stage.post.came)
        rules.quiet, rules.quiet_day = True, today + A_DAY if busy else today
        self.late.clear()

    def _check(self, came: Came, expected: list[tuple[str, date, Step]]) -> None:
        rules = self.rules
        local = came.at.astimezone(ZoneInfo(rules.zone))
        start, end = rules.window
        inside = start <= local.time() < end if start < end else local.time() >= start or local.time() < end
        assert inside, f"{came.step} at {local}, outside the window"
        found = next(((kind, day) for kind, day, step in expected if step == came.step), None)
        held = next(((kind, day) for kind, (step, day, _) in self.late.items() if step == came.step), None)
        assert found or held, f"{came.step} came at {local} unexpectedly"
        kind, day = found or held or ("", local.date())
        self.late.pop(kind, None)
        rules.note_down(came, day)
        self.by_day[rules.zone, local.date()] = self.by_day.get((rules.zone, local.date()), 0) + 1
        most = 2 if rules.prompt_time is None and not rules.prompt_came > date.min else 3
        assert self.by_day[rules.zone, local.date()] <= most, f"too much on {local.date()}"

    async def outage(self, length: timedelta) -> None:
        """Nothing runs for a while; then everything at once."""
        rules = self.rules
        end = rules.now + length
        held: dict[str, tuple[Step, date, datetime]] = {}
        for at, kind, day in rules.slots(rules.now, end):
            step = rules.wanted(kind, day, at)
            if step is not None and kind not in held:
                held[kind] = (step, day, end + OUTAGE_OVER)
        rules.now = self.stage.post.now = end
        self.late.update(held)
        await self._lives(end, [])

    async def taps(self, *taps: Step) -> None:
        """A person taps; the card is open for a while."""
        rules = self.rules
        rules.returns(rules.now)
        rules.stopped = rules.hidden = False
        for step in taps:
            await self.stage.taps(step)
        self.busy_until = rules.now + BUSY
        self.late = {
            kind: held for kind, held in self.late.items() if rules.wanted(kind, held[1], rules.now) == held[0]
        }

    async def does(self, act: Act) -> None:
        """Do it, and note what it means by the rules."""
        rules, last = self.rules, self.rules.pages[-1]
        match act.what:
            case "open":
                await self._opens(last)
            case "evening":
                await self._answers()
            case "finish" if last.opened:
                await self.taps(steps.FinishPage(last.id))
            case "not_today" if last.opened is None:
                await self._puts_off(last)
            case "skip":
                last.opened = last.opened or rules.now
                await self.taps(ps.SkipPage(last.id))
            case "take_back":
                last.opened, last.put_off = None, None
                await self.taps(ps.TakeBack(last.id))
            case "look":
                await self.taps(steps.ShowToday())
            case "pause" | "topics":
                await self._pauses(0 if act.what == "topics" else (1, 7, 0)[act.value % 3])
            case "resume":
                rules.paused_until = None
                await self.taps(steps.Resume())
            case "stop":
                rules.returns(rules.now)
                rules.stopped, rules.paused_until = True, None
                await self.stage.says("stop")
                self.late.clear()
            case "hide":
                await self.taps(steps.HideAll())
                rules.hidden = True
                self.late.clear()
            case "next":
                await self._goes_on(last)
            case "again":
                await self._starts_again(last)
            case "outage":
                await self.outage(timedelta(hours=(1, 10, 30, 170)[act.value % 4]))
            case "silence":
                await self.passes(rules.now + timedelta(days=act.value % 20))
            case _:
                await self._wishes(act)

    async def _opens(self, last: Page) -> None:
        await self.taps(steps.OpenPage(last.id, 1))
        last.opened = last.opened or self.rules.now
        self.late.pop("page", None) if self.late.get("page", (None,))[0] == steps.OpenPage(last.id, 1) else None

    async def _answers(self) -> None:
        rules = self.rules
        day = rules.evening_day(rules.now)
        await self.taps(
            steps.AnswerMood(day, Mood.MIXED), steps.AnswerPull(day, 3), steps.AnswerContact(day, Contact.NONE)
        )
        rules.answered = max(rules.answered, day)
        self.late.pop("evening", None)

    async def _puts_off(self, last: Page) -> None:
        rules = self.rules
        tomorrow = rules.day(rules.now) + A_DAY
        await self.taps(steps.NotToday(last.id))
        if rules.receives(rules.now) or (rules.paused_until or rules.now).year < 9000:
            last.put_off = None if rules.pace is Pace.OWN else tomorrow
        self.late.pop("page", None)

    async def _pauses(self, days: int) -> None:
        rules = self.rules
        await self.taps(ps.OnlyTopics() if days == 0 else steps.Pause(days))
        end = rules.day(rules.now) + timedelta(days=days + 1)
        midnight = datetime.combine(end, time(0), tzinfo=ZoneInfo(rules.zone)).astimezone(UTC)
        rules.paused_until = midnight if days else datetime.max.replace(tzinfo=UTC)
        self.late.clear()

    async def _goes_on(self, last: Page) -> None:
        rules = self.rules
        await self.taps(ps.NextPage())
        if rules.pace is Pace.OWN and last.opened and not rules.complete:
            rules.pages.append(Page(rules.course[len(rules.pages)], rules.day(rules.now), rules.now))

    async def _starts_again(self, last: Page) -> None:
        rules = self.rules
        await self.taps(ps.StartAgain())
        if last.id != rules.course[0]:
            rules.pages, rules.notes = [Page(rules.course[0], rules.day(rules.now), rules.now)], []
            rules.paused_until = None
        else:
            last.opened = last.opened or rules.now
        self.late.clear()

    async def _wishes(self, act: Act) -> None:
        rules, value = self.rules, act.value
        match act.what:
            case "page_hour":
                rules.page_time = PAGE_HOURS[value % len(PAGE_HOURS)]
                await self._hour(Slot.PAGE, rules.page_time)
            case "evening_hour":
                rules.evening_time = EVENING_HOURS[value % len(EVENING_HOURS)]
                rules.days = rules.days or set(range(7))
                await self._hour(Slot.CHECKIN, rules.evening_time)
            case "prompt_hour":
                rules.prompt_time = PAGE_HOURS[value % len(PAGE_HOURS)]
                await self._hour(Slot.PROMPT, rules.prompt_time)
            case "no_prompt":
                rules.prompt_time = None
                await self.taps(ps.SwitchPromptOff())
            case "no_evening":
                rules.evening_time = None
                await self.taps(steps.SwitchCheckinOff())
            case "day_off" | "day_on":
                on = act.what == "day_on"
                rules.days = rules.days | {value % 7} if on else rules.days - {value % 7}
                await self.taps(ps.SwitchDay(value % 7, on))
            case "pace":
                rules.pace = list(Pace)[value % len(Pace)]
                if rules.pace is Pace.OWN:
                    rules.pages[-1].put_off = None
                await self.taps(ps.ChoosePace(rules.pace))
            case "zone":
                zones = sorted(available_timezones())
                rules.zone = zones[value % len(zones)]
                await self.taps(steps_arriving.GuessZone(rules.zone))
            case "boosters":
                rules.boosters = value % 4 > 0
                await self.taps(ps.SwitchBoosters(rules.boosters))
            case "kept":
                rules.kept = value % 2 == 0
                await self.taps(ps.KeepEvenings(rules.kept))

    async def _hour(self, slot: Slot, at: time) -> None:
        """The hour is meant, also outside the window, which then grows on its nearer side."""
        rules = self.rules
        start, end = rules.window
        last = (datetime.combine(A_DATE, at) + SPREAD).time()
        if at < start:
            rules.window = (at, end)
        elif last > end:
            rules.window = (start, last)
        await self.taps(steps.ConfirmHour(slot, at))


A_DATE = date(2026, 1, 1)


@settings(
    max_examples=TRIES,
    deadline=None,
    derandomize="LIVES" not in os.environ,
    database=None,
    phases=[Phase.generate] if "LIVES" not in os.environ else [Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(life=lives)
async def test_what_comes_is_what_a_kind_teacher_would_send(
    stage: Stage, life: tuple[str, datetime, list[Act]]
) -> None:
    zone, begin, acted = life
    now = begin.replace(microsecond=0, tzinfo=UTC)
    await stage.enters(zone, now)
    course = stage.turns.library.content.course.days
    rules = Rules(course, stage.person, zone, now, seen=now)
    rules.pages = [Page(course[0], rules.day(now))]
    one = Life(stage, rules)
    for act in acted:
        await one.passes(rules.now + timedelta(minutes=act.after))
        await one.does(act)
        if rules.now > now + LONG:
            break
    assert await stage.heals() == 0
    if rules.now < now + LONG:
        await one.passes(now + LONG)
    assert await stage.heals() == 0
    await stage.leaves()
