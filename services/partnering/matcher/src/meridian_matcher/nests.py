"""Blossoms inside blossoms: which seats they hold, and how a partnership is turned around in one.

Every outermost blossom is known by its *head*, one of its seats; a seat outside any blossom is its
own. When blossoms join, the largest keeps its head and its list of seats, and the prices of a nest
move by one number for all its seats, so that even thousands of nested ones stay cheap.
"""

Pair = tuple[int, int]


class Nests:
    """Numbers below `n` are seats, those from there on are blossoms."""

    def __init__(self, price: list[int], mate: list[int]) -> None:
        n = len(price)
        self.n, self.mate, self.next = n, mate, n
        self.price = price
        """Per seat its price, but for what the whole nest has moved by."""
        self.shift = [0] * n
        """Per head what the prices of its seats have moved by together."""
        self.head = list(range(n))
        self.around = list(range(n))
        """Per head the outermost blossom, or the seat itself."""
        self.chief: dict[int, int] = {}
        """Per blossom its head."""
        self.weight: dict[int, int] = {}
        self._parent: dict[int, int] = {}
        self._ring: dict[int, list[int]] = {}
        self._ties: dict[int, list[Pair]] = {}
        """`_ties[b][i]` leads from `_ring[b][i]` to the next of the ring."""
        self._base: dict[int, int] = {}
        self._seats: dict[int, list[int]] = {}
        """Of the outermost blossoms."""
        self._shares: dict[int, list[tuple[int, int]]] = {}
        """Who brought how many seats, in the order of the list, the largest first."""

    def seats(self, head: int) -> list[int]:
        around = self.around[head]
        return [around] if around < self.n else self._seats[around]

    def price_of(self, seat: int) -> int:
        return self.price[seat] + self.shift[self.head[seat]]

    def base(self, head: int) -> int:
        """The one seat whose partner is not inside."""
        return self._base.get(self.around[head], head)

    def is_outermost(self, blossom: int) -> bool:
        return blossom in self.weight and blossom not in self._parent

    def close(self, heads: list[int], ties: list[Pair]) -> int:
        """Make a ring of outermost nests one blossom, the first its base; its head."""
        b, self.next = self.next, self.next + 1
        ring = [self.around[head] for head in heads]
        self._base[b], self.weight[b] = self.base(heads[0]), 0
        self._ring[b], self._ties[b] = ring, ties
        order = sorted(heads, key=lambda head: (-len(self.seats(head)), head))
        chief = order[0]
        seats = self.seats(chief)
        shares = [(self.around[chief], len(seats))]
        for head in order[1:]:
            joining = self.seats(head)
            shares.append((self.around[head], len(joining)))
            shift = self.shift[head] - self.shift[chief]
            for seat in joining:
                self.head[seat] = chief
                self.price[seat] += shift
            seats += joining
            self._seats.pop(self.around[head], None)
        self._seats.pop(ring[heads.index(chief)], None)
        for part in ring:
            self._parent[part] = b
        self._seats[b], self._shares[b] = seats, shares
        self.chief[b] = chief
        self.around[chief] = b
        return chief

    def open(self, head: int) -> tuple[list[int], list[Pair]]:
        """Take the outermost blossom off its ring; the heads of its parts, and the ties."""
        b = self.around[head]
        ring, ties, seats = self._ring.pop(b), self._ties.pop(b), self._seats.pop(b)
        shares = self._shares.pop(b)
        at = shares[0][1]
        for part, count in shares[1:]:
            mine = seats[at : at + count]
            at += count
            chief = self.chief.get(part, part)
            for seat in mine:
                self.head[seat] = chief
                self.price[seat] += self.shift[head]
            self.shift[chief] = 0
            self.around[chief] = part
            if part >= self.n:
                self._seats[part] = mine
        largest, count = shares[0]
        del seats[count:]
        self.around[head] = largest
        if largest >= self.n:
            self._seats[largest] = seats
        for part in ring:
            del self._parent[part]
        del self._base[b], self.weight[b], self.chief[b]
        return [self.chief.get(part, part) for part in ring], ties

    def dissolve(self, head: int) -> list[int]:
        """Open the blossoms that carry no price, from the outermost inwards; the heads then."""
        waiting, found = [head], []
        while waiting:
            head = waiting.pop()
            if self.weight.get(self.around[head]) == 0:
                waiting += self.open(head)[0]
            else:
                found.append(head)
        return found

    def turn(self, head: int, seat: int) -> None:
        """Make `seat` the base of its outermost blossom, partners inside trading places."""
        waiting = [(self.around[head], seat)]
        while waiting:
            blossom, seat = waiting.pop()
            part = seat
            while part != blossom:
                inside, part = part, self._parent[part]
                waiting += self._turned(part, inside)
                self._base[part] = seat

    def _turned(self, b: int, first: int) -> list[Pair]:
        """Turn one ring until `first` leads it; the parts with the seats that lead them now."""
        ring, ties = self._ring[b], self._ties[b]
        at = j = ring.index(first)
        step = 1 if j % 2 else -1
        if j % 2:
            j -= len(ring)
        changed = []
        while j != 0:
            j += step
            one, other = ties[j] if step == 1 else ties[j - 1][::-1]
            changed += [(ring[j], one), (ring[j + step], other)]
            self.mate[one], self.mate[other] = other, one
            j += step
        self._ring[b], self._ties[b] = ring[at:] + ring[:at], ties[at:] + ties[:at]
        return changed

    def priced(self) -> list[tuple[tuple[int, ...], int]]:
        """The seats of every blossom that carries a price, with it."""
        found = []
        for b, weight in sorted(self.weight.items()):
            if weight:
                inside, waiting = [], [b]
                while waiting:
                    part = waiting.pop()
                    if part < self.n:
                        inside.append(part)
                    else:
                        waiting += self._ring[part]
                found.append((tuple(sorted(inside)), weight))
        return found
