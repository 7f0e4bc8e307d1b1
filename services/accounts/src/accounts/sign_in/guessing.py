"""Wrong passwords count for the network that sends them, and for a known browser apart."""

from accounts.limits.actions import RateLimits


class Guessing:
    """One attempt at one account. What others tried slows a stranger, never a known browser."""

    device: str | None = None
    """The browser, if it has signed in to this account before."""

    def __init__(self, limits: RateLimits, account: str, network: str) -> None:
        self._limits = limits
        self._account = account
        self._network = network

    async def begin(self) -> None:
        """Count the attempt before any work is done for it."""
        if self.device is not None:
            await self._limits.pace("sign_in_per_device", self.device)
            return
        await self._limits.pace("sign_in_per_network", self._network)
        attacked = await self._limits.used_up("sign_in_attack", self._account)
        limit = "sign_in_under_attack" if attacked else "sign_in_per_account"
        await self._limits.spend(limit, self._account, self._network)

    async def failed(self) -> None:
        if self.device is None:
            await self._limits.note("sign_in_attack", self._account)

    async def succeeded(self) -> None:
        """A success does not count, and the failures before it are forgiven."""
        if self.device is not None:
            await self._limits.forget("sign_in_per_device", self.device)
            return
        await self._limits.give_back("sign_in_per_network", self._network)
        for limit in ("sign_in_per_account", "sign_in_under_attack"):
            await self._limits.forget(limit, self._account, self._network)
