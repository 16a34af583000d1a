"""Which counts of a table may be shown, so that no count of 1 or 2 can be read or worked out.

The table has a row for each segment and a column for each answer; whoever reads it also knows how many answered in each row. Three steps:
rows of fewer than 3 are put together; answers that fewer than 3 gave over all rows are hidden together with others, until those hidden
hold 3 or more; then single counts of 1 or 2 are hidden, and beside each as many others as it takes for every one of them to be
possibly 3 or more, given all that is shown. The last step is the cell suppression of statistics offices: hidden counts form a network
along whose circles they could all be otherwise, and the cheapest circle is hidden.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

VERSION = "hiding small counts 1"
LEAST = 3

Cell = tuple[int, int]


@dataclass(frozen=True)
class Shown:
    """One row as it may be shown: which segments it holds, how many answered, and each count (None: hidden)."""

    segments: tuple[int, ...]
    size: int
    counts: tuple[int | None, ...]

    def bounds(self, column: int) -> tuple[int, int]:
        """The least and the most that a count can be, as far as the row itself tells."""
        count = self.counts[column]
        if count is not None:
            return count, count
        return 0, self.size - sum(known for known in self.counts if known is not None)


@dataclass(frozen=True)
class Published:
    """A table as it may be shown. Without rows: too few answered to show anything."""

    total: Shown
    rows: tuple[Shown, ...]


def publish(table: Sequence[Sequence[int]]) -> Published:
    """Counts by segment and answer, as they may be shown."""
    whole = [sum(column) for column in zip(*table, strict=True)]
    size = sum(whole)
    if size < LEAST:
        return Published(Shown(tuple(range(len(table))), size, (None,) * len(whole)), ())
    together = _answers_hidden(whole)
    groups = rows_together([sum(row) for row in table])
    cells = [[sum(table[segment][c] for segment in group) for c in range(len(whole))] for group in groups]
    open_columns = [c for c in range(len(whole)) if c not in together]
    # What is hidden over all rows counts as one answer: its sum in a row can be worked out.
    narrow = [[row[c] for c in open_columns] + ([sum(row[c] for c in together)] if together else []) for row in cells]
    hidden = _hidden_cells(narrow)
    rows = tuple(
        Shown(group, sum(row), _counts(row, open_columns, {c for r, c in hidden if r == place}))
        for place, (group, row) in enumerate(zip(groups, cells, strict=True))
    )
    return Published(Shown(tuple(range(len(table))), size, _counts(whole, open_columns, set())), rows)


def _counts(row: Sequence[int], open_columns: Sequence[int], hidden: set[int]) -> tuple[int | None, ...]:
    shown = {c for place, c in enumerate(open_columns) if place not in hidden}
    return tuple(count if c in shown else None for c, count in enumerate(row))


def _is_small(count: int) -> bool:
    return 0 < count < LEAST


def _answers_hidden(whole: Sequence[int]) -> list[int]:
    """Columns that are hidden over all rows: the small ones, and the next smallest until they are two or more that hold 3 or more."""
    hidden = [c for c, count in enumerate(whole) if _is_small(count)]
    if not hidden:
        return []
    others = sorted((c for c, count in enumerate(whole) if count and c not in hidden), key=lambda c: (whole[c], c))
    while others and (len(hidden) < 2 or sum(whole[c] for c in hidden) < LEAST):
        hidden.append(others.pop(0))
    return sorted(hidden)


def rows_together(sizes: Sequence[int]) -> list[tuple[int, ...]]:
    """Segments by row: those of fewer than 3 in one row, with the next smallest where they are fewer than 3 even so. It stands last."""
    small = [row for row, size in enumerate(sizes) if _is_small(size)]
    others = sorted((row for row, size in enumerate(sizes) if size >= LEAST), key=lambda row: (sizes[row], row))
    while small and others and sum(sizes[row] for row in small) < LEAST:
        small.append(others.pop(0))
    apart: list[tuple[int, ...]] = [(row,) for row in range(len(sizes)) if row not in small]
    return [*apart, tuple(sorted(small))] if small else apart


def _hidden_cells(table: Sequence[Sequence[int]]) -> set[Cell]:
    """The small cells and what protects them; everything where nothing protects them."""
    cells = {(r, c): count for r, row in enumerate(table) for c, count in enumerate(row)}
    small = sorted((cell for cell, count in cells.items() if _is_small(count)), key=lambda cell: (cells[cell], cell))
    hidden = set(small)
    for cell in small:
        if not _protect(cell, cells, hidden):
            return set(cells)
    return hidden


def _protect(cell: Cell, cells: dict[Cell, int], hidden: set[Cell]) -> bool:
    """Hide what it takes for a cell to be possibly 3: each unit more goes round a circle of hidden cells, one up, one down in turn."""
    otherwise = dict(cells)
    while otherwise[cell] < LEAST:
        circle = _circle(cell, otherwise, hidden)
        if circle is None:
            return False
        otherwise[cell] += 1
        for place, passed in enumerate(circle):
            otherwise[passed] += 1 if place % 2 else -1
        hidden.update(circle)
    return True


def _circle(cell: Cell, cells: dict[Cell, int], hidden: set[Cell]) -> list[Cell] | None:
    """The cheapest way from a cell's column back to its row by cells that go down and up in turn; hidden ones cost nothing."""
    rows, columns = max(r for r, _ in cells) + 1, max(c for _, c in cells) + 1
    start, goal = (cell[1], False), (cell[0], True)
    queue: list[tuple[int, int, tuple[int, bool], list[Cell]]] = [(0, 0, start, [])]
    done: set[tuple[int, bool]] = set()
    while queue:
        cost, length, node, path = heapq.heappop(queue)
        if node == goal:
            return path
        if node in done:
            continue
        done.add(node)
        number, is_row = node
        steps = [(number, c) for c in range(columns)] if is_row else [(r, number) for r in range(rows)]
        for step in steps:
            # From a column to a row a cell goes down, so it must hold something.
            if step == cell or step in path or (not is_row and cells[step] < 1):
                continue
            price = 0 if step in hidden else 1 + cells[step]
            following = (step[1], False) if is_row else (step[0], True)
            heapq.heappush(queue, (cost + price, length + 1, following, [*path, step]))
    return None
