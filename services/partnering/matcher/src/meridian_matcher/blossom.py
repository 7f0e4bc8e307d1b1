"""Repairs a fractional matching into the best real one: Edmonds' algorithm on what is left over.

Works on prices that already suit every pair. From each seat that is alone and should not be an
alternating tree is grown, from all of them at once, prices moving along, until two trees meet or
one of them reaches somebody who may as well stay alone. Odd rings are shrunk into blossoms that
carry a price of their own. In the end the prices prove that nothing better exists. After Edmonds
(1965); that a fractional matching is the best start is from Applegate and Cook (1993).

All numbers are whole: worths are multiples of four and the first prices even, so that whatever is
in a tree is even or odd together, and two prices that move towards each other meet.
"""

from collections.abc import Callable, Sequence
from heapq import heapify, heappop, heappush

from meridian_matcher.nests import Nests

Partners = Callable[[int], tuple[Sequence[int], Sequence[int]]]
"""The seats one may work with, and what each pair is worth."""
OUTER, INNER = -1, 1
"""How the price of a tree's seat moves; a blossom's own moves twice as fast the other way."""
PRICE_ENDS, BLOSSOM_ENDS = -1, -2


class Blossoms:
    """`mate` per seat (-1: alone); `nests` holds the blossoms and the prices."""

    def __init__(self, price: list[int], mate: list[int], partners: Partners) -> None:
        self.mate, self.partners = mate, partners
        self.nests = Nests(price, mate)
        self.now = 0
        self.label: dict[int, int] = {}
        """Per head of a nest (see `Nests`) in a tree."""
        self.via: dict[int, tuple[int, int] | None] = {}
        """Per labelled head the pair through which its tree came to it."""
        self.since: dict[int, int] = {}
        """Per labelled head when its prices began to move."""
        self.root: dict[int, int] = {}
        """Per labelled head the seat from which its tree grows."""
        self.trees: dict[int, list[int]] = {}
        """Per root the heads that were labelled in its tree."""
        self.fresh: list[int] = []
        self.events: list[tuple[int, int, int, int]] = []
        """When, seat, other, worth; or when, seat or blossom, what ends, 0."""
        self.sweep_above = 0

    def repair(self, progress: Callable[[int, int], None] = lambda *_: None) -> None:
        """Afterwards everybody with a price above nothing has a partner."""
        alone = [one for one, mate in enumerate(self.mate) if mate < 0]
        for seat in alone:
            if self.nests.price_of(seat) > 0:
                self.trees[seat] = []
                self._outer(self.nests.head[seat], None, seat)
        total = len(self.trees)
        while self.trees:
            while self.fresh:
                self._scan(self.fresh.pop())
            done = self._next()
            if done:
                self._fell(done)
                progress(total - len(self.trees), total)

    def prices(self) -> list[int]:
        return [self.nests.price_of(seat) for seat in range(self.nests.n)]

    def rings(self) -> list[tuple[tuple[int, ...], int]]:
        """The blossoms that carry a price, as sets of seats, with it."""
        return self.nests.priced()

    def _next(self) -> list[int]:
        """Let the prices move until something happens; the roots of the trees that are done."""
        head = self.nests.head
        self.now, seat, other, worth = heappop(self.events)
        if other == BLOSSOM_ENDS:
            if self._has_ended(seat):
                self._expand(seat)
            return []
        here = head[seat]
        if self.label.get(here) != OUTER:
            return []
        if other == PRICE_ENDS:
            return [self._flip(seat, -1)] if self._at(seat) == 0 else []
        there = head[other]
        label = self.label.get(there)
        if there == here or label == INNER or self._at(seat) + self._at(other) != worth:
            return []
        if label == OUTER and self.root[here] != self.root[there]:
            return [self._flip(seat, other), self._flip(other, seat)]
        if label == OUTER:
            self._shrink(seat, other)
        elif self.mate[self.nests.base(there)] < 0:
            self.nests.turn(there, other)
            self.mate[other] = seat
            return [self._flip(seat, other)]
        else:
            self._inner(there, (seat, other))
        return []

    def _fell(self, roots: list[int]) -> None:
        """Trees that are done leave their seats to the others."""
        heads = [
            head
            for root in roots
            for head in dict.fromkeys(self.trees.pop(root))
            if self.root.get(head) == root
        ]
        for head in heads:
            self._settle(head)
            self._forget(head)
        parts = [part for head in heads for part in self.nests.dissolve(head)]
        if self.trees:
            self._sweep()
            for head in parts:
                for seat in self.nests.seats(head):
                    self._rescan(seat)

    def _sweep(self) -> None:
        """Take what fallen trees had noted out of the events, whenever those have doubled."""
        if len(self.events) <= self.sweep_above:
            return
        head, label, n = self.nests.head, self.label, self.nests.n
        self.events = [
            event for event in self.events if event[1] >= n or label.get(head[event[1]]) == OUTER
        ]
        heapify(self.events)
        self.sweep_above = 2 * len(self.events)

    def _at(self, seat: int) -> int:
        """A seat's price at this moment."""
        head = self.nests.head[seat]
        price = self.nests.price[seat] + self.nests.shift[head]
        label = self.label.get(head)
        return price + label * (self.now - self.since[head]) if label else price

    def _enter(self, head: int, label: int, via: tuple[int, int] | None, root: int) -> None:
        self.label[head], self.via[head], self.since[head] = label, via, self.now
        self.root[head] = root
        self.trees[root].append(head)

    def _forget(self, head: int) -> None:
        del self.label[head], self.via[head], self.since[head], self.root[head]

    def _outer(self, head: int, via: tuple[int, int] | None, root: int) -> None:
        self._enter(head, OUTER, via, root)
        self.fresh += self.nests.seats(head)

    def _inner(self, head: int, via: tuple[int, int], *, onwards: bool = True) -> None:
        root = self.root[self.nests.head[via[0]]]
        self._enter(head, INNER, via, root)
        blossom = self.nests.around[head]
        if blossom in self.nests.weight:
            ends = self.now + self.nests.weight[blossom] // 2
            heappush(self.events, (ends, blossom, BLOSSOM_ENDS, 0))
        if onwards:
            base = self.nests.base(head)
            self._outer(self.nests.head[self.mate[base]], (base, self.mate[base]), root)

    def _has_ended(self, blossom: int) -> bool:
        if not self.nests.is_outermost(blossom):
            return False
        head = self.nests.chief[blossom]
        if self.label.get(head) != INNER:
            return False
        return self.nests.weight[blossom] == 2 * (self.now - self.since[head])

    def _settle(self, head: int) -> None:
        """Write down what the prices of a labelled nest have become."""
        moved = self.label[head] * (self.now - self.since[head])
        self.since[head] = self.now
        self.nests.shift[head] += moved
        blossom = self.nests.around[head]
        if blossom in self.nests.weight:
            self.nests.weight[blossom] -= 2 * moved

    def _scan(self, seat: int) -> None:
        """Note when each pair of a seat that became outer would come into question."""
        head, label, now, events = self.nests.head, self.label, self.now, self.events
        here, mine, price, shift = head[seat], self._at(seat), self.nests.price, self.nests.shift
        heappush(events, (now + mine, seat, PRICE_ENDS, 0))
        for other, worth in zip(*self.partners(seat), strict=True):
            there = head[other]
            if there == here:
                continue
            kind = label.get(there)
            if kind is None:
                heappush(
                    events, (now + mine + price[other] + shift[there] - worth, seat, other, worth)
                )
            elif kind == OUTER:
                slack = mine + self._at(other) - worth
                heappush(events, (now + slack // 2, seat, other, worth))

    def _rescan(self, seat: int) -> None:
        """The same for a seat that left a tree."""
        mine = self.nests.price_of(seat)
        for other, worth in zip(*self.partners(seat), strict=True):
            if self.label.get(self.nests.head[other]) == OUTER:
                slack = mine + self._at(other) - worth
                heappush(self.events, (self.now + slack, other, seat, worth))

    def _before(self, head: int) -> int | None:
        """The outer nest two steps nearer to the root."""
        via = self.via[head]
        if via is None:
            return None
        inner = self.via[self.nests.head[via[0]]]
        assert inner is not None
        return self.nests.head[inner[0]]

    def _meeting(self, one: int, other: int) -> int:
        seen: set[int] = set()
        walkers: list[int | None] = [self.nests.head[one], self.nests.head[other]]
        while True:
            for number, head in enumerate(walkers):
                if head is None:
                    continue
                if head in seen:
                    return head
                seen.add(head)
                walkers[number] = self._before(head)

    def _path(self, seat: int, end: int) -> tuple[list[int], list[tuple[int, int]]]:
        """Heads from a seat's up to before `end`, and the pairs that lead there."""
        heads, pairs = [], []
        head = self.nests.head[seat]
        while head != end:
            via = self.via[head]
            assert via is not None
            heads.append(head)
            pairs.append(via)
            head = self.nests.head[via[0]]
        return heads, pairs

    def _shrink(self, one: int, other: int) -> None:
        """The ring that closes when two outer seats meet becomes one blossom."""
        meeting = self._meeting(one, other)
        down, first = self._path(one, meeting)
        up, second = self._path(other, meeting)
        heads = [meeting, *reversed(down), *up]
        ties = [*reversed(first), (one, other), *[(y, x) for x, y in second]]
        via, root = self.via[meeting], self.root[meeting]
        for head in heads:
            self._settle(head)
            if self.label[head] == INNER:
                self.fresh += self.nests.seats(head)
            self._forget(head)
        self._enter(self.nests.close(heads, ties), OUTER, via, root)

    def _expand(self, blossom: int) -> None:
        """An inner blossom whose price ended: the tree goes on through the even way around it."""
        head = self.nests.chief[blossom]
        self._settle(head)
        via = self.via[head]
        assert via is not None
        self._forget(head)
        heads, ties = self.nests.open(head)
        j = heads.index(self.nests.head[via[1]])
        step = 1 if j % 2 else -1
        if j % 2:
            j -= len(heads)
        while j != 0:
            self._inner(self.nests.head[via[1]], via)
            j += step
            via = ties[j] if step == 1 else ties[j - 1][::-1]
            j += step
        self._inner(heads[0], via, onwards=False)
        for head in heads:
            if head not in self.label:
                for seat in self.nests.seats(head):
                    self._rescan(seat)

    def _flip(self, seat: int, partner: int) -> int:
        """Trade partners along the tree from `seat`, who gets `partner`, up to the root."""
        while True:
            head = self.nests.head[seat]
            self.nests.turn(head, seat)
            self.mate[seat] = partner
            via = self.via[head]
            if via is None:
                return self.root[head]
            inner = self.nests.head[via[0]]
            back = self.via[inner]
            assert back is not None
            seat, partner = back
            self.nests.turn(inner, partner)
            self.mate[partner] = seat
