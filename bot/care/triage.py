"""Does a text speak of danger or of self-harm? Rules over plain wording and, where there is a model, its meaning.

Neither is enough. The rules know the plain words and what only sounds like them; the model knows the many ways of
saying it sideways. A false alarm costs one tap, a miss may cost a life: the point lies where recall begins to flatten.
"""

import re

from bot.care.classifier import CLASSES, load_classifier
from bot.care.language import looks_english
from bot.care.phrasebook import Phrasebook, Reach, phrasebook
from bot.care.risk import Risk
from bot.care.wording import sentences
from bot.embedding import Embedder

__all__ = ["ALARM_ABOVE", "RULE_WEIGHT", "assess", "looks_english"]

# How far a risk's score must be above that of "none" for an alarm, and what a rule that holds adds to its risk's score.
# Chosen on the examples, each left out in turn, which are harder than life (`python -m bot.care.train` prints this):
#   above      -0.65  -0.55  -0.45  -0.35  -0.25  -0.15  -0.05
#   noticed     92 %   91 %   89 %   87 %   85 %   82 %   79 %
#   false       15 %   13 %   11 %    9 %    7 %    6 %    5 %
# Lower, each per cent of recall costs one of false alarms or more. The tests hold what the examples do not have: of 84
# quiet diary lines 2 raise an alarm here, of 209 questions to the topics 25.
ALARM_ABOVE = -0.35
RULE_WEIGHT = 0.4

# Beyond this, the middle of a text is not read: nobody should wait for it. Telegram's longest message is 4096.
_LONGEST = 6000
# A text longer than this is also read in parts of about a sentence, since one cry for help in a long entry would drown
# in the mean: among nine calm sentences, every one of thirty was heard so, and half of them in parts of 220 characters.
# Many parts are many chances of a false alarm, so that each must be clear.
_SHORT = 220
_PART = 80
_MOST_PARTS = 75
_PART_ABOVE = 0.4
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…\n]*")


def assess(text: str, embedder: Embedder | None = None) -> Risk:
    """The riskiest thing that `text` says; by the rules alone where no embedder is given.

    Self-harm goes before danger where the rules hear both, because both lead to the same card. With an embedder this
    takes about 5 ms for a short text and up to half a second for the longest: call it in a thread.
    """
    read = _shortened(text)
    by_rules = _by_rules(read)
    if embedder is None or not read.strip():
        return by_rules
    return _by_meaning(read, by_rules, embedder)


def _by_meaning(text: str, by_rules: Risk, embedder: Embedder) -> Risk:
    classifier = load_classifier()
    worst, found = 0.0, Risk.NONE
    for above, piece in [(ALARM_ABOVE, text), *((_PART_ABOVE, part) for part in _parts(text))]:
        scores = dict(
            zip(CLASSES, map(float, classifier.scores([piece], embedder.embed_deep([piece]))[0]), strict=True)
        )
        none = scores.pop(Risk.NONE)
        if by_rules is not Risk.NONE:
            scores[by_rules] += RULE_WEIGHT
        risk = max(scores, key=scores.__getitem__)
        if scores[risk] - none - above > worst:
            worst, found = scores[risk] - none - above, risk
    return found


def _parts(text: str) -> list[str]:
    """The parts of a text longer than a few sentences, cut between sentences."""
    if len(text) <= _SHORT:
        return []
    parts: list[str] = []
    for sentence in _SENTENCE.findall(text):
        if parts and len(parts[-1]) + len(sentence) <= _PART:
            parts[-1] += sentence
        else:
            parts.append(sentence)
    return [part.strip() for part in parts[-_MOST_PARTS:] if part.strip()]


def _by_rules(text: str) -> Risk:
    book = phrasebook()
    found = _spoken_of(book, sentences(text))
    for risk in (Risk.SELF_HARM, Risk.DANGER):
        if risk in found:
            return risk
    return Risk.NONE


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return text[: _LONGEST // 2] + "\n" + text[-_LONGEST // 2 :]


def _spoken_of(book: Phrasebook, said: list[list[str]]) -> set[Risk]:
    whole = " ~ ".join(clause for sentence in said for clause in sentence)
    over_text = _frames(book, whole, Reach.TEXT)
    found: set[Risk] = set()
    for sentence in said:
        quiet = over_text | _frames(book, " ~ ".join(sentence), Reach.SENTENCE)
        for clause in dict.fromkeys((*sentence, " ".join(sentence))):
            found |= _rules_that_hold(book, clause, quiet | _frames(book, clause, Reach.CLAUSE))
    return found


def _rules_that_hold(book: Phrasebook, clause: str, quiet: set[str]) -> set[Risk]:
    heard = book.idioms.sub("~", clause)
    return {
        rule.risk for rule in book.rules if quiet.isdisjoint(rule.unless) and rule.pattern.search(heard) is not None
    }


def _frames(book: Phrasebook, words: str, reach: Reach) -> set[str]:
    return {frame.name for frame in book.frames if frame.reach is reach and frame.pattern.search(words) is not None}
