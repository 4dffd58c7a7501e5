"""Zones, cities and countries: guesses from the time on a person's clock, or from the name of a place near them."""

from bot.places.cities import Place, find_city, names_city
from bot.places.folding import folded
from bot.places.zones import ClockGuess, country_name, country_of, guesses_by_clock, is_zone, others_with_this_time

__all__ = [
    "ClockGuess",
    "Place",
    "country_name",
    "country_of",
    "find_city",
    "folded",
    "guesses_by_clock",
    "is_zone",
    "names_city",
    "others_with_this_time",
]
