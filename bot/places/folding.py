"""One spelling for many: how names of places are compared."""

import unicodedata


def folded(text: str) -> str:
    """Lower case, without accents, single spaces; letters and digits only."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.replace("ı", "i").replace("ł", "l").replace("ø", "o").replace("đ", "d").split())
