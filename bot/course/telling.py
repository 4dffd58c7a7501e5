"""The telling words: they never stand where somebody else may read, on a locked screen or in a chat list."""

import re
import unicodedata

# One pattern a word or family of words; each matches the whole word with its usual endings.
_FAMILIES = (
    r"bond(?:s|ed|ing|ings)?",
    r"traum\w*",
    r"abus\w*",
    r"toxi\w*",
    r"narciss\w*",
    r"heal(?:s|ed|er|ers|ing)?",
    r"ex(?:es)?",
    r"leav(?:e|es|er|ers|ing)",
    r"left\s+(?:him|her|them|me|us|you)",
    r"(?:un)?safe(?:r|st|ly|ness)?",
    r"(?:un)?safety",
    r"(?:en)?danger(?:s|ed|ous|ously)?",
    r"violen\w*",
    r"hurt(?:s|ing|ful)?",
    r"harm(?:s|ed|ing|ful|less)?",
    r"victim\w*",
    r"surviv\w*",
    r"relationships?",
    r"partner(?:s|ed|ship|ships)?",
    r"(?:ex)?husbands?",
    r"(?:ex)?wi(?:fe|ves)",
    r"(?:boy|girl)friends?",
    r"grief\w*",
    r"griev\w*",
    r"contact(?:s|ed|ing)?",
    r"suicid\w*",
    r"cris[ie]s",
    r"hot[\s-]?lines?",
    r"help[\s-]?lines?",
    r"polic(?:e|ing|eman|emen|ewoman|ewomen)",
    r"shelter(?:s|ed|ing)?",
    r"therap\w*",
    r"gaslight\w*|gaslit",
    r"love[\s-]?bomb\w*",
    r"manipulat\w*",
    r"boundar(?:y|ies)",
    r"br(?:eak|eaks|eaking|oke|oken)[\s-]?ups?",
    r"divorc\w*",
    r"escap\w*",
    r"hid(?:e|es|ing|den)?",
    r"secre(?:t|ts|tly|tive|cy)",
    r"private(?:ly)?",
    r"stalk(?:s|ed|er|ers|ing)?",
    r"cheat(?:s|ed|er|ers|ing)?",
    r"affairs?",
    r"courses?",
    r"lessons?",
    r"check(?:s|ed|ing)?[\s-]?ins?",
    r"journal\w*",
    r"diar(?:y|ies)",
    r"mood(?:s|y|ily)?",
)
_TELLING = re.compile(rf"(?<![^\W_])(?:{'|'.join(_FAMILIES)})(?![^\W_])")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


def telling_words(text: str) -> list[str]:
    """The telling words in `text`, in lower case, in order, each once; empty if there is none."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return list(dict.fromkeys(found[0] for found in _TELLING.finditer(plain)))
