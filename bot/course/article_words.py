"""What a line of an article is by its words alone: a title, a sentence, furniture, a pointer elsewhere."""

import re

_SMALL = frozenset(
    re.findall(
        r"\w+",
        "a an the and but or nor so yet of in on at to for from by with as is are be it its into onto over "
        "than that vs via per if when up out off",
    )
)
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_TITLE_LENGTH = 90
_FURNITURE = re.compile(
    r"""(?:
      share | tweet | pin(?:\ it)? | print | e-?mail | save | like | follow(?:\ us)? | subscribe | search
    | home | sign\ (?:up|in) | log\ ?in | menu | close | share\ (?:this|on)(?:\ \w+){0,3}
    | facebook | twitter | x | instagram | pinterest | linkedin | whatsapp
    | skip\ to\ (?:main\ )?content | back\ to\ (?:the\ )?top | (?:read|load)\ more | continue\ reading
    | advertisements? | sponsored | ad | cookie\ (?:policy|settings) | privacy\ policy
    | terms\ of\ (?:use|service) | (?:leave|post|add)\ a\ (?:comment|reply) | (?:(?:no|\d+)\ )?comments?
    | related\ (?:posts|articles|reading) | (?:previous|next)(?:\ (?:post|article|page))?
    | \d+\s*[-–]?\s*min(?:ute)?s?\ read | table\ of\ contents
    | join\ (?:our|my|the)\ (?:newsletter|mailing\ list) | ©.{0,80} | all\ rights\ reserved
    )[.:!]?""",
    re.IGNORECASE | re.VERBOSE,
)
_RULE = re.compile(r"[-–—*_=~•·.#\s]{2,}|[*_=~#]")
_POINTER = re.compile(
    r"""(?P<lead>(?:[^.!?]*[,:;]\ )?
    (?:you\ (?:can|may|might)\ |please\ )?(?:also\ )?
    (?:read|explore|see(?:\ also)?|visit|discover|check\ out|continue\ with
      |(?:learn|find\ out|read)\ more\ (?:in|at|about|from)))
    (?P<colon>:?)(?:\ (?P<title>\S.*))?""",
    re.IGNORECASE | re.VERBOSE,
)
_JOINERS = frozenset({"and", "or", "&", "and:", "as well as", "and also"})


def ends_sentence(text: str) -> bool:
    """Whether `text` ends like a sentence or a lead-in, perhaps within quotes or brackets."""
    return text.rstrip("\"'”’)]»").endswith((".", "!", "?", ":", "…", ";", ","))


def is_title(text: str) -> bool:
    """Whether `text` is written as a title: short, no full stop, all but its small words in capitals."""
    words = _WORD.findall(text)
    if not words or len(text) > _TITLE_LENGTH or not words[0][0].isalnum():
        return False
    if text[-1] in ".!,;:…" or words[0][0].islower():
        return False
    telling = [word for word in words[1:] if word.casefold() not in _SMALL]
    capitals = sum(not word[0].islower() for word in telling)
    return bool(telling) and capitals >= 0.8 * len(telling)


def is_short_line(text: str) -> bool:
    """Whether `text` could be a heading in sentence case: a few words that end in no mark at all."""
    return 1 < len(_WORD.findall(text)) <= 10 and not ends_sentence(text) and not text[0].islower() and len(text) <= 70


def is_furniture(text: str) -> bool:
    """Whether `text` is a button or a line of the page around the article, not of the article."""
    return bool(_FURNITURE.fullmatch(text))


def is_rule(text: str) -> bool:
    """Whether `text` is a line drawn with signs."""
    return bool(_RULE.fullmatch(text))


def is_joiner(text: str) -> bool:
    """Whether `text` only joins two titles: "and" alone on a line."""
    return text.casefold() in _JOINERS


def is_pointer(text: str) -> bool:
    """Whether `text` points to another article by its title: "For more, read How to Rest Well."."""
    found = _POINTER.fullmatch(text)
    return bool(found and found["title"] and is_named(found["title"]))


def opens_pointer(text: str) -> bool:
    """Whether titles must follow `text`: "To go further, explore:"."""
    found = _POINTER.fullmatch(text)
    return bool(found and found["colon"] and not found["title"])


def is_named(text: str) -> bool:
    """Whether `text` is the title of something to read, with or without a full stop or quotes."""
    bare = text.strip().rstrip(".").strip("\"'“”‘’*")
    return is_title(bare) and len(_WORD.findall(bare)) > 1
