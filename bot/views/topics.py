"""The cards of asking for a topic."""

from bot.journey.screens import SavedPages, ThemeMenu, ThemePages, TopicChoice
from bot.journey.steps import ShowHelp, ShowSaved, ShowTheme, ShowTopics
from bot.views.card import Button, Card, Row, Words, open_card
from bot.views.reading import page_button


def theme_menu(words: Words, screen: ThemeMenu) -> Card:
    """All themes, and the list of remembered pages if there is one."""
    buttons = [Button(theme.title, ShowTheme(theme.id)) for theme in screen.themes]
    rows: list[Row] = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    if screen.saved:
        rows.append((words.button("saved", ShowSaved()),))
    return open_card(words, words("topics.title"), [words("topics.body")], rows)


def theme_pages(words: Words, screen: ThemePages) -> Card:
    """The pages of one theme."""
    rows: list[Row] = [(page_button(page),) for page in screen.pages]
    rows.append((words.button("all_topics", ShowTopics()),))
    return open_card(words, words("topics.title"), [words("topics.theme", theme=screen.theme.title)], rows)


def topic_choice(words: Words, screen: TopicChoice) -> Card:
    """What fits these words best; or, kindly, that nothing does."""
    if not screen.pages:
        rows: list[Row] = [(words.button("all_topics", ShowTopics()), words.button("help", ShowHelp()))]
        return open_card(words, words("topics.title"), [words("topics.nothing")], rows)
    rows = [(page_button(page),) for page in screen.pages]
    rows.append((words.button("none_of_these", ShowTopics()),))
    return open_card(words, words("topics.title"), [words("topics.choice")], rows)


def saved_pages(words: Words, screen: SavedPages) -> Card:
    """The pages that the person remembered."""
    rows: list[Row] = [(page_button(page),) for page in screen.pages]
    rows.append((words.button("all_topics", ShowTopics()),))
    return open_card(
        words, words("topics.title"), [words("topics.saved" if screen.pages else "topics.saved_none")], rows
    )
