"""Thirds that join what groups there are, others trading places along a path to make room."""

from collections import deque
from collections.abc import Sequence

from meridian_matcher.pool import Pool

Group = tuple[int, ...]
ROUNDS = 3
ROOMS = 8
"""The best of the first so many groups with room is taken."""
LOOKS = 1_000_000
"""Possible groups looked at in all. A count, not a time: the same input gives the same answer."""


def joined(pool: Pool, groups: Sequence[Group], left: Sequence[int]) -> list[Group]:
    """The groups after as many of those left as this finds room for have joined."""
    seating = _Seating(pool, groups, left)
    for _ in range(ROUNDS):
        before = len(seating.alone)
        seating.seen = set()
        for one in left:
            if one in seating.alone:
                seating.place(one)
        if len(seating.alone) in (0, before):
            break
    return sorted(set(seating.group.values()))


class _Seating:
    """Who sits in which group now, and who is alone."""

    def __init__(self, pool: Pool, groups: Sequence[Group], left: Sequence[int]) -> None:
        self.pool, self.neighbours, self.alone = pool, pool.neighbours(), set(left)
        self.group = {one: tuple(group) for group in groups for one in group}
        self.seen: set[int] = set()
        """Whoever was without a seat in a search of this round: what they led to was looked at."""
        self.looks = 0

    def place(self, start: int) -> bool:
        """Whether `start` has a place: by the shortest way of seats that each displace the next,
        until the last one finds room."""
        came: dict[int, tuple[int, Group]] = {}
        """Per displaced seat who took its place, and in which group."""
        queue = deque([start])
        self.seen.add(start)
        while queue and self.looks < LOOKS:
            seat = queue.popleft()
            way = _way(seat, came)
            room = self._room(seat, {start, seat}, {group for _, _, group in way})
            if room is not None:
                self._settle(way, *room)
                self.alone.discard(start)
                return True
            taken = {group for _, _, group in way}
            for near in self._near(seat):
                group = self.group.get(near)
                if group is None or group in taken:
                    continue
                for leaves in group:
                    if leaves not in self.seen and self._works(_swapped(group, leaves, seat)):
                        self.seen.add(leaves)
                        came[leaves] = (seat, group)
                        queue.append(leaves)
        return False

    def _room(
        self, seat: int, without: set[int], taken: set[Group]
    ) -> tuple[list[Group], list[Group]] | None:
        """The groups that would go and those that would come if `seat` found room at once."""
        best: tuple[int, list[Group], list[Group]] | None = None
        tried: set[Group] = set()
        rooms = 0
        for near in self._near(seat):
            group = self.group.get(near)
            if group is None:
                if near in self.alone and near not in without:
                    return [], [_sorted(seat, near)]
                continue
            if group in taken or group in tried or seat in group:
                continue
            tried.add(group)
            for come in self._with(seat, group):
                gain = sum(map(self.pool.points, come)) - self.pool.points(group)
                if best is None or gain > best[0]:
                    best = (gain, [group], come)
                rooms += 1
            if rooms >= ROOMS:
                break
        return best and best[1:]

    def _near(self, seat: int) -> list[int]:
        """Beginning somewhere else for each seat: the first ones would soon be full."""
        near = self.neighbours[seat]
        begin = seat * 40_503 % max(1, len(near))
        return near[begin:] + near[:begin]

    def _with(self, seat: int, group: Group) -> list[list[Group]]:
        """The ways in which a group and one more seat could form groups."""
        if len(group) == 2:
            return [[joins]] if self._works(joins := _sorted(seat, *group)) else []
        ways = [
            [_sorted(seat, one), tuple(other for other in group if other != one)] for one in group
        ]
        return [way for way in ways if all(map(self._works, way))]

    def _works(self, group: Group) -> bool:
        self.looks += 1
        seats = self.pool.seats
        return (len(group) == 2 or all(seats[one].may_trio for one in group)) and self.pool.spans(
            group
        )

    def _settle(
        self, way: list[tuple[int, int, Group]], go: list[Group], come: list[Group]
    ) -> None:
        for leaves, comes, group in way:
            come.append(_swapped(group, leaves, comes))
        for each in come:
            for one in each:
                self.group[one] = each
                self.alone.discard(one)


def _way(seat: int, came: dict[int, tuple[int, Group]]) -> list[tuple[int, int, Group]]:
    """Who leaves which group for whom, back to where the search began."""
    way = []
    while seat in came:
        comes, group = came[seat]
        way.append((seat, comes, group))
        seat = comes
    return way


def _swapped(group: Group, leaves: int, comes: int) -> Group:
    return _sorted(comes, *(one for one in group if one != leaves))


def _sorted(*seats: int) -> Group:
    return tuple(sorted(seats))
