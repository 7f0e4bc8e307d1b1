"""The off-line judge: what was asked and answered, against what is recorded and what came of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

BROKEN = ("lost", "unexpected", "duplicate", "inversion", "refused")
"""Classes of which a sound system shows none."""
SOUND = ("ok", "recovered", "unknown")


@dataclass
class Command:
    """One thing a client asked for, under a mark that occurs nowhere else."""

    mark: str
    kind: str
    lane: str
    """What one client does strictly one after the other."""
    outcome: Literal["done", "refused", "open"] = "open"
    attempts: int = 1
    answer: str = ""


@dataclass(frozen=True)
class Fact:
    """A mark in a sequence of which order matters within each lane."""

    lane: str
    mark: str


@dataclass
class Record:
    """What the system says it did."""

    written: Counter[str]
    """How often each mark stands in the tables."""
    announced: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Per kind that announces: its marks, in the order of the outbox's numbers."""
    repeatable: frozenset[str] = frozenset()
    """Kinds that an unanswered attempt may announce once more: they are safe to repeat."""


@dataclass
class Verdict:
    counts: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    def say(self, name: str, sentence: str, times: int = 1) -> None:
        self.counts[name] += times
        if len(self.findings) < 200:
            self.findings.append(f"{name}: {sentence}")

    @property
    def broken(self) -> dict[str, int]:
        return {name: self.counts[name] for name in BROKEN if self.counts[name]}

    def add(self, other: "Verdict") -> None:
        self.counts += other.counts
        self.findings += other.findings


def judge_commands(commands: Sequence[Command], record: Record) -> Verdict:
    """Each command falls into exactly one class; what nobody asked for is unexpected."""
    verdict = Verdict()
    for command in commands:
        _judge_one(command, record, verdict)
    asked = {command.mark for command in commands}
    for mark in record.written.keys() - asked:
        verdict.say("unexpected", f"nobody asked for {mark}")
    for kind in record.announced:
        verdict.add(_judge_order(kind, commands, record))
    return verdict


def _judge_one(command: Command, record: Record, verdict: Verdict) -> None:
    times = record.written[command.mark]
    name = f"{command.kind} {command.mark} ({command.outcome}, {command.attempts} attempts)"
    if times > 1:
        verdict.say("duplicate", f"{name} is recorded {times} times")
    elif command.outcome == "refused":
        verdict.say("refused", f"{name}: {command.answer[:200]}")
        if times:
            verdict.say("unexpected", f"{name} was refused and is recorded")
    elif times == 0 and command.outcome == "done":
        verdict.say("lost", f"{name} was acknowledged and is not recorded")
    elif times == 0:
        verdict.counts["unknown"] += 1
    elif command.outcome == "done" and command.attempts == 1:
        verdict.counts["ok"] += 1
    else:
        verdict.counts["recovered"] += 1


def _judge_order(kind: str, commands: Sequence[Command], record: Record) -> Verdict:
    """Everything recorded is announced as often as it happened, in the order of each client."""
    verdict = Verdict()
    announced = record.announced[kind]
    times = Counter(announced)
    place: dict[str, int] = {}
    for index, mark in enumerate(announced):
        place.setdefault(mark, index)
    last: dict[str, int] = {}
    for command in commands:
        if command.kind != kind or not record.written[command.mark]:
            continue
        allowed = command.attempts if kind in record.repeatable else 1
        if times[command.mark] == 0:
            verdict.say("lost", f"{kind} {command.mark} is recorded and was never announced")
            continue
        if times[command.mark] > allowed:
            verdict.say("duplicate", f"{kind} {command.mark} announced {times[command.mark]} times")
        if command.outcome == "done":
            if place[command.mark] < last.get(command.lane, -1):
                verdict.say(
                    "inversion", f"{kind} {command.mark} is announced before an earlier one"
                )
            last[command.lane] = max(place[command.mark], last.get(command.lane, -1))
    return verdict


def judge_effects(name: str, expected: Iterable[Fact], actual: Iterable[Fact]) -> Verdict:
    """A consumer's ledger repeats, lane by lane, exactly what was announced."""
    verdict = Verdict()
    wanted, found = _lanes(expected), _lanes(actual)
    for lane in wanted.keys() | found.keys():
        if wanted[lane] == found[lane]:
            continue
        due, done = Counter(wanted[lane]), Counter(found[lane])
        for mark, times in (due - done).items():
            verdict.say("lost", f"{name} of {lane}: {mark} has no effect", times)
        for mark, times in (done - due).items():
            word = "duplicate" if due[mark] else "unexpected"
            verdict.say(word, f"{name} of {lane}: {mark} has {done[mark]} effects", times)
        if _firsts(wanted[lane], done) != _firsts(found[lane], due):
            verdict.say("inversion", f"{name} of {lane}: effects came in another order")
    return verdict


def judge_numbers(service: str, numbers: Sequence[int | None]) -> Verdict:
    """The numbers of an outbox are 1, 2, 3 … without a gap or a repetition."""
    verdict = Verdict()
    given = [one for one in numbers if one is not None]
    if len(given) < len(numbers):
        verdict.say("lost", f"{len(numbers) - len(given)} events of {service} have no number")
    missing = set(range(1, max(given, default=0) + 1)) - set(given)
    for number in sorted(missing):
        verdict.say("lost", f"{service} has no event number {number}")
    for number, times in Counter(given).items():
        if times > 1:
            verdict.say("duplicate", f"{service} gave the number {number} {times} times")
    return verdict


def _lanes(facts: Iterable[Fact]) -> defaultdict[str, list[str]]:
    lanes: defaultdict[str, list[str]] = defaultdict(list)
    for fact in facts:
        lanes[fact.lane].append(fact.mark)
    return lanes


def _firsts(marks: Sequence[str], due: Mapping[str, int]) -> list[str]:
    """The marks without surplus repetitions and without what was never due."""
    seen: Counter[str] = Counter()
    kept = []
    for mark in marks:
        seen[mark] += 1
        if seen[mark] <= due.get(mark, 0):
            kept.append(mark)
    return kept
