"""The books of `bench chaos`: each wrong is found, and what nobody can know is counted by its cause."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.bench.chaos.ledger import Evidence, Leaving, Seen, Written, check
from bot.bench.crowd import NOW
from bot.db.tables import Kind, Outcome

ANA = 1
RISES_LATE = 7  # every twentieth from here on is asleep
TO_BED_EARLY = 13
LATER = NOW + timedelta(minutes=2)
ONCE, TWICE, THRICE, NEVER = (Seen([LATER] * times, times, times) for times in (1, 2, 3, 0))
PAGE = Written(11, Kind.PAGE, 1, Outcome.SENT, None, NOW, NOW)
EVENING = PAGE._replace(kind=Kind.CHECKIN)
UNKNOWN = PAGE._replace(reason="unknown")
WAITS = PAGE._replace(state=Outcome.PLANNED, reason="window", not_before=NOW + timedelta(hours=6))
HID = Leaving("hide", NOW, NOW)


def _evidence(row: Written, seen: Seen, chat: int = ANA) -> Evidence:
    return Evidence({chat: row}, set(), {chat: seen}, {}, set(), {}, timedelta(seconds=1))


def test_what_came_once_is_in_order() -> None:
    books = check(_evidence(PAGE, ONCE))
    assert (books.sent, books.came, books.violations) == (1, 1, [])


@pytest.mark.parametrize(
    ("wrong", "evidence"),
    [
        ("came 2 times, and everything is known", _evidence(PAGE, TWICE)),
        ("nothing came", replace(_evidence(PAGE, NEVER), in_hand={ANA})),
        ("everything is known", _evidence(UNKNOWN, NEVER)),
        ("it does not come again", replace(_evidence(UNKNOWN, NEVER), in_hand={ANA})),
        ("came 3 times", replace(_evidence(PAGE, THRICE), in_hand={ANA})),
        ("came 2 times", replace(_evidence(EVENING, TWICE), unanswered={ANA: 1})),
        ("left lying", _evidence(PAGE._replace(state=Outcome.CLAIMED), ONCE)),
        ("left lying", _evidence(PAGE._replace(state=Outcome.PLANNED, reason="unavailable"), NEVER)),
        ("without a reason", _evidence(PAGE._replace(state=Outcome.SKIPPED), NEVER)),
        ("it was due, and was not sent", _evidence(PAGE._replace(state=Outcome.SKIPPED, reason="late"), NEVER)),
        ("outside the window", _evidence(PAGE, ONCE, RISES_LATE)),
        ("after the window", _evidence(PAGE, Seen([NOW + timedelta(hours=1)], 1, 1), TO_BED_EARLY)),
        ("after they had chosen to hide", replace(_evidence(PAGE, ONCE), left={ANA: HID})),
        ("stands in the chat", replace(_evidence(PAGE, ONCE), left={ANA: replace(HID, heard_at=LATER)})),
        ("after a block", replace(_evidence(PAGE, Seen([], 0, 2)), left={ANA: replace(HID, how="block")})),
        ("is gone", replace(_evidence(PAGE, ONCE), rows={})),
    ],
)
def test_a_wrong_is_found(wrong: str, evidence: Evidence) -> None:
    assert any(wrong in violation for violation in check(evidence).violations), check(evidence).violations


def test_what_nobody_can_know_is_counted_by_its_cause() -> None:
    killed = check(replace(_evidence(PAGE, TWICE), in_hand={ANA}))
    assert (killed.doubles, killed.violations) == ({"page, worker killed": 1}, [])
    lost = check(replace(_evidence(UNKNOWN, NEVER), unanswered={ANA: 2}, again={ANA}))
    assert (lost.missing, lost.violations) == ({"page, connection broken": 1}, [])


def test_what_waits_for_its_window_is_held() -> None:
    books = check(_evidence(WAITS, NEVER, RISES_LATE))
    assert (books.held, books.violations) == ({"window": 1}, [])
