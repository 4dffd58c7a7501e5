"""Which questions are as good as the same: normalised text, and the share of trigrams in common."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import ceil

_NO_WORD = re.compile(r"[^\w\s]|_")


def normalised(text: str) -> str:
    """`text` in lower case, without punctuation, with single spaces."""
    return " ".join(_NO_WORD.sub("", text.casefold()).split())


def trigrams(text: str) -> frozenset[str]:
    """The runs of three characters in the normalised text, its ends counted as spaces."""
    padded = f" {normalised(text)} "
    return frozenset(padded[index : index + 3] for index in range(len(padded) - 2))


def near_duplicates(texts: Sequence[str], threshold: float) -> Iterator[tuple[int, int, float]]:
    """Pairs of positions in `texts` with a Jaccard likeness of at least `threshold`, the earlier first.

    Two sets as alike as that share one of their few rarest trigrams (prefix filtering) and differ little in size, so
    only such pairs are compared.
    """
    grams = [trigrams(text) for text in texts]
    sizes = [len(each) for each in grams]
    frequency = Counter(gram for each in grams for gram in each)
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for later, each in enumerate(grams):
        rarest_first = sorted(each, key=lambda gram: (frequency[gram], gram))
        prefix = rarest_first[: len(each) - ceil(threshold * len(each)) + 1]
        fewest, most = threshold * sizes[later], sizes[later] / threshold
        for earlier in sorted({n for gram in prefix for n in holders[gram] if fewest <= sizes[n] <= most}):
            common = len(each & grams[earlier])
            likeness = common / (sizes[later] + sizes[earlier] - common)
            if likeness >= threshold:
                yield earlier, later, likeness
        for gram in prefix:
            holders[gram].append(later)
