"""A stand-in for Slack on the loopback, what people do in it, and the tests of the Slack front end."""

from .faults import Fault
from .seeing import Dialog, Seen
from .standin import APP_TOKEN, BOT_TOKEN, Standin
from .world import Channel, Message, Refused, User

__all__ = ["APP_TOKEN", "BOT_TOKEN", "Channel", "Dialog", "Fault", "Message", "Refused", "Seen", "Standin", "User"]
