"""One survey of a workspace: its files, what its columns were taken for, and everything read from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec

from wegweiser.domain.surveys import Item
from wegweiser.errors import SourceProblem
from wegweiser.progress import Progress, silent
from wegweiser.voice.surveys import loading, matching, proposing, questions, waves
from wegweiser.voice.surveys.comments import Comment, comments
from wegweiser.voice.surveys.dictionaries import Field, bare, read_dictionary
from wegweiser.voice.surveys.loading import Known, Loaded
from wegweiser.voice.surveys.profiles import Column
from wegweiser.voice.surveys.spec import SurveySpec
from wegweiser.warehouse import Warehouse


@dataclass(frozen=True)
class Survey:
    """A survey with its files, the newest wave first asked: from it the questions are proposed.

    `folder` is the workspace's: the questions file lies there, and so does what `dictionary` names.
    """

    warehouse: Warehouse
    spec: SurveySpec
    folder: Path
    files: tuple[Path, ...]

    @property
    def questions(self) -> Path:
        """The file that says what each column was taken for."""
        return self.folder / (self.spec.questions or f"{self.spec.name}.survey.toml")

    @cached_property
    def dictionary(self) -> Mapping[str, Field]:
        """What the dictionary says of each field; nothing where there is none."""
        if not self.spec.dictionary:
            return {}
        written = Path(self.spec.dictionary).expanduser()
        return read_dictionary(written if written.is_absolute() else self.folder / written)

    def items(self) -> tuple[Item, ...]:
        """Return the questions: as their file says, which is written where it is missing and gets new columns.

        Raises:
            SourceProblem: a file cannot be read.
            InvalidSetting: the questions file says something that cannot be used.
        """
        known = questions.read(self.questions) if self.questions.is_file() else ()
        added = self._added(known)
        if not known:
            questions.write(self.questions, added)
        else:
            questions.extend(self.questions, added)
        return (*known, *added)

    def _added(self, known: Sequence[Item]) -> tuple[Item, ...]:
        """Propose items for columns nobody knows, wave by wave."""
        added: list[Item] = []
        for _, columns in self._ordered:
            standing = (*known, *added)
            found = matching.match(standing, columns, before=self._before(standing), dictionary=self.dictionary)
            proposed = proposing.propose(columns, self.dictionary) if found.new else ()
            added += _fresh([item for item in proposed if item.columns[0] in found.new], standing)
        return tuple(added)

    def load(self, progress: Progress = silent) -> tuple[Loaded, ...]:
        """Return what became of every file: read where it or its questions are new.

        Raises:
            SourceProblem: a file cannot be read.
            InvalidSetting: the questions file says something that cannot be used.
        """
        known = self.known()
        return tuple(loading.load(self.warehouse, self.spec, path, known, progress=progress) for path in self.files)

    def comments(self) -> Iterator[Comment]:
        """Yield what people wrote in their own words, file by file, unmasked: whoever takes it must mask it."""
        known = self.known()
        for path in self.files:
            yield from comments(self.warehouse, self.spec, path, known)

    def known(self) -> Known:
        """Return the questions with how their columns looked, as loading and matching need them."""
        items = self.items()
        return Known(items, self._before(items), self.dictionary)

    def matches(self) -> tuple[tuple[str, matching.Matched], ...]:
        """Return for every wave where its questions were found, which are gone and which columns are new."""
        items = self.items()
        before = self._before(items)
        return tuple(
            (wave, matching.match(items, columns, before=before, dictionary=self.dictionary))
            for wave, columns in sorted(self._ordered, key=lambda pair: pair[0])
        )

    def _before(self, items: Sequence[Item]) -> dict[str, Column]:
        """Return how each item's column looked in the first wave that has it by name."""
        found: dict[str, Column] = {}
        for _, columns in self._ordered:
            by_name = {column.name: column for column in columns}
            for item in items:
                for name in item.columns:
                    if name in by_name:
                        found.setdefault(item.id, by_name[name])
        return found

    @cached_property
    def _ordered(self) -> tuple[tuple[str, tuple[Column, ...]], ...]:
        """The columns of every wave: the one the dictionary knows best first, then the newest."""
        if not self.files:
            raise SourceProblem(f"The survey '{self.spec.name}' has no files.")
        read = []
        for path in self.files:
            with self.warehouse.scratch(waves.GRID):
                wave = waves.wave_of(self.warehouse, self.spec, path)
                read.append((wave.name, wave.columns))
        fits = {name: sum(bare(c.name) in self.dictionary for c in columns) for name, columns in read}
        return tuple(sorted(read, key=lambda pair: (fits[pair[0]], pair[0]), reverse=True))


def _fresh(items: Sequence[Item], standing: Sequence[Item]) -> list[Item]:
    """Return new items under ids that no other has."""
    taken = {item.id for item in standing}
    fresh = []
    for item in items:
        name, number = item.id, 2
        while name in taken:
            name, number = f"{item.id}_{number}", number + 1
        taken.add(name)
        fresh.append(msgspec.structs.replace(item, id=name))
    return fresh
