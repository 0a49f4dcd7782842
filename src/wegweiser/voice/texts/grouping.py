"""Groups short texts that say the same, the same way every time."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from wegweiser.stats.deferred import Deferred
from wegweiser.voice.texts.wording import content, is_concept

if TYPE_CHECKING:
    from scipy import sparse
    from sklearn import cluster, preprocessing
    from sklearn.feature_extraction import text as vectorizers
else:
    sparse = Deferred("scipy.sparse")
    cluster = Deferred("sklearn.cluster")
    vectorizers = Deferred("sklearn.feature_extraction.text")
    preprocessing = Deferred("sklearn.preprocessing")

_MOST = 1500
"""So many different wordings are compared with each other; further ones join the group they are nearest to."""
_LEAST_ALIKE = 0.42
_WORDS_WEIGH = 0.75
_KNOWN_WEIGHS = 2.0
_PRIOR = 30


@dataclass(frozen=True)
class Group:
    """Texts that say the same: their places, nearest to the middle first, and the words of the one in the middle."""

    members: tuple[int, ...]
    words: tuple[str, ...]


def groups(
    texts: Sequence[str], language: str, *, without: Iterable[str] = (), alike: float = _LEAST_ALIKE
) -> list[Group]:
    """Return the groups of texts of one language, the largest first; a text without content words is in none.

    Wordings are compared by TF-IDF of their words and of letters in a row (3 to 5), and joined while the mean
    similarity between two groups is at least `alike` (average linkage). Words in `without` do not count.
    """
    left_out = frozenset(without)
    forms: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        words = tuple(sorted({word for word in content(text, language) if word not in left_out}))
        if words:
            forms[words].append(place)
    ordered = sorted(forms, key=lambda words: (-len(forms[words]), _shuffled(words)))
    if not ordered:
        return []
    vectors = _vectors(ordered)
    labels = _joined(vectors, alike)
    found = [
        _group(ordered, forms, vectors, np.flatnonzero(labels == label).tolist())
        for label in range(int(labels.max()) + 1)
    ]
    return sorted(found, key=lambda group: (-len(group.members), group.words))


def _shuffled(words: tuple[str, ...]) -> str:
    """Order wordings of one frequency by chance, and by the same chance every time."""
    return hashlib.md5(" ".join(words).encode(), usedforsecurity=False).hexdigest()


def _vectors(forms: Sequence[tuple[str, ...]]) -> sparse.csr_matrix:
    """Return one vector of length one per wording."""
    counting = vectorizers.CountVectorizer(analyzer=list)
    told = counting.fit_transform(forms)
    rarity = np.log((1 + len(forms)) / (1 + np.asarray(told.sum(axis=0)).ravel())) + 1
    # A handful of wordings cannot say which words are rare.
    rarity = (len(forms) * rarity + _PRIOR) / (len(forms) + _PRIOR)
    known = [_KNOWN_WEIGHS if is_concept(word) else 1.0 for word in counting.get_feature_names_out()]
    whole = preprocessing.normalize(told @ sparse.diags(rarity * known))
    letters = vectorizers.TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=1)
    parts = letters.fit_transform([" ".join(words) for words in forms])
    return sparse.csr_matrix(sparse.hstack([whole * np.sqrt(_WORDS_WEIGH), parts * np.sqrt(1 - _WORDS_WEIGH)]))


def _joined(vectors: sparse.csr_matrix, alike: float) -> NDArray[np.int64]:
    """Return the group of each wording; those beyond the most frequent join the nearest group, or are in none (-1)."""
    count = vectors.shape[0]
    core = vectors[:_MOST]
    labels = np.full(count, -1, dtype=np.int64)
    if core.shape[0] == 1:
        labels[0] = 0
        return labels
    distance = np.clip(1 - (core @ core.T).toarray(), 0, None)
    made = cluster.AgglomerativeClustering(
        n_clusters=None, distance_threshold=1 - alike, metric="precomputed", linkage="average"
    )
    labels[: core.shape[0]] = made.fit_predict(distance)
    if count > _MOST:
        size = int(labels.max()) + 1
        near = sparse.csr_matrix((np.ones(_MOST), (labels[:_MOST], np.arange(_MOST))), shape=(size, _MOST))
        # The mean similarity to the members is the similarity to their mean.
        means = near.multiply(1 / np.asarray(near.sum(axis=1))) @ core
        for start in range(_MOST, count, _MOST):
            likeness = sparse.csr_matrix(vectors[start : start + _MOST] @ means.T).toarray()
            best = likeness.argmax(axis=1)
            labels[start : start + _MOST] = np.where(likeness.max(axis=1) >= alike, best, -1)
    return labels


def _group(
    ordered: Sequence[tuple[str, ...]],
    forms: dict[tuple[str, ...], list[int]],
    vectors: sparse.csr_matrix,
    chosen: list[int],
) -> Group:
    """Return a group with its members by their nearness to the middle, which frequent wordings draw to themselves."""
    weights = np.array([len(forms[ordered[place]]) for place in chosen], dtype=np.float64)
    own = vectors[chosen]
    middle = np.asarray(own.T @ weights).ravel()
    nearness = np.asarray(own @ middle).ravel().round(9)
    by_nearness = sorted(range(len(chosen)), key=lambda n: (-nearness[n], ordered[chosen[n]]))
    members = [place for n in by_nearness for place in forms[ordered[chosen[n]]]]
    return Group(tuple(members), ordered[chosen[by_nearness[0]]])
