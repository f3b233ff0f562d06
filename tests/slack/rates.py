"""How often the methods may be called, as Slack says it."""

from collections import defaultdict, deque

from .world import Clock, Json

_TIERS = {2: 20, 3: 50, 4: 100}
_TIER = {
    "conversations.list": 2, "usergroups.list": 2, "usergroups.users.list": 2,
    "conversations.history": 3, "conversations.replies": 3, "conversations.info": 3, "chat.update": 3, "chat.delete": 3,
    "users.info": 4, "views.open": 4, "views.update": 4, "views.publish": 4, "files.info": 4,
    "files.getUploadURLExternal": 4, "files.completeUploadExternal": 4, "chat.postEphemeral": 4,
    "conversations.members": 4,
}  # fmt: skip
_BURST = 3  # posts that a channel takes at once, before one a second holds


class Rates:
    """Counts calls; off until `strict`, since tests ask more within a second than people do."""

    def __init__(self, clock: Clock) -> None:
        self.strict = False
        self.posts_a_minute = 300
        self._clock = clock
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)

    def check(self, method: str, given: Json) -> float:
        """Give the seconds that a call has to wait; 0 if it may be made, which counts it."""
        if not self.strict:
            return 0.0
        if method == "chat.postMessage":
            wait = max(
                self._wait(f"post {given.get('channel')}", _BURST, float(_BURST)),
                self._wait("post", self.posts_a_minute, 60.0),
            )
            names = [f"post {given.get('channel')}", "post"]
        elif method in _TIER:
            names, wait = [method], self._wait(method, _TIERS[_TIER[method]], 60.0)
        else:
            return 0.0
        if wait <= 0:
            for name in names:
                self._calls[name].append(self._clock())
        return max(wait, 1.0) if wait > 0 else 0.0

    def _wait(self, name: str, most: int, seconds: float) -> float:
        calls, now = self._calls[name], self._clock()
        while calls and calls[0] <= now - seconds:
            calls.popleft()
        return calls[0] + seconds - now if len(calls) >= most else 0.0
