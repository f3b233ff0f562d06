"""A double of Discord for tests that run the real discord.py."""

from .double import TOKEN, Double
from .faults import Fault
from .interactions import CannotDo, Interaction
from .world import Channel, Message, User

__all__ = ["TOKEN", "CannotDo", "Channel", "Double", "Fault", "Interaction", "Message", "User"]
