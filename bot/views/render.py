"""Which view draws which screen."""

from collections.abc import Callable
from typing import Any

from bot.journey import screens, screens_admin, screens_helping, screens_safety
from bot.journey import screens_own as own
from bot.journey.library import Library
from bot.journey.screens import Screen
from bot.journey.screens_own import SignsCheck, SignsClosed
from bot.views import (
    admin,
    arriving,
    checkins,
    covers,
    feedback,
    helping,
    looking_back,
    pace,
    reading,
    reading_back,
    safety,
    settings,
    signs,
    topics,
    writing,
)
from bot.views.card import Card, Words

VIEWS: dict[type[Screen], Callable[[Words, Any], Card]] = {
    screens.Cover: covers.cover,
    screens.Welcome: arriving.welcome,
    screens.RefusedForNow: arriving.refused_for_now,
    screens.ClockQuestion: arriving.clock_question,
    screens.CityQuestion: arriving.city_question,
    screens.ZoneGuessed: arriving.zone_guessed,
    screens.ReadyToBegin: arriving.ready_to_begin,
    screens.Today: reading.today,
    screens.PageView: reading.page,
    screens.PageFinished: reading.page_finished,
    screens.PutOff: reading.put_off,
    screens.Progress: looking_back.progress,
    screens.KindAnswer: reading.kind_answer,
    screens.ThemeMenu: topics.theme_menu,
    screens.ThemePages: topics.theme_pages,
    screens.TopicChoice: topics.topic_choice,
    screens.SavedPages: topics.saved_pages,
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
    **pace.VIEWS,
    SignsCheck: signs.check,
    SignsClosed: signs.closed,
    screens_helping.HelpCard: helping.help_card,
    screens_helping.NotEnglish: helping.not_english,
    screens_helping.CountryQuestion: helping.country_question,
    screens_helping.Privacy: helping.privacy,
    screens_helping.ForgetQuestion: helping.forget_question,
    screens_helping.Forgotten: helping.forgotten,
    screens_safety.Keypad: safety.keypad,
    screens_safety.LockPage: safety.lock_page,
    screens_safety.Surface: safety.surface,
    screens_safety.VanishQuestion: safety.vanish_question,
    screens_safety.BuzzQuestion: safety.buzz_question,
    screens_safety.WindowQuestion: safety.window_question,
    screens_safety.TimerView: safety.timer_view,
    screens_safety.ExportQuestion: safety.export_question,
    screens_safety.Exported: safety.exported,
    screens_safety.Breath: safety.breath,
    own.NoteView: checkins.note,
    own.PromptGroups: writing.groups,
    own.EntryMonths: reading_back.months,
    own.EntryList: reading_back.entries,
    own.EntryView: reading_back.entry,
    own.SearchQuestion: reading_back.search,
    own.EntriesFound: reading_back.found,
    own.DeleteEntryQuestion: reading_back.delete_entry,
    own.DeleteAllQuestion: reading_back.delete_all,
    own.LookBackView: looking_back.look_back,
    own.WeekView: looking_back.week,
    own.WeekdayQuestion: looking_back.weekday_question,
    own.LanguageQuestion: settings.language_question,
    own.Rated: feedback.rated,
    own.FeedbackQuestion: feedback.question,
    own.FeedbackDraft: feedback.draft,
    own.FeedbackSent: feedback.sent,
    screens_admin.Stats: admin.stats,
    screens_admin.PageRatings: admin.page_ratings,
    screens_admin.AnnouncementQuestion: admin.announcement_question,
    screens_admin.AnnouncementDraft: admin.announcement_draft,
    screens_admin.AnnouncementProgress: admin.announcement_progress,
    screens_admin.AnnouncementView: admin.announcement,
    screens_admin.ContentRead: admin.content_read,
}


def render(screen: Screen, library: Library) -> Card:
    """The card that shows `screen` in its person's language."""
    words = Words(library.in_language(screen.language))
    card = VIEWS[type(screen)](words, screen)
    return safety.with_offer(words, card, screen.offer) if screen.offer else card
