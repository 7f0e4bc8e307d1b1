"""Repairs a fractional matching into the best real one: Edmonds' algorithm on what is left over.

Works on prices that already suit every pair. From each seat that is alone and should not be, one
alternating tree is grown, prices moving along, until it meets another free seat or somebody who
may as well stay alone. Odd rings are shrunk into blossoms that carry a price of their own. In the
end the prices prove that nothing better exists. After Edmonds (1965); that a fractional matching
is the best start is from Applegate and Cook (1993).

All numbers are whole: worths are multiples of four and prices even, and every step keeps that.
"""

from collections.abc import Callable, Sequence
from heapq import heappop, heappush

from partnering.matching.nests import Nests

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
        self._start()

    def repair(self, progress: Callable[[int, int], None] = lambda *_: None) -> None:
        """Afterwards everybody with a price above nothing has a partner."""
        alone = [one for one, mate in enumerate(self.mate) if mate < 0]
        alone = [one for one in alone if self.nests.price_of(one) > 0]
        for done, seat in enumerate(alone, start=1):
            if self.mate[seat] < 0 and self.nests.price_of(seat) > 0:
                self._grow_from(seat)
            progress(done, len(alone))

    def prices(self) -> list[int]:
        return [self.nests.price_of(seat) for seat in range(self.nests.n)]

    def rings(self) -> list[tuple[tuple[int, ...], int]]:
        """The blossoms that carry a price, as sets of seats, with it."""
        return self.nests.priced()

    def _start(self) -> None:
        self.now = 0
        self.label: dict[int, int] = {}
        """Per head of a nest (see `Nests`) in the tree."""
        self.via: dict[int, tuple[int, int] | None] = {}
        """Per labelled head the pair through which the tree came to it."""
        self.since = dict[int, int]()
        """Per labelled head when its prices began to move."""
        self.fresh: list[int] = []
        self.events: list[tuple[int, int, int, int]] = []
        """When, seat, other, worth; or when, seat or blossom, what ends, 0."""

    def _grow_from(self, root: int) -> None:
        self._start()
        self._outer(self.nests.head[root], None)
        while not self._finished():
            pass
        heads = [head for head in self.label if self.nests.head[head] == head]
        for head in heads:
            self._settle(head)
        for head in heads:
            self.nests.dissolve(head)

    def _finished(self) -> bool:
        while self.fresh:
            self._scan(self.fresh.pop())
        head = self.nests.head
        self.now, seat, other, worth = heappop(self.events)
        if other == PRICE_ENDS:
            self._flip(seat, -1)
            return True
        if other == BLOSSOM_ENDS:
            if self.nests.is_outermost(seat) and self.label.get(self.nests.chief[seat]) == INNER:
                self._expand(seat)
            return False
        there = head[other]
        label = self.label.get(there)
        if there == head[seat] or label == INNER or self._at(seat) + self._at(other) != worth:
            return False
        if label == OUTER:
            self._shrink(seat, other)
        elif self.mate[self.nests.base(there)] < 0:
            self.nests.turn(there, other)
            self.mate[other] = seat
            self._flip(seat, other)
            return True
        else:
            self._inner(there, (seat, other))
        return False

    def _at(self, seat: int) -> int:
        """A seat's price at this moment."""
        head = self.nests.head[seat]
        price = self.nests.price[seat] + self.nests.shift[head]
        label = self.label.get(head)
        return price + label * (self.now - self.since[head]) if label else price

    def _enter(self, head: int, label: int, via: tuple[int, int] | None) -> None:
        self.label[head], self.via[head], self.since[head] = label, via, self.now

    def _outer(self, head: int, via: tuple[int, int] | None) -> None:
        self._enter(head, OUTER, via)
        self.fresh += self.nests.seats(head)

    def _inner(self, head: int, via: tuple[int, int], *, onwards: bool = True) -> None:
        self._enter(head, INNER, via)
        blossom = self.nests.around[head]
        if blossom in self.nests.weight:
            ends = self.now + self.nests.weight[blossom] // 2
            heappush(self.events, (ends, blossom, BLOSSOM_ENDS, 0))
        if onwards:
            base = self.nests.base(head)
            self._outer(self.nests.head[self.mate[base]], (base, self.mate[base]))

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
        """The same for a seat that left the tree when its blossom was opened."""
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
        for head in heads:
            self._settle(head)
            if self.label[head] == INNER:
                self.fresh += self.nests.seats(head)
        via = self.via[meeting]
        ties = [*reversed(first), (one, other), *[(y, x) for x, y in second]]
        self._enter(self.nests.close(heads, ties), OUTER, via)

    def _expand(self, blossom: int) -> None:
        """An inner blossom whose price ended: the tree goes on through the even way around it."""
        head = self.nests.chief[blossom]
        self._settle(head)
        via = self.via[head]
        assert via is not None
        del self.label[head]
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

    def _flip(self, seat: int, partner: int) -> None:
        """Trade partners along the tree from `seat`, who gets `partner`, up to the root."""
        while True:
            head = self.nests.head[seat]
            self.nests.turn(head, seat)
            self.mate[seat] = partner
            via = self.via[head]
            if via is None:
                return
            inner = self.nests.head[via[0]]
            back = self.via[inner]
            assert back is not None
            seat, partner = back
            self.nests.turn(inner, partner)
            self.mate[partner] = seat
