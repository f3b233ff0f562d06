"""Every kind of button is pressed once in a running Discord: what it leads to is an answer, and nothing breaks."""

import ast
import re
from collections import deque
from pathlib import Path

import bot
from bot.commands.parser import parse
from db.storage.database import Database

from .double import Double
from .interactions import Interaction
from .opened import post_reminder, running
from .world import EVERYTHING, Message, User

_ROOT = Path(bot.__file__).parent
_SEEDS = """
/status | /status depth:full | /who vane | /who vane depth:full | /quotes vane | /quotes vane depth:full
/timeline | /timeline depth:full | /offers | /offers depth:full | /conflicts | /conflicts depth:full | /dates
/dates depth:full | /compare vane oake | /changes | /find ferry | /find ferry depth:full | /item S1 | /item E1
/item O1 | /item D1 | /item P1 | /handover | /help | /help topic:who | /follow vane | /sources
/sources item:S1 | /mute S1 | /leads D1 times:never | /conflicts about:xyzzy | /offers party:south
/find xyzzy as_of:2031-03-05 | /offers state:refused | /timeline from:2031-03-12 to:2031-03-01
/quotes vane about:ferry-line | /dossier use ferry | /compare 2031-03-02 2031-03-12 | /quotes vane about:O1
/quotes vane since:2031-03-05 | /timeline from:2031-03-01 to:2031-03-05 | /changes since:2031-03-01
/digest add 08:00 | /digest list | /my remind "tomorrow at noon" about:call | /my reminders | /my data
/my forget | /setup | /dossier list | /review | /edit S1 | /quotes form:watch by:vane about:ferry | /who nobody
/sttus | /outcome D2 unclear | /event D1
""".replace("\n", " | ").split(" | ")

_LATER = ("/digest pause 1", "/digest remove 1", "/who “The Weekly”")  # once there is what they are about
# what changes the message it stands in comes last
_ENDING = (
    "Save",
    "Apply",
    "Cancel",
    "Happened",
    "Did not",
    "Unclear",
    "Discard",
    "I have it",
    "Skip",
    "Share",
    "Remove",
)
# labels that this crawl does not come to, and the test that presses them; "" where none does yet
_ELSEWHERE = {
    "Another one": "",
    "Another one…": "drafts/test_edit_discord.py",
    "Apply": "dossiers/test_files.py",
    "Ask it in this channel": "",
    "Ask …": "slack/test_asking.py",
    "Call off": "",
    "Change…": "slack/test_doing.py",
    "Choose a channel": "discord/test_welcome.py",
    "Create": "drafts/test_article_discord.py",
    "Discard": "",
    "Fill it in": "drafts/test_article_discord.py",
    "Fix": "discord/test_every_form.py",
    "Go on": "",
    "Go through": "drafts/test_article_discord.py",
    "Let go of its text": "",
    "Load a dossier": "discord/test_welcome.py",
    "Look at it": "",
    "Merge them again": "",
    "Review": "",
    "Say where it came out": "drafts/test_article_discord.py",
    "Show it": "",
    "Skip": "",
    "Stop following…": "",
    "Try again": "",
    "Undo all of it": "drafts/test_article_discord.py",
    "What changed": "",
}


def _labels() -> set[str]:
    """List the labels of buttons that the code writes out."""
    calls = [node for path in _ROOT.rglob("*.py") for node in ast.walk(ast.parse(path.read_text()))]
    made = [node for node in calls if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Choice"]
    return {str(node.args[0].value) for node in made if node.args and isinstance(node.args[0], ast.Constant)}


def _kind(button: dict[str, str]) -> str:
    """Say what kind a button is of: its command with the options that it gives, or what it is called."""
    verb, _, line = button["custom_id"].partition(":")
    if verb != "ask" or not line.startswith("/"):
        return re.sub(r"\d+", "0", button["label"])
    name, options = parse(line)
    return f"{button['label']}: {name} {options.get('press', '')} {sorted(options)}" if name != "item" else "item"


class Crawl:
    """Presses one button of each kind, and of what that shows again."""

    def __init__(self, double: Double, user: User) -> None:
        self.double, self.user = double, user
        self.pressed: dict[str, str] = {}  # label by kind
        self.broken: list[str] = []
        self._shown: deque[Message] = deque()

    def see(self, shown: Interaction) -> None:
        if shown.modal is None:
            self._check(shown.message, "a command")
            self._shown.append(shown.message)

    def look_at(self, message: Message) -> None:
        self._shown.append(message)

    async def go_on(self) -> None:
        while self._shown:
            message = self._shown.popleft()
            for button in sorted(message.buttons, key=lambda one: one["label"] in _ENDING):
                if _kind(button) not in self.pressed and button in message.buttons:
                    await self._press(message, button)

    async def _press(self, message: Message, button: dict[str, str]) -> None:
        self.pressed[_kind(button)] = button["label"]
        done = await self.double.press(self.user, message, button["custom_id"])
        if done.modal is None:
            self._check(done.message, button["label"])
            self._shown.append(done.message)

    def _check(self, message: Message, label: str) -> None:
        if not message.text.strip() or "Something broke" in message.text:
            self.broken.append(f"{label}: {message.text[:200]}")


async def test_each_kind_of_button_is_pressed_and_none_breaks(ferry: Database) -> None:
    async with running(ferry) as (double, bot):
        ann = double.add_user("ann", permissions=EVERYTHING)
        crawl = Crawl(double, ann)
        crawl.look_at(await post_reminder(double, bot, ferry))
        for line in filter(None, _SEEDS):
            first = double.visible(double.channel)[0]
            crawl.see(await double.forge(ann, first, f"ask:{line}"))
        await crawl.go_on()
        for line in _LATER:
            crawl.see(await double.forge(ann, double.visible(double.channel)[0], f"ask:{line}"))
        await crawl.go_on()

    pressed = set(crawl.pressed.values())
    assert crawl.broken == []
    assert sorted(_labels() - pressed - _ELSEWHERE.keys()) == []  # a new kind: let a seed lead to it
    assert sorted(_ELSEWHERE.keys() - (_labels() - pressed)) == []


def test_what_is_pressed_elsewhere_is_pressed_there() -> None:
    tests = Path(__file__).parents[1]
    missing = {
        label: file for label, file in _ELSEWHERE.items() if file and f'"{label}"' not in (tests / file).read_text()
    }

    assert missing == {}
