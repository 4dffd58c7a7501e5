"""Which use case answers which step of pace and hours, of moving on and coming back."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.journey import moving_on, pace_wishes, steps_pace
from bot.journey.packing import Step
from bot.journey.screens import Screen
from bot.journey.turns import Turn

PACE: dict[type[Step], Callable[[Turn, Any], Awaitable[Screen]]] = {
    steps_pace.AskPace: pace_wishes.ask_pace,
    steps_pace.ChoosePace: pace_wishes.choose_pace,
    steps_pace.AskDays: pace_wishes.ask_days,
    steps_pace.SwitchDay: pace_wishes.switch_day,
    steps_pace.SwitchPromptOff: pace_wishes.switch_prompt_off,
    steps_pace.NextPage: moving_on.next_page,
    steps_pace.SkipPage: moving_on.skip_page,
    steps_pace.TakeBack: moving_on.take_back,
    steps_pace.ShowAfter: moving_on.show_after,
    steps_pace.SwitchBoosters: moving_on.switch_boosters,
    steps_pace.KeepEvenings: moving_on.keep_evenings,
    steps_pace.ShowBooster: moving_on.show_booster,
    steps_pace.ShowReturn: moving_on.show_return,
    steps_pace.AskAgain: moving_on.ask_again,
    steps_pace.StartAgain: moving_on.start_again,
    steps_pace.OnlyTopics: moving_on.only_topics,
}
