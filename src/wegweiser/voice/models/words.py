"""Words, pairs of words and pieces of words as hashed counts: the fast vectors.

Every n-gram of a batch is hashed at once in numpy: a loop over the pieces of half a million texts would be the whole
cost of reading them. Collisions among 2^17 places per kind are harmless (Weinberger et al. 2009, Feature hashing for
large scale multitask learning).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from wegweiser.stats.deferred import Deferred

if TYPE_CHECKING:
    from scipy import sparse
else:
    sparse = Deferred("scipy.sparse")

_BITS = 17
_PRIME = np.uint64(1_099_511_628_211)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_PIECES = (2, 3, 4, 5)
_LONGEST_TEXT, _LONGEST_WORD = 2000, 64
"""Characters that are read; what comes after hardly changes a feeling."""
_SPACE = ord(" ")
WIDTH = (len(_PIECES) + 2) << _BITS
"""Columns: words, pairs, and pieces of 2, 3, 4 and 5 characters side by side."""

Block = tuple[NDArray[np.uint64], NDArray[np.int64]]
"""Hashes and the text each belongs to, in the order of the texts."""


def hashed(texts: Sequence[str]) -> sparse.csr_array:
    """Return one sparse row of ones per text; a place that is hit twice stands in it twice.

    Example:
        >>> one, other = hashed(["Very good", "very, GOOD"]).toarray()
        >>> bool((one == other).all())
        True
    """
    if not texts:
        return sparse.csr_array(np.empty((0, WIDTH), dtype=np.float32))
    letters, text_of = _letters(texts)
    return _side_by_side([*_words(letters, text_of), *_pieces(letters, text_of)], len(texts))


def _letters(texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the characters of all texts in one row, and the text each belongs to; punctuation becomes space."""
    cleaned = [f" {text[:_LONGEST_TEXT].casefold()} " for text in texts]
    codes = np.frombuffer("".join(cleaned).encode("utf-32-le", "replace"), dtype="<u4").astype(np.uint64)
    letter = (codes >= ord("a")) & (codes <= ord("z")) | (codes >= ord("0")) & (codes <= ord("9"))
    # Beyond Latin-1's controls stand umlauts and emoji, which tell feelings too; "!" and "?" do as well.
    telling = (codes > 0xA0) & ((codes < 0x2000) | (codes > 0x206F)) | (codes == ord("!")) | (codes == ord("?"))
    codes[~(letter | telling)] = _SPACE
    return codes, np.repeat(np.arange(len(texts)), [len(text) for text in cleaned])


def _words(letters: NDArray[np.uint64], text_of: NDArray[np.int64]) -> Iterator[Block]:
    """Yield the hashes of words, then of pairs of neighbours in one text."""
    inside = np.flatnonzero(letters != _SPACE)
    if not len(inside):
        return
    first = np.flatnonzero(np.diff(inside, prepend=-2) > 1)
    starts = inside[first]
    word_of = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(inside))))
    powers = np.cumprod(np.full(_LONGEST_WORD, _PRIME))
    place = np.minimum(inside - starts[word_of], _LONGEST_WORD - 1)
    hashes = np.add.reduceat(letters[inside] * powers[place], first)
    yield hashes, text_of[starts]
    together = text_of[starts[1:]] == text_of[starts[:-1]]
    yield (hashes[:-1] * _MIX + hashes[1:])[together], text_of[starts[1:]][together]


def _pieces(letters: NDArray[np.uint64], text_of: NDArray[np.int64]) -> Iterator[Block]:
    """Yield the hashes of pieces of 2 to 5 characters; a space may only open or close one."""
    space = letters == _SPACE
    hashes, solid = letters, np.ones(len(letters), dtype=bool)
    for size in _PIECES:
        count = len(letters) - size + 1
        hashes = hashes[:count] * _PRIME + letters[size - 1 :]
        # From the third character on, the one before it lies inside and may be no space.
        solid = solid[:count] & ~space[size - 2 : size - 2 + count] if size > 2 else solid[:count]
        kept = solid & ~(space[:count] & space[size - 1 :]) if size == 2 else solid
        yield hashes[kept], text_of[:count][kept]


def _side_by_side(blocks: Sequence[Block], texts: int) -> sparse.csr_array:
    """Return the blocks as one matrix, each in columns of its own."""
    counts = [np.bincount(text_of, minlength=texts) for _, text_of in blocks]
    ends = np.cumsum(np.sum(counts, axis=0)) if blocks else np.zeros(texts, dtype=np.int64)
    offsets = np.concatenate([[0], ends])
    columns = np.empty(int(offsets[-1]), dtype=np.int32)
    free = offsets[:-1].copy()
    for kind, ((hashes, text_of), count) in enumerate(zip(blocks, counts, strict=True)):
        places = np.arange(len(hashes)) + (free - (np.cumsum(count) - count))[text_of]
        columns[places] = (hashes * _MIX >> np.uint64(64 - _BITS)).astype(np.int32) + (kind << _BITS)
        free += count
    return sparse.csr_array((np.ones(len(columns), dtype=np.float32), columns, offsets), shape=(texts, WIDTH))
