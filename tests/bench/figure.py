"""One line of the table, and how a figure comes about: in turns with what it is compared to."""

import dataclasses
import statistics


@dataclasses.dataclass(frozen=True)
class Figure:
    """`value` in `unit`; at most `target` and at least `least`, where there are such."""

    name: str
    value: float
    unit: str
    target: float | None = None
    note: str = ""
    least: float | None = None

    def measured(self):
        """The value as text."""
        return f"{self.value:.4g} {self.unit}".strip()

    def wanted(self):
        """The target as text."""
        wanted = [f"{sign} {bound:g} {self.unit}".strip()
                  for sign, bound in (("<=", self.target), (">=", self.least)) if bound is not None]
        return ", ".join(wanted)

    def verdict(self):
        """Whether the target is held, if there is one."""
        if self.least is not None and self.value < self.least:
            return "under"
        if self.target is not None and self.value > self.target:
            return "over"
        return "ok" if self.wanted() else ""


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
