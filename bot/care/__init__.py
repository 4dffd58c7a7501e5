"""Care: whether words speak of danger or self-harm, and which help lines to show. Pure, without a database."""

from bot.care.lines import HelpLine, HelpNow, choose_lines
from bot.care.risk import Risk
from bot.care.triage import assess, looks_english

__all__ = ["HelpLine", "HelpNow", "Risk", "assess", "choose_lines", "looks_english"]
