"""Which view draws which screen."""

from collections.abc import Callable
from typing import Any

from bot.course import Content
from bot.journey import screens
from bot.journey.screens import Screen
from bot.views import arriving, checkins, covers, helping, reading, settings, topics, writing
from bot.views.card import Card, Words

VIEWS: dict[type[Screen], Callable[[Words, Any], Card]] = {
    screens.Cover: covers.cover,
    screens.Welcome: arriving.welcome,
    screens.RefusedForNow: arriving.refused_for_now,
    screens.ClockQuestion: arriving.clock_question,
    screens.CityQuestion: arriving.city_question,
    screens.ReadyToBegin: arriving.ready_to_begin,
    screens.Today: reading.today,
    screens.PageView: reading.page,
    screens.PageFinished: reading.page_finished,
    screens.PutOff: reading.put_off,
    screens.Progress: reading.progress,
    screens.KindAnswer: reading.kind_answer,
    screens.ThemeMenu: topics.theme_menu,
    screens.ThemePages: topics.theme_pages,
    screens.TopicChoice: topics.topic_choice,
    screens.CheckinQuestion: checkins.question,
    screens.CheckinAnswer: checkins.answer,
    screens.NoteQuestion: checkins.note_question,
    screens.EveningOver: checkins.evening_over,
    screens.PromptView: writing.prompt,
    screens.WritingEnded: writing.ended,
    screens.Settings: settings.settings,
    screens.HourQuestion: settings.hour_question,
    screens.OutsideWindow: settings.outside_window,
    screens.FoldQuestion: settings.fold_question,
    screens.PauseQuestion: settings.pause_question,
    screens.Paused: settings.paused,
    screens.Resumed: settings.resumed,
    screens.HelpCard: helping.help_card,
    screens.NotEnglish: helping.not_english,
    screens.CountryQuestion: helping.country_question,
    screens.Privacy: helping.privacy,
    screens.ForgetQuestion: helping.forget_question,
    screens.Forgotten: helping.forgotten,
}


def render(screen: Screen, content: Content) -> Card:
    """The card that shows `screen` in the words of `content`."""
    return VIEWS[type(screen)](Words(content), screen)
