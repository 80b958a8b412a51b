"""One line of the table, and how a figure comes about: in turns with what it is compared to."""

import dataclasses
import statistics


@dataclasses.dataclass(frozen=True)
class Figure:
    """`value` in `unit`; `target`, where there is one, is the most that it should be."""

    name: str
    value: float
    unit: str
    target: float | None = None
    note: str = ""

    def measured(self):
        """The value as text."""
        return f"{self.value:.4g} {self.unit}".strip()

    def wanted(self):
        """The target as text."""
        return "" if self.target is None else f"<= {self.target:g} {self.unit}".strip()


def in_turns(rounds, jobs):
    """Runs every job once in every round; returns each one's results, by its name."""
    results = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            results[name].append(job())
    return results


def median(values):
    """The middle value: one that was disturbed does not count."""
    return statistics.median(values)
