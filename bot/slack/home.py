"""The Home tab: where it stands, what is overdue with its buttons, one's own reminders, the handover."""

from bot.asking import UserError
from bot.blocks import Answer, Choice, Line
from bot.log import Log
from bot.slack.markdown import Json
from bot.slack.messages import actions, button, pages, plain_text
from bot.slack.reply import TROUBLE, Heard, answered
from bot.slack.slash import ASK
from bot.slack.workspace import Workspace

_MOST_BLOCKS = 100
_PARTS: tuple[tuple[str, dict[str, str]], ...] = (("status", {}), ("overdue", {}), ("my reminders", {}))

_log = Log(__name__)


async def on_home(here: Workspace, body: Json) -> None:
    """Bring the page up to date when somebody looks at it."""
    event = body["event"]
    if event.get("tab") == "home":
        await publish(here, str(event["user"]))


async def publish(here: Workspace, user: str) -> None:
    """Put together somebody's page, and show it; what can't be answered says why."""
    blocks: list[Json] = [{"type": "actions", "elements": [button("Ask …", "ask:form", ASK), *_own()]}]
    for name, options in _PARTS:
        blocks += [{"type": "divider"}, *await _part(here, user, name, options)]
    try:
        view = {"type": "home", "blocks": blocks[:_MOST_BLOCKS]}
        await here.web.views_publish(user_id=user, view=view)
    except TROUBLE as error:
        _log.warning("home not shown", reason=f"{type(error).__name__} {error}"[:200])


def _own() -> list[Json]:
    return [button("Handover", "ask:handover", "/handover"), button("What I can do", "ask:help", "/help")]


async def _part(here: Workspace, user: str, name: str, options: dict[str, str]) -> list[Json]:
    try:
        answer = await answered(here, Heard(user, "home"), name, options)
    except UserError as error:
        answer = Answer(name.capitalize(), (Line((str(error),)),))
    except TROUBLE as error:
        _log.warning("home not complete", part=name, reason=f"{type(error).__name__} {error}"[:200])
        return [{"type": "section", "text": plain_text("This part can’t be shown right now.")}]
    page = pages(answer)[0]
    more = [button("More", "ask:more", answer.line)] if answer.line and page.total > 1 else []
    return [*page.blocks, *actions(page), *([{"type": "actions", "elements": more}] if more else [])]


GREETING = Answer(
    "Backchannel is here",
    (
        Line(("what was said, when, by whom and according to which source: /status, /who, /help",), label="Ask"),
        Line(("what was announced, when it falls due, in a channel that you choose",), label="Be reminded of"),
        Choice("Load a dossier", "/dossier list"),
        Choice("Choose a channel", "/setup"),
        Choice("What I can do", "/help"),
    ),
)
