"""Which use case answers which step of pace and hours, of moving on and coming back."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.journey import moving_on, pace_steps, pace_wishes
from bot.journey.packing import Step
from bot.journey.screens import Screen
from bot.journey.turns import Turn

PACE: dict[type[Step], Callable[[Turn, Any], Awaitable[Screen]]] = {
    pace_steps.AskPace: pace_wishes.ask_pace,
    pace_steps.ChoosePace: pace_wishes.choose_pace,
    pace_steps.AskDays: pace_wishes.ask_days,
    pace_steps.SwitchDay: pace_wishes.switch_day,
    pace_steps.SwitchPromptOff: pace_wishes.switch_prompt_off,
    pace_steps.NextPage: moving_on.next_page,
    pace_steps.SkipPage: moving_on.skip_page,
    pace_steps.TakeBack: moving_on.take_back,
    pace_steps.ShowAfter: moving_on.show_after,
    pace_steps.SwitchBoosters: moving_on.switch_boosters,
    pace_steps.KeepEvenings: moving_on.keep_evenings,
    pace_steps.ShowBooster: moving_on.show_booster,
    pace_steps.ShowReturn: moving_on.show_return,
    pace_steps.AskAgain: moving_on.ask_again,
    pace_steps.StartAgain: moving_on.start_again,
    pace_steps.OnlyTopics: moving_on.only_topics,
}
