"""The wordings of a policy's clauses, each read once, and how alike two of them are."""

from rapidfuzz.distance import LCSseq

from archive.clause_html import Written, alone, is_row
from archive.clause_records import ClauseRecord
from archive.clauses import parse
from archive.likeness import Clause, Likeness, read_clauses
from archive.vocabulary import Vocabulary


class Wordings:
    """The texts of a record, which grows by those that are new."""

    def __init__(self, record: ClauseRecord) -> None:
        self._texts = record.texts
        self._vocabulary = Vocabulary()
        self.likeness = Likeness(self._vocabulary)
        rows = {
            standing.text
            for line in record.lines
            for standing in line.standings
            if standing.shape is not None and is_row(record.shapes[standing.shape])
        }
        self._rows = [number in rows for number in range(len(self._texts))]
        self._numbers = {
            (text, row): n
            for n, (text, row) in enumerate(zip(self._texts, self._rows, strict=True))
        }
        self._clauses: dict[int, Clause] = {}
        self._alike: dict[tuple[int, int], float] = {}

    def number(self, written: Written) -> int:
        """Return the number of a text in the record; a row is never a paragraph's text."""
        key = (written.text, is_row(written.shape))
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._texts)
            self._texts.append(written.text)
            self._rows.append(key[1])
        return number

    def clause(self, text: int) -> Clause:
        """Return a text made ready to be compared."""
        found = self._clauses.get(text)
        if found is None:
            page = parse(alone(self._texts[text], row=self._rows[text]))
            found = self._clauses[text] = read_clauses(page, self._vocabulary)[0]
        return found

    def size(self, text: int) -> int:
        """Return how many words and marks a text has."""
        return len(self.clause(text).code)

    def alike(self, one: int, other: int) -> float:
        """Return how alike two texts are; those that differ in their label only are equal."""
        if one == other:
            return 1.0
        key = (one, other)
        if key not in self._alike:
            a, b = self.clause(one), self.clause(other)
            self._alike[key] = 1.0 if a.bare == b.bare else self.likeness(a, b)
        return self._alike[key]

    def shared(self, one: int, other: int) -> int:
        """Return how many words two texts have in common, in the same order."""
        return LCSseq.similarity(self.clause(one).code, self.clause(other).code)

    def fit(self, own: int, part: int) -> tuple[float, int]:
        """Return how well a part of a split clause fits a wording that was merged into it."""
        shorter = max(1, min(self.size(own), self.size(part)))
        return self.alike(own, part) + self.shared(own, part) / shorter, self.size(part)
