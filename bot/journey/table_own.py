"""Which use case answers which step around a person's own words and weeks."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.journey import (
    alarms,
    checkins,
    feedback,
    languages,
    looking_back,
    packing,
    reading_back,
    signs,
    space,
    writing,
)
from bot.journey import steps_own as steps
from bot.journey.screens import Screen
from bot.journey.turns import Turn

OWN: dict[type[packing.Step], Callable[[Turn, Any], Awaitable[Screen]]] = {
    steps.SkipRest: checkins.skip_rest,
    steps.ReadNote: checkins.read_note,
    steps.CountSpace: space.count_space,
    steps.SwitchSpace: space.switch_space,
    steps.ShowGroups: writing.show_groups,
    steps.DrawFrom: writing.draw_from,
    steps.ShowMonths: reading_back.show_months,
    steps.ShowMonth: reading_back.show_month,
    steps.ReadEntry: reading_back.read_entry,
    steps.AskSearch: reading_back.ask_search,
    steps.AskDeleteEntry: reading_back.ask_delete_entry,
    steps.DeleteEntry: reading_back.delete_entry,
    steps.AskDeleteAll: reading_back.ask_delete_all,
    steps.DeleteAll: reading_back.delete_all,
    steps.LookBack: looking_back.look_back,
    steps.OrderPicture: looking_back.order_picture,
    steps.ShowWeek: looking_back.show_week,
    steps.AskWeekday: looking_back.ask_weekday,
    steps.ChooseWeekday: looking_back.choose_weekday,
    steps.RatePage: feedback.rate_page,
    steps.AskFeedback: feedback.ask_feedback,
    steps.ReviewFeedback: feedback.review_feedback,
    steps.SendFeedback: feedback.send_feedback,
    steps.DropFeedback: feedback.drop_feedback,
    steps.TickSigns: signs.tick_signs,
    steps.CloseSigns: signs.close_signs,
    steps.KeepSigns: signs.keep_signs,
    steps.AskLanguage: languages.ask_language,
    steps.ChooseLanguage: languages.choose_language,
    steps.DeleteWritten: alarms.delete_written,
    steps.DeleteNoted: alarms.delete_noted,
}
