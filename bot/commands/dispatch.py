"""One question as a front end puts it: checked, asked of the right dossier and day, and what it was answered kept."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from rapidfuzz import process

from bot.answers.lookup import readings
from bot.asking import Ask, Asker, Depth, UserError, local_day
from bot.blocks import Answer
from bot.blocks_json import dump, keep, recall
from bot.commands import answer_cache
from bot.commands.options import Command, Option, parameter
from bot.commands.parser import line_of, split_command
from bot.commands.registry import COMMANDS, all_options, example, has_depths, options_of
from bot.commands.which_dossier import WhichDossier, ask_which, knowing
from bot.dossiers.intake.plain_text import printable
from bot.phrasing.citations import mark_sources
from bot.phrasing.lines import few
from bot.phrasing.marks import foot_sources, with_own_cites
from bot.platforms import platform_of
from bot.rights import LEVELS, Level, level_of, reaches
from db.desk.desks import Desk, get_desk
from db.desk.requests import add_request, get_answer, replace_answer
from db.loading.heads import DossierHead, list_dossiers
from db.model.edtf import words
from db.reading.view import View
from db.storage.database import Connection, Database, lock
from db.storage.threads import MOST_WAITING, Crowded


def ask(
    database: Database,
    name: str,
    options: Mapping[str, str],
    *,
    now: datetime,
    desk: Desk,
    asker: Asker,
    request: str = "",
    explain: bool = False,
    prepared: Any = None,
) -> Answer:
    """Answer one question; `desk` gives the settings of a desk that has settled nothing. Raises UserError.

    `explain` adds how typed names were read, as a command's own option of that name does. `prepared` is what was done
    apart, before.
    The same `request` again changes nothing, and is answered as it was.
    """
    command = COMMANDS[name]
    options = _readable(name, options)
    check_options(name, options)
    mark = database.mark() if command.lasting else None
    key = answer_cache.asked(name, options, desk=desk, channel=asker.channel, explain=explain, mark=mark)
    if key is not None and (kept := answer_cache.find(database, key, now=now)):
        check_level(name, asker, kept.desk)
        return kept.answer
    once = request if command.writes else ""
    if command.before:
        prepared = _prepare(database, name, options, now=now, desk=desk, asker=asker)
    with database.writing() if command.writes else database.reading() as connection:
        if command.writes:
            # what one desk writes takes turns, and what one person does: each sees what was done before
            lock(connection, f"desk {desk.id}")
            lock(connection, f"person {asker.id}")
        if once and not add_request(connection, once, now=now):
            return recall(json.loads(get_answer(connection, once)))
        settled = get_desk(connection, desk.id, default=desk)
        level = check_level(name, asker, settled)
        heads = list_dossiers(connection, desk=settled.id)
        try:
            options = _of_one_dossier(connection, heads, name, options, now=now, desk=settled, channel=asker.channel)
        except WhichDossier as which:
            answer = ask_which(name, options, which.heads, level)
        else:
            question = _open_ask(connection, heads, name, options, now=now, desk=settled, asker=asker, request=request)
            readings: list[str] | None = [] if explain or options.get("explain") == "yes" else None
            question = replace(question, level=level, readings=readings, depth=_depth(options), prepared=prepared)
            answer = _finish(question, _answer(command, question, _own(name, options)))
        if once:
            replace_answer(connection, once, dump(keep(answer)))
    if key is not None:
        answer_cache.keep(database, key, answer, now=now, desk=settled)
    return answer


def _own(name: str, options: Mapping[str, str]) -> dict[str, str]:
    return {parameter(option): options[option.name] for option in options_of(name) if options.get(option.name)}


def _prepare(
    database: Database, name: str, options: Mapping[str, str], *, now: datetime, desk: Desk, asker: Asker
) -> Any:
    """Do what takes long while nobody waits for the database; gives what came of it."""
    before = COMMANDS[name].preparation()
    with database.reading() as connection:
        settled = get_desk(connection, desk.id, default=desk)
        level = check_level(name, asker, settled)
        heads = list_dossiers(connection, desk=settled.id)
        try:
            options = _of_one_dossier(connection, heads, name, options, now=now, desk=settled, channel=asker.channel)
        except WhichDossier:
            return None  # it will be asked which one is meant
        question = _open_ask(connection, heads, name, options, now=now, desk=settled, asker=asker)
        work = before(replace(question, level=level), **_own(name, options))
    return work() if work else None


async def ask_aside(
    database: Database,
    name: str,
    options: Mapping[str, str],
    *,
    now: datetime,
    desk: Desk,
    asker: Asker,
    request: str = "",
) -> Answer:
    """Answer one question in a thread, while the event loop goes on. Raises UserError."""
    command = COMMANDS[name]
    threads = database.writers if command.writes else database.readers
    asking = partial(ask, database, name, options, now=now, desk=desk, asker=asker, request=request)
    try:
        if not command.apart:
            return await threads.run(asking, whose=desk.id)
        check_level(name, asker, await database.read(get_desk, desk.id, default=desk))
        async with command.parting()(database, options, desk, now=now) as prepared:
            return await threads.run(partial(asking, prepared=prepared), whose=desk.id)
    except Crowded:
        raise UserError(_crowded(desk)) from None


def _crowded(desk: Desk) -> str:
    home = platform_of(desk.id).home
    return f"{MOST_WAITING} questions of this {home} wait already. Ask again in some seconds; nothing was done."


def _answer(command: Command, question: Ask, own: dict[str, str]) -> Answer:
    first = question.head.first if command.needs_dossier and not command.writes else None
    if first is not None and question.as_of < first:
        from bot.answers.status import nothing_yet

        return nothing_yet(question, first)
    return command.answering(short=question.depth == "short")(question, **own)


def _depth(options: Mapping[str, str]) -> Depth:
    return "full" if options.get("depth") == "full" else "short"


def open_ask(
    connection: Connection,
    name: str,
    options: Mapping[str, str],
    *,
    now: datetime,
    desk: Desk,
    asker: Asker,
    request: str = "",
) -> Ask:
    """Work out whose sight of which dossier as of which day is asked for; raises UserError."""
    heads = list_dossiers(connection, desk=desk.id)
    return _open_ask(connection, heads, name, options, now=now, desk=desk, asker=asker, request=request)


def _open_ask(
    connection: Connection,
    heads: list[DossierHead],
    name: str,
    options: Mapping[str, str],
    *,
    now: datetime,
    desk: Desk,
    asker: Asker,
    request: str = "",
) -> Ask:
    head, as_of = circumstances(heads, name, options, now=now, desk=desk, channel=asker.channel)
    view = View(connection, desk.id, head.id, as_of)
    asked = bool(options.get("as_of", "").strip())
    return Ask(view, head, desk, now, asker, explicit_as_of=asked, request=request)


def _of_one_dossier(
    connection: Connection,
    heads: list[DossierHead],
    name: str,
    options: Mapping[str, str],
    *,
    now: datetime,
    desk: Desk,
    channel: str,
) -> dict[str, str]:
    """Say in the options which dossier is asked where one alone knows what they name; raises UserError."""
    try:
        circumstances(heads, name, options, now=now, desk=desk, channel=channel)
    except WhichDossier as which:
        today = local_day(now, desk.zone)
        found = knowing(connection, which.heads, options, desk=desk, as_of=today, now=now)
        if len(found) == 1:
            return {**options, "dossier": found[0].name}
        raise WhichDossier(found or heads) from which
    return dict(options)


def circumstances(
    heads: list[DossierHead], name: str, options: Mapping[str, str], *, now: datetime, desk: Desk, channel: str
) -> tuple[DossierHead, date]:
    """Choose the dossier and the day that a command's options ask for; raises UserError."""
    here = desk.dossiers.get(channel) or desk.dossiers.get("", "")
    head = _choose(heads, options.get("dossier", ""), here, needed=COMMANDS[name].needs_dossier)
    asked = options.get("as_of", "").strip()
    if not asked:
        return head, local_day(now, desk.zone)
    from bot.date_words import past_day  # most questions name no day

    try:
        as_of = past_day.parse_day(asked, now=now, zone=desk.zone, not_after=head.last)
    except past_day.DateError as error:
        raise UserError(f"as_of: {error}") from error
    # a day that is written out may be one of a dossier whose clock is ahead, as one made up for trying is
    if as_of > (today := local_day(now, desk.zone)) and not re.search("[0-9]{4}", asked):
        raise UserError(f"as_of: {words(as_of.isoformat())} is still to come. Write e.g. {today}.")
    return head, as_of


def check_level(name: str, asker: Asker, desk: Desk) -> Level:
    """Give the asker's level at this desk; raises UserError, saying who may, if it is not enough for a command."""
    roles = {role: level for role, level in desk.roles.items() if level in LEVELS}
    needed = COMMANDS[name].level
    level = level_of(asker.level, asker.roles, roles)
    if level is not None and reaches(level, needed):
        return level
    who = platform_of(desk.id).may[needed]
    raise UserError(f"{_called(name)} is for {who}. An admin can let your role do it: /setup role: level:{needed}")


def _called(name: str) -> str:
    if name == "due":
        return "Answering a reminder"
    return f"/{name.partition(' ')[0]}" if COMMANDS[name].pressed else f"/{name}"


def _choose(heads: list[DossierHead], asked: str, here: str, *, needed: bool) -> DossierHead:
    if not heads and not needed:
        return DossierHead("", "no dossier", "", (), 0)
    if not heads:
        raise UserError("No dossier is loaded yet. Load one with: backchannel load FILE")
    by_name = {head.name: head for head in heads}
    if not asked:
        settled = next((head for head in heads if head.id == here), None)
        if settled is None and len(heads) > 1 and needed:
            raise WhichDossier(heads)
        return settled or heads[0]
    if asked in by_name:
        return by_name[asked]
    raise UserError(f"There is no dossier “{asked[:40]}”. Loaded: {few(by_name)}. See /dossier list")


def _readable(name: str, options: Mapping[str, str]) -> dict[str, str]:
    """Take out of what was typed what cannot be seen; raises UserError for what is no text at all."""
    for given, value in options.items():
        if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in value):
            raise UserError(f"{given}: there is a character in it that is no text. For example: {example(name)}")
    told = {option: printable(value) for option, value in options.items()}
    choices = {option.name: option.choices for option in all_options(name)}
    return {option: _chosen(value, choices.get(option, ())) for option, value in told.items()}


_YES_NO = dict.fromkeys(("true", "on", "y", "1"), "yes") | dict.fromkeys(("false", "off", "n", "0"), "no")


def _chosen(value: str, choices: tuple[str, ...]) -> str:
    """Give the choice that is meant by a value, however it is written: true for yes."""
    plain = value.strip().casefold()
    plain = _YES_NO.get(plain, plain) if set(choices) <= {"yes", "no"} else plain
    return plain if plain in choices else value


def check_options(name: str, options: Mapping[str, str]) -> None:
    """Raise UserError unless a command takes these options, and has all that it needs."""
    known = {option.name: option for option in all_options(name)}
    for given, value in options.items():
        if given not in known:
            near = process.extractOne(given, list(known), score_cutoff=60) if known else None
            hint = f"did you mean {near[0]}:?" if near else f"it takes {', '.join(known) or 'no options'}."
            raise UserError(f"/{name} has no option “{given}”; {hint}")
        if value and known[given].choices and value not in known[given].choices:
            raise UserError(_none_of(name, known[given], options))
    missing = [
        option.name for option in options_of(name) if option.required and not options.get(option.name, "").strip()
    ]
    if missing:
        raise UserError(f"/{name} needs {' and '.join(missing)}. For example: {example(name)}")


def _none_of(name: str, option: Option, options: Mapping[str, str]) -> str:
    """Say what can be chosen, and give the line that was typed with one of these in it."""
    typed = options[option.name]
    near = process.extractOne(typed, option.choices, score_cutoff=70)
    shown = next((one for one in option.choices if f"{option.name}:{one}" in example(name)), option.choices[0])
    mended = {**options, option.name: near[0] if near else shown}
    line = line_of(name, mended)
    # too long a line is no help, so then the option alone
    works = line if line and len(line) <= _LONGEST_EXAMPLE else f"{option.name}:{mended[option.name]}"
    return f"{option.name}: “{typed[:40]}” is none of {', '.join(option.choices)}. For example: {works}"


_LONGEST_EXAMPLE = 200


def _finish(question: Ask, answer: Answer) -> Answer:
    line = _again(question, answer.line)
    if answer.as_of is not None:  # of another day or dossier than was asked for, and whole
        return replace(answer, blocks=with_own_cites(answer.blocks))
    sources = answer.sources or (foot_sources if answer.short else mark_sources)(question, answer.blocks)
    blocks = (*with_own_cites(answer.blocks), *readings(question))
    return replace(answer, blocks=blocks, line=line, sources=sources, as_of=question.as_of, dossier=question.head.title)


def _again(question: Ask, line: str) -> str:
    """Complete the line that asks the same again, in the same depth."""
    if not line:
        return ""
    name, rest = split_command(line)
    deep = question.depth == "full" and has_depths(name) and "depth:" not in rest
    return question.again(f"{line} depth:full" if deep else line)
