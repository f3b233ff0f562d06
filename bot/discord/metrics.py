"""What is measured of a running bot, in Prometheus's form: no names, no ids, no words of anybody."""

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from db.outbox.outbox import Owed

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
# Discord waits three seconds for the first reply
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 3.0, 10.0)


class Figures:
    """Counts and times of one process."""

    def __init__(self) -> None:
        """Begin at nothing."""
        own = self._registry = CollectorRegistry()
        said = "Commands, buttons and forms, by result"
        self._interactions = Counter("backchannel_interactions", said, ["command", "result"], registry=own)
        said = "From an interaction's arrival to its answer"
        self._answers = Histogram("backchannel_answer_seconds", said, buckets=_SECONDS, registry=own)
        said = "From a heartbeat to its answer"
        self._latency = Gauge("backchannel_gateway_latency_seconds", said, registry=own)
        said = "Messages of all servers, by state"
        self._messages = Gauge("backchannel_messages", said, ["state"], registry=own)
        said = "How late the oldest unsent message is"
        self._oldest = Gauge("backchannel_oldest_owed_seconds", said, registry=own)

        said = "Whether a front end is connected"
        self._connected = Gauge("backchannel_connected", said, ["platform"], registry=own)

    def answered(self, command: str, result: str, seconds: float) -> None:
        """Count one interaction: `answered`, `refused` (the asker was told why) or `failed`."""
        self._interactions.labels(command, result).inc()
        self._answers.observe(seconds)

    def text(self, owed: Owed, latency: float | None, connected: Mapping[str, bool]) -> bytes:
        """Write everything, with what the database says now, and which front ends are connected."""
        for platform, there in connected.items():
            self._connected.labels(platform).set(there)
        for state, count in owed.counts.items():
            self._messages.labels(state).set(count)
        self._oldest.set(owed.oldest_seconds)
        self._latency.set(float("nan") if latency is None else latency)
        return generate_latest(self._registry)
