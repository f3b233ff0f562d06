"""Every question by name, and what its signature says of it: options, their words, help."""

import inspect
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, get_type_hints

from rapidfuzz import process

from bot.asking import Ask, UserError
from bot.blocks import Answer, Block, CommandName, Line
from bot.commands.help import FACTS, Task, first_steps, overview, together
from bot.commands.options import DEPTH, SHARED, Command, Option, read_option


def help(ask: Ask, *, topic: Annotated[str, "a command, health, privacy or version, e.g. who"] = "") -> Answer:
    """Show what can be asked, by task, with an example each; with a command's name, all about that one."""
    name = " ".join(topic.split()).removeprefix("/").lower()
    if not name:
        return overview(ask, [_task(key) for key in typed_commands()])
    if name in FACTS:
        return Answer(name.capitalize(), tuple(FACTS[name](ask)), line=f"/help {name}")
    if members := [key for key in typed_commands() if key.startswith(f"{name} ")]:
        return together(f"/{name}", [_task(key) for key in members])
    if name not in typed_commands():
        near = process.extractOne(name, [*typed_commands(), *FACTS], score_cutoff=75)
        hint = f"Did you mean /help {near[0]}?" if near else "All commands: /help depth:full"
        raise UserError(f"There is no help on “{topic[:40]}”. {hint}")
    return Answer(f"/{name}", tuple(_about(name)), line=f"/help {name}")


def short_help(ask: Ask, *, topic: str = "") -> Answer:
    """Show five things to try; with a command's name, all about that one."""
    return help(ask, topic=topic) if topic.strip() else first_steps(ask)


def _task(name: str) -> Task:
    return Task(name, COMMANDS[name].summary, GIVEN.get(name, example(name)), COMMANDS[name].level)


def typed_commands() -> dict[str, Command]:
    """Give those that can be typed or chosen, i.e. all but what stands behind buttons alone."""
    return {name: command for name, command in COMMANDS.items() if not command.pressed}


def _about(name: str) -> Iterator[Block]:
    for paragraph in (inspect.getdoc(COMMANDS[name].function) or "").split("\n\n"):
        yield Line((" ".join(paragraph.split()),))
    yield Line((CommandName(name),), label="Command")
    for option in shown_options(name):
        needed = "needed; " if option.required else ""
        choices = f" ({', '.join(option.choices)})" if option.choices else ""
        yield Line((f"{needed}{option.description}{choices}",), label=option.name)
    yield Line((GIVEN.get(name, example(name)),), label="Example")


COMMANDS: dict[str, Command] = {
    "status": Command("answers.status:status", short="answers.short.status:status"),
    "who": Command("answers.people:who", short="answers.short.people:who", lasting=True),
    "quotes": Command("answers.quotes:quotes", short="answers.short.quotes:quotes", lasting=True),
    "offers": Command("answers.offers:offers", short="answers.short.offers:offers", lasting=True),
    "conflicts": Command("answers.conflicts:conflicts", short="answers.short.conflicts:conflicts", lasting=True),
    "sources": Command("answers.sources:sources", lasting=True),
    "timeline": Command("answers.timeline:timeline", short="answers.short.timeline:timeline", lasting=True),
    "dates": Command("tracking.dates:dates", short="answers.short.dates:dates"),
    "overdue": Command("answers.short.dates:overdue", pressed=True),
    "when": Command("answers.when:when", needs_dossier=False),
    "compare": Command("changes.compare:compare", short="changes.compare_short:compare"),
    "changes": Command("changes.change_log:changes", short="changes.change_log_short:changes"),
    "find": Command("answers.find:find", short="answers.short.find:find", lasting=True),
    "find like": Command("answers.find:find_like", pressed=True),
    "item": Command("answers.item:item"),
    "handover": Command("digests.handover:handover", short="digests.handover_short:handover", writes=True),
    "follow": Command("digests.follow:follow", writes=True),
    "outcome": Command("tracking.outcomes:outcome", writes=True, level="editor"),
    "leads": Command("tracking.lead_times:leads", writes=True, level="editor"),
    "event": Command("answers.calendar_event:event", level="editor"),
    "mute": Command("answers.mute:mute", writes=True, level="editor"),
    "add statement": Command("drafts.add:add_statement", writes=True),
    "add event": Command("drafts.add:add_event", writes=True),
    "add offer": Command("drafts.add:add_offer", writes=True),
    "add report": Command("drafts.add:add_report", writes=True),
    "add date": Command("drafts.add:add_date", writes=True),
    "add person": Command("drafts.add:add_person", writes=True),
    "add source": Command("drafts.add:add_source", writes=True),
    "add message": Command("drafts.add:add_message", writes=True, pressed=True),
    "add change": Command("drafts.drafts:change_draft", pressed=True),
    "add save": Command("drafts.drafts:save_draft", writes=True, pressed=True),
    "article": Command("drafts.article:article", writes=True),
    "article source": Command(
        "drafts.article_presses:source", writes=True, pressed=True, before="drafts.article_presses:read_anew"
    ),
    "article again": Command("drafts.article_presses:again", writes=True, pressed=True),
    "article go": Command("drafts.article:go", writes=True, pressed=True),
    "article sure": Command("drafts.article_presses:sure", writes=True, pressed=True),
    "article take": Command("drafts.article_presses:take", writes=True, pressed=True),
    "article skip": Command("drafts.article_presses:skip", writes=True, pressed=True),
    "article leave": Command("drafts.article_presses:leave", writes=True, pressed=True),
    "article other": Command("drafts.article_presses:other", writes=True, pressed=True),
    "article by": Command("drafts.article_presses:spoken_by", writes=True, pressed=True),
    "article newcomer": Command("drafts.article_presses:newcomer", writes=True, pressed=True),
    "article discard": Command("drafts.article_presses:discard", writes=True, pressed=True),
    "article forget": Command("drafts.article_presses:forget_text", writes=True, level="editor", pressed=True),
    "article back": Command("drafts.article_presses:back", writes=True, pressed=True),
    "edit": Command("drafts.edit:edit", writes=True),
    "edit change": Command("drafts.drafts:change_draft", pressed=True),
    "edit save": Command("drafts.drafts:save_draft", writes=True, pressed=True),
    "merge": Command("drafts.merge:merge", writes=True),
    "merge change": Command("drafts.drafts:change_draft", pressed=True),
    "merge save": Command("drafts.drafts:save_draft", writes=True, pressed=True),
    "review": Command("drafts.review:review", writes=True),
    "undo": Command("drafts.undo:undo", writes=True),
    "my reminders": Command("desk.my_reminders:my_reminders", needs_dossier=False),
    "my remind": Command("desk.my_reminders:my_remind", writes=True, needs_dossier=False),
    "my zone": Command("desk.my_settings:my_zone", writes=True, needs_dossier=False),
    "my quiet": Command("desk.my_settings:my_quiet", writes=True, needs_dossier=False),
    "my data": Command("desk.personal_data:my_data", needs_dossier=False),
    "my forget": Command("desk.personal_data:my_forget", needs_dossier=False),
    "digest add": Command("digests.subscriptions:add", writes=True, level="admin"),
    "digest list": Command("digests.history:listing", needs_dossier=False, level="admin"),
    "digest edit": Command("digests.subscriptions:edit", writes=True, needs_dossier=False, level="admin"),
    "digest preview": Command("digests.history:preview", needs_dossier=False, level="admin"),
    "digest pause": Command("digests.subscriptions:pause", writes=True, needs_dossier=False, level="admin"),
    "digest resume": Command("digests.subscriptions:resume", writes=True, needs_dossier=False, level="admin"),
    "digest remove": Command("digests.subscriptions:remove", needs_dossier=False, level="admin"),
    "setup": Command("desk.setup:setup", writes=True, level="admin"),
    "setup times": Command("desk.setup:setup_times", writes=True, level="admin", pressed=True),
    "setup role": Command("desk.setup:setup_role", writes=True, level="admin", pressed=True),
    "setup own": Command(
        "desk.members_reminders:setup_own", writes=True, needs_dossier=False, level="admin", pressed=True
    ),
    "dossier list": Command("desk.dossier_choice:dossier_list", needs_dossier=False),
    "dossier new": Command(
        "drafts.new_dossier:dossier_new",
        writes=True,
        needs_dossier=False,
        level="admin",
        before="drafts.new_dossier:read_first_text",
    ),
    "dossier begin": Command(
        "drafts.new_dossier:dossier_begin", writes=True, needs_dossier=False, level="admin", pressed=True
    ),
    "dossier load": Command("dossiers.files:dossier_load", needs_dossier=False, level="admin"),
    "dossier apply": Command(
        "dossiers.files:dossier_apply",
        writes=True,
        needs_dossier=False,
        level="admin",
        pressed=True,
        apart="dossiers.large_load:load_apart",
    ),
    "dossier revert": Command(
        "dossiers.files:dossier_revert",
        writes=True,
        needs_dossier=False,
        level="admin",
        pressed=True,
        apart="dossiers.large_load:revert_apart",
    ),
    "dossier export": Command("dossiers.files:dossier_export", level="admin"),
    "dossier use": Command("desk.dossier_choice:dossier_use", writes=True, needs_dossier=False, level="admin"),
    "help": Command("commands.registry:help", short="commands.registry:short_help", needs_dossier=False),
    "due": Command("tracking.outcomes:due", writes=True, needs_dossier=False, level="editor", pressed=True),
    "mine": Command("desk.my_reminders:mine", writes=True, needs_dossier=False, pressed=True),
    "following": Command("digests.follow:following", writes=True, needs_dossier=False, pressed=True),
    "forget": Command("desk.personal_data:forget", writes=True, needs_dossier=False, pressed=True),
    "takeover": Command("digests.handover:takeover", writes=True, pressed=True),
    "reminder": Command("tracking.outcomes:whole_reminder", needs_dossier=False, pressed=True),
    "notice": Command("tracking.outcomes:notice", writes=True, needs_dossier=False, pressed=True),
    "digest save": Command("digests.subscriptions:save", writes=True, needs_dossier=False, level="admin", pressed=True),
    "digest change": Command("digests.subscriptions:change", needs_dossier=False, level="admin", pressed=True),
    "digest drop": Command("digests.subscriptions:drop", writes=True, needs_dossier=False, level="admin", pressed=True),
    "digest restore": Command(
        "digests.subscriptions:restore", writes=True, needs_dossier=False, level="admin", pressed=True
    ),
    "digest show": Command("digests.history:show", needs_dossier=False, pressed=True),
}


@cache
def options_of(name: str) -> tuple[Option, ...]:
    """List a command's own options, in the order in which they can be typed."""
    function = COMMANDS[name].function
    hints = get_type_hints(function, include_extras=True)
    parameters = list(inspect.signature(function).parameters.values())[1:]
    return tuple(read_option(one, hints[one.name]) for one in parameters)


def all_options(name: str) -> tuple[Option, ...]:
    """List what a command takes, the shared options included."""
    command = COMMANDS[name]
    if not command.pressed:
        return options_of(name) + ((DEPTH,) if has_depths(name) else ()) + SHARED
    return options_of(name) + (SHARED[1:2] if command.needs_dossier else ())  # a button names its dossier


# these read; what has no short form of its own is told in full, whatever depth is asked for
_READING = frozenset(
    [
        *"status who quotes timeline offers conflicts dates compare changes find item handover help".split(),
        "digest preview",
    ]
)


def has_depths(name: str) -> bool:
    """Tell whether a command takes a depth."""
    return name in _READING


def shown_options(name: str) -> tuple[Option, ...]:
    """List what a command takes as it is given in Discord: a file in place of its number."""
    if file := ATTACHED.get(name):
        beside = (*options_of(name)[1:], *BESIDE_FILE.get(name, ()))
        return (Option("file", file, required=name != "article"), *beside)
    return all_options(name)


def example(name: str) -> str:
    """Give one line that works."""
    return EXAMPLES[name]


EXAMPLES: Mapping[str, str] = {
    "who": "/who peskov",
    "quotes": "/quotes peskov about:talks",
    "status": "/status as_of:2022-07-28",
    "offers": "/offers party:russia",
    "conflicts": "/conflicts about:griner",
    "sources": "/sources item:S12",
    "timeline": "/timeline from:2022-07-27 to:2022-07-29",
    "dates": "/dates within:7",
    "when": "/when text:“in the coming days” on:2022-07-27",
    "compare": "/compare 2022-07-28 2022-08-10",
    "changes": "/changes since:yesterday",
    "find": "/find exchange kind:statement",
    "find like": "/find like text:“They will speak.”",
    "item": "/item S12",
    "add message": "/add message text:“They will speak.”",
    "add change": "/add change 12",
    "add save": "/add save 12",
    "add statement": "/add statement speaker:peskov text:“It was «not agreed».” source:004-cnn",
    "add event": "/add event title:“Ministers speak” when:2022-07-29 said:“They spoke.” source:004-cnn",
    "add offer": "/add offer title:“An exchange” between:“usa to russia” terms:“one for two” source:004-cnn",
    "add report": "/add report point:P3 says:“25 minutes” source:004-cnn",
    "add date": "/add date title:“A call” when:“in the coming days” by:blinken said:“a call soon” source:004-cnn",
    "add person": "/add person name:“Jane Doe” role:lawyer source:004-cnn",
    "add source": "/add source outlet:CNN title:“Moscow answers” published:“30 July 2022”",
    "article": "/article",
    "article source": "/article source 12 outlet:CNN",
    "article go": "/article go 12",
    "article sure": "/article sure 12",
    "article take": "/article take 12 draft:3",
    "article skip": "/article skip 12 draft:3",
    "article leave": "/article leave 12 draft:3",
    "article other": "/article other 12 draft:3",
    "article by": "/article by 12 draft:3 who:peskov",
    "article newcomer": "/article newcomer 12 draft:3",
    "article discard": "/article discard 12",
    "article forget": "/article forget 004-cnn",
    "article back": "/article back 12",
    "article again": "/article again 12 draft:3",
    "edit": "/edit D4 when:2022-08-04 why:“the article says Thursday”",
    "edit change": "/edit change 12",
    "edit save": "/edit save 12",
    "merge": "/merge S12 into:S3",
    "merge change": "/merge change 12",
    "merge save": "/merge save 12",
    "undo": "/undo",
    "review": "/review",
    "handover": "/handover until:“tomorrow 9:00”",
    "follow": "/follow peskov how:dm",
    "outcome": "/outcome D1 happened basis:“CNN, 30 July”",
    "leads": "/leads D1 times:“2 days before opening, at closing”",
    "event": "/event D1",
    "mute": "/mute zakharova",
    "digest add": "/digest add 08:00 days:mon-fri kind:statement,offer",
    "digest list": "/digest list",
    "digest edit": "/digest edit 1 times:“08:00, 17:30”",
    "digest preview": "/digest preview 1",
    "digest pause": "/digest pause 1",
    "digest resume": "/digest resume 1",
    "digest remove": "/digest remove 1",
    "digest save": "/digest save 1",
    "digest change": "/digest change 1",
    "digest drop": "/digest drop 1",
    "digest restore": "/digest restore 1 active",
    "digest show": "/digest show 1",
    "setup": "/setup zone:Europe/Berlin hour:09:00",
    "setup times": "/setup times zone:Europe/Berlin quiet:22:00-07:00",
    "setup role": "/setup role editor 123456789012345678",
    "setup own": "/setup own 123456789012345678",
    "dossier list": "/dossier list",
    "dossier new": "/dossier new 12 title:“Harbour fee talks” sides:“Port Authority, Blue Line”",
    "dossier begin": "/dossier begin 12",
    "dossier load": "/dossier load 12",
    "dossier apply": "/dossier apply 12",
    "dossier revert": "/dossier revert 12",
    "dossier export": "/dossier export format:calendar",
    "dossier use": "/dossier use us-russia-prisoner-swap-2022",
    "help": "/help who",
    "overdue": "/overdue",
    "due": "/due 1 not",
    "mine": "/mine 1 cancel",
    "following": "/following 1 off",
    "forget": "/forget yes",
    "takeover": "/takeover 12.3.1659000000",
    "notice": "/notice 1",
    "reminder": "/reminder 1",
    "my reminders": "/my reminders",
    "my remind": "/my remind tomorrow about:“ask the embassy”",
    "my data": "/my data",
    "my forget": "/my forget",
    "my zone": "/my zone Europe/Berlin",
    "my quiet": "/my quiet hours:22:00-07:00",
}

# Commands that take an attached file in Discord, in place of the number that their question takes: what the file is,
# and how it is given, since no typed line would be an example.
ATTACHED: Mapping[str, str] = {
    "dossier load": "a dossier as YAML or JSON, or a snapshot; at most 8 MiB, attached",
    "dossier new": "a first news text: .txt, .html, .md or .eml; at most 8 MiB, attached",
    "article": "a news text: .txt, .html, .md or .eml, attached; without one, a form to paste it into",
}
BESIDE_FILE: Mapping[str, tuple[Option, ...]] = {
    "article": (
        Option("outlet", "who published it, where the text does not say so", required=False),
        Option("title", "its headline, where the text does not have it", required=False),
        Option("published", "the day, where the text does not tell it, e.g. 28 July 2022", required=False),
        Option("link", "where it can be read", required=False),
        Option("text", "the number of a text that was handed over, to go on with it", required=False),
        SHARED[1],
    ),
}
GIVEN: Mapping[str, str] = {
    "dossier load": "/dossier load, a file attached; in a terminal: backchannel load talks.yaml",
    "dossier new": "/dossier new, a first text attached; in a terminal: backchannel new",
    "article": "/article, a file attached; in a terminal: backchannel article cnn.txt --outlet CNN",
}
