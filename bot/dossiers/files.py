"""Taking a dossier out as a file, and taking one in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Literal

from bot.asking import Ask, UserError, local_day, row_number
from bot.blocks import Answer, Block, Choice, File, Line
from bot.dossiers import export_formats
from bot.dossiers.export_calendar import as_calendar
from bot.dossiers.export_markdown import as_markdown
from bot.dossiers.export_table import as_csv
from bot.dossiers.known_dossier import known_dossier
from bot.dossiers.large_load import Prepared, open_file
from bot.dossiers.load_report import loaded_report
from bot.dossiers.snapshot import Snapshot, is_sealed, sealed
from bot.dossiers.snapshot_reader import Opened
from bot.phrasing.lines import few
from bot.phrasing.when import day
from bot.platforms import platform_of
from bot.tracking.ledger import known_outcomes
from bot.tracking.planner import plan
from db.desk.desks import list_reminder_channels
from db.desk.drafts import Draft, count_loaded, find_draft, mark_draft, mark_loaded, mark_open
from db.desk.outcomes import Outcome
from db.loading.dossiers import Loaded, preview_dossier, replace_dossier
from db.loading.edits import Editor, list_edits, restore_items
from db.loading.heads import DossierHead, list_dossiers
from db.loading.load_stage import hide_dossier
from db.loading.revert import Former, decode_former, encode_former, get_former, list_recorded, remove_dossier
from db.loading.snapshots import HIDES, KEPT, add_kept, get_dossier, list_kept, list_own_items
from db.model.codec import decode, dossier_key, kind_of
from db.model.records import Dossier, TrackedDate
from db.reading.changes import count_changes
from db.storage.database import lock
from db.storage.schema import FILE, LOCAL

Format = Literal["yaml", "json", "csv", "markdown", "html", "calendar", "snapshot"]
_ENDINGS: dict[Format, str] = {
    "yaml": "yaml",
    "json": "json",
    "csv": "csv",
    "markdown": "md",
    "html": "html",
    "calendar": "ics",
    "snapshot": "snapshot.json",
}
_SAID: dict[Format, str] = {
    "yaml": "loads back to the same dossier",
    "json": "loads back to the same dossier",
    "csv": "a row for each thing that each source says, for a spreadsheet; a ' before =, +, - or @ is ours, so that it "
    "is shown and not worked out",
    "markdown": "everything with its sources, for reading",
    "html": "one page for a browser or for paper, as known on the day that is asked for: where it stands, then every "
    "item with its sources; it needs no network",
    "calendar": "the tracked dates that have days, as this desk has moved them; an inexact one spans all its days, and "
    "what was called off stands as cancelled",
    "snapshot": "sealed with checksums: the dossier, this desk's changes, outcomes, mutes and single dates' reminders; "
    "loads back as it was",
}


_BY_DAY: frozenset[Format] = frozenset({"csv", "markdown", "html", "calendar"})  # for reading; the others load back


def dossier_export(ask: Ask, *, format: Annotated[Format, "what kind of file"] = "yaml") -> Answer:
    """Give the dossier as a file: as this desk sees it, of all days; what is for reading, as known on the day in as_of.

    YAML and JSON load back to the same; CSV is for spreadsheets (a ' before =, +, - or @ is ours: without it a
    spreadsheet would work the text out), Markdown for reading, the calendar (ICS) holds the tracked dates. HTML is one
    page for a browser, offline, or for paper, where it stands first. A snapshot is sealed: it
    holds the file's dossier, this desk's changes, recorded outcomes, mutes, and when it is reminded of single dates.
    """
    content = _content(ask, format)
    made = ask.as_of if format in _BY_DAY else local_day(ask.now, ask.desk.zone)
    name = f"{ask.head.name}-{made:%Y-%m-%d}.{_ENDINGS[format]}"
    said = f"{name}: {_SAID[format]}. {len(content.encode()):,} bytes."
    if ask.explicit_as_of:
        whole = "Of all days: what can be loaded again is cut to none."
        said += f" As known on {day(ask.as_of)}." if format in _BY_DAY else f" {whole}"
    return Answer(f"Exported: {ask.head.title}", (Line((said,)),), file=File(name, content.encode()))


def _recorded(ask: Ask) -> dict[str, list[Outcome]]:
    recorded: dict[str, list[Outcome]] = {}
    for one in known_outcomes(ask):
        recorded.setdefault(one.item, []).append(one)
    return recorded


def _content(ask: Ask, format: Format) -> str:
    if format == "snapshot":
        return _snapshot(ask)
    if format == "html":
        from bot.dossiers.export_page import as_page  # its template and its chart take a while to load

        return as_page(ask)
    dossier = get_dossier(ask.view.connection, ask.head, desk=ask.desk.id)
    if ask.explicit_as_of and format in _BY_DAY:
        dossier = known_dossier(dossier, ask.as_of)
    return _written(ask, dossier, _recorded(ask), format)


def _written(ask: Ask, dossier: Dossier, recorded: Mapping[str, list[Outcome]], format: Format) -> str:
    match format:
        case "json":
            return export_formats.as_json(dossier)
        case "csv":
            return as_csv(dossier)
        case "markdown":
            return as_markdown(dossier, now=ask.now, known=ask.as_of if ask.explicit_as_of else None)
        case "calendar":
            changed = count_changes(ask.view, kind=kind_of(TrackedDate))
            return as_calendar(dossier, recorded, now=ask.now, changed=changed)
        case _:
            return export_formats.as_yaml(dossier)


def _snapshot(ask: Ask) -> str:
    connection, where = ask.view.connection, {"dossier": ask.head.id, "desk": ask.desk.id}
    return sealed(
        Snapshot(
            dossier=export_formats.as_data(get_dossier(connection, ask.head)),
            own=[list(one) for one in list_own_items(connection, **where)],  # type: ignore[misc]
            **{what: list_kept(connection, what, **where) for what in KEPT},
        )
    )


# --- taking one in

MOST_TOLD = 300  # changes that an answer tells one by one
MOST_DOSSIERS = 20  # of a server's own
MOST_LOADED = 100_000_000  # characters of files that a server applies within a day: each stays in its list of changes


def dossier_load(ask: Ask, *, draft: Annotated[str, "the number of a file that was sent in"]) -> Answer:
    """Show what loading a file would change, before anything is: added, changed (old -> new), removed.

    In Discord attach the file (YAML, JSON or a snapshot), in Slack a form takes it; every fault is listed with its
    place. In a terminal:
    backchannel load FILE. What a server loads belongs to it alone.
    """
    found = _draft(ask, draft)
    opened = open_file(found)
    loaded, dossier = preview_dossier(ask.view.connection, opened.dossier, owner=_owner(ask)), opened.dossier
    if opened.snapshot:
        _check_unmixed(ask, loaded.dossier)
    lines: list[Block] = [Line((line.strip(),)) for line in loaded_report(loaded, dossier).splitlines()]
    if not loaded.changes:
        return Answer("Nothing would change", tuple(lines))
    lines += _hidden(ask, loaded.dossier)
    apply = Choice("Apply", f"/dossier apply {found.id} seen:{_revision(ask, loaded.dossier)}")
    return Answer("This would change", (*lines, apply), line=f"/dossier load {found.id}")


def dossier_apply(
    ask: Ask,
    *,
    draft: Annotated[str, "the number of a file that was sent in"],
    seen: Annotated[str, "over which revision its changes were shown"] = "",
) -> Answer:
    """Load a file that was sent in, all or nothing; its changes were shown before."""
    found = _draft(ask, draft)
    opened = _ready(ask) or open_file(found)
    if meanwhile := _loaded_meanwhile(ask, found, dossier_key(opened.dossier.id, _owner(ask)), seen):
        return meanwhile
    _check_loaded(ask, found)
    if not mark_draft(ask.view.connection, found.id, "applied", by=ask.asker.name, by_id=ask.asker.id, now=ask.now):
        raise UserError(f"File {found.id} has been applied already, by {found.decided_by or 'somebody else'}.")
    before = {head.id: head for head in list_dossiers(ask.view.connection, desk=ask.desk.id)}
    loaded, dossier = _load(ask, opened), opened.dossier
    _check_count(ask, before, loaded.dossier)
    _plan_anew(ask, loaded.dossier)
    lines = _told(loaded, dossier)
    use = Choice("Ask it in this channel", f"/dossier use {dossier.id}")
    undo = _undoing(ask, found, Former(loaded.dossier, loaded.revision, before.get(loaded.dossier)))
    return Answer("Loaded", (*lines, use, *undo), line="/dossier list")


def _loaded_meanwhile(ask: Ask, draft: Draft, key: str, seen: str) -> Answer | None:
    """Show anew what a file would change, if its dossier is of another revision than when it was shown."""
    if not seen:
        return None
    lock(ask.view.connection, f"load {key}")
    if str(_revision(ask, key)) == seen:
        return None
    newest = list_edits(ask.view.connection, desk=FILE, dossier=key, limit=1)
    who = f"{newest[0].actor_name} has loaded another one" if newest else "It was taken out"
    shown = dossier_load(ask, draft=str(draft.id))
    told = Line((f"{who} meanwhile: nothing was loaded. Look again.",), label="Changed")
    return replace(shown, blocks=(told, *shown.blocks), refused=True)


def _revision(ask: Ask, dossier: str) -> int:
    heads = list_dossiers(ask.view.connection, desk=ask.desk.id)
    return next((head.revision for head in heads if head.id == dossier), 0)


def _check_loaded(ask: Ask, draft: Draft) -> None:
    """Raise UserError where a server has applied as much within a day as it may."""
    loaded = count_loaded(ask.view.connection, desk=ask.desk.id, since=ask.now - timedelta(days=1))
    if ask.desk.id != LOCAL and loaded + len(draft.body) > MOST_LOADED:
        raise UserError(
            f"Within a day {MOST_LOADED / 1_000_000:,.0f} MB of files may be loaded here, and "
            f"{loaded / 1_000_000:,.1f} MB have been. Apply this one later: /dossier load {draft.id}"
        )


def _check_count(ask: Ask, before: Mapping[str, DossierHead], dossier: str) -> None:
    """Raise UserError where a load would give a server more dossiers of its own than it may have."""
    own = sorted(head.name for head in before.values() if head.owner)
    if ask.desk.id != LOCAL and dossier not in before and len(own) >= MOST_DOSSIERS:
        raise UserError(
            f"This {platform_of(ask.desk.id).home} has {MOST_DOSSIERS} dossiers of its own, and no more are kept. Load "
            f"the file under the id of one of them, which it then replaces: {few(own)}"
        )


def _undoing(ask: Ask, draft: Draft, former: Former) -> list[Block]:
    """Offer to take a load back, or say why not."""
    if former.head and former.head.revision == former.made:
        return []  # nothing has changed
    if is_sealed(draft.body):
        said = (
            "a snapshot brings what its desk had recorded, so it is not taken back as a whole; /undo takes back changes"
        )
        return [Line((said,), label="Note")]
    mark_loaded(ask.view.connection, draft.id, seen=encode_former(former))
    return [Choice("Undo", f"/dossier revert {draft.id}")]


def _plan_anew(ask: Ask, dossier: str) -> None:
    """Plan a dossier's reminders anew, and the shared one's, which end where the desk's own hides it."""
    for one in {dossier, dossier.partition("@")[0]}:
        for place in list_reminder_channels(ask.view.connection, desk=ask.desk.id, dossier=one):
            plan(ask.view.connection, ask.desk, place.dossier, place.channel, now=ask.now)


def dossier_revert(ask: Ask, *, draft: Annotated[str, "the number of a file that was loaded"]) -> Answer:
    """Take back the load of a file: the one before it is put back; what this desk recorded stays as it is."""
    found = _sent_in(ask, draft)
    if found.state != "applied" or not found.seen:
        raise UserError(f"File {found.id} is not loaded, so there is nothing to take back. See /dossier list")
    former, connection = decode_former(found.seen), ask.view.connection
    lock(connection, f"load {former.dossier}")
    heads = {head.id: head for head in list_dossiers(connection, desk=ask.desk.id)}
    _check_newest(found, former, heads.get(former.dossier))
    if not mark_open(connection, found.id, "draft", was="applied"):
        raise UserError(f"The load of file {found.id} has been taken back already.")
    again = Choice(f"Show file {found.id} again", f"/dossier load {found.id}")
    if former.head is None:
        return Answer("Taken out", (_taken_out(ask, found, heads[former.dossier]), again), line="/dossier list")
    loaded, dossier = _put_back(ask, found, former.head, made=former.made)
    _plan_anew(ask, loaded.dossier)
    lines = _told(loaded, dossier)
    return Answer("Put back", (*lines, again), line="/dossier list")


def _put_back(ask: Ask, draft: Draft, head: DossierHead, *, made: int) -> tuple[Loaded, Dossier]:
    ready, connection = _ready(ask), ask.view.connection
    dossier = ready.dossier if ready else get_former(connection, head, made=made)
    loaded = replace_dossier(
        connection,
        dossier,
        now=ask.now,
        actor=ask.asker.name,
        why=f"the load of file {draft.id} taken back",
        owner=head.owner,
        stage=ready.stage if ready else None,
    )
    return loaded, dossier


def _told(loaded: Loaded, dossier: Dossier) -> list[Block]:
    """Say what a load has done; of very much, which was shown before, how many of each kind."""
    return [Line((line.strip(),)) for line in loaded_report(loaded, dossier, most=MOST_TOLD).splitlines()]


def _check_newest(draft: Draft, former: Former, now: DossierHead | None) -> None:
    if now is None or now.revision != former.made:
        name = former.dossier.partition("@")[0]
        there = f"it is at revision {now.revision} now" if now else "it is no longer there"
        raise UserError(
            f"{name} was loaded again after file {draft.id}, which made revision {former.made}: {there}. Nothing was "
            "taken back. What it should be is loaded as a file: /dossier load"
        )


def _taken_out(ask: Ask, draft: Draft, head: DossierHead) -> Line:
    """Take a dossier out of which there was none before, unless a desk has recorded something in it."""
    if recorded := list_recorded(ask.view.connection, head.id):
        raise UserError(
            f"There was no {head.name} of this desk's before, and there is something recorded for it now, which would "
            f"be lost with it: {', '.join(recorded)}. Nothing was taken back. What it should be is loaded as a file: "
            "/dossier load"
        )
    if ask.prepared:
        hide_dossier(ask.view.connection, head.id, now=ask.now)
    else:
        remove_dossier(ask.view.connection, head, now=ask.now, actor=ask.asker.name)
    _plan_anew(ask, head.id)
    shared = {one.id for one in list_dossiers(ask.view.connection, desk=ask.desk.id)}
    there = "the shared one is asked here again" if head.name in shared else "there was none before"
    return Line((f"{head.title} ({head.name}) of this desk’s own is taken out; {there}.",))


def _hidden(ask: Ask, dossier: str) -> list[Block]:
    """Say, before a desk's own dossier hides a shared one for the first time, what goes out of sight with that."""
    name = dossier.partition("@")[0]
    heads = list_dossiers(ask.view.connection, desk=ask.desk.id)
    if name == dossier or name not in {head.id for head in heads}:
        return []
    home = platform_of(ask.desk.id).home
    said = (
        f"this becomes this {home}’s own {name} and hides the shared one here. What this desk recorded, edited, muted "
        "or follows in that one is out of sight then, and its reminders and digests end: settle them anew with "
        "/setup channel: and /digest add. To correct single items without that: /edit"
    )
    return [Line((said,), label="Note")]


def _draft(ask: Ask, number: str) -> Draft:
    found = _sent_in(ask, number)
    if found.state == "applied":
        raise UserError(f"File {found.id} has been applied already, by {found.decided_by}.")
    return found


def _sent_in(ask: Ask, number: str) -> Draft:
    found = find_draft(ask.view.connection, row_number(number), desk=ask.desk.id)
    if found is None or found.kind != "load":
        raise UserError(f"There is no file {number[:20]} here. Send one in with /dossier load.")
    return found


def _owner(ask: Ask) -> str:
    return "" if ask.desk.id == LOCAL else ask.desk.id


def _ready(ask: Ask) -> Prepared | None:
    """Give what was made ready of a large file before the database is written to."""
    return ask.prepared.ready if ask.prepared else None


def _load(ask: Ask, opened: Prepared) -> Loaded:
    loaded = replace_dossier(
        ask.view.connection,
        opened.dossier,
        now=ask.now,
        actor=ask.asker.name,
        owner=_owner(ask),
        stage=opened.stage,
    )
    if opened.snapshot:
        _restore(ask, opened.snapshot, loaded.dossier)
    return loaded


def _check_unmixed(ask: Ask, dossier: str) -> None:
    """Raise UserError where a desk has recorded something of its own for what a snapshot holds."""
    connection, where = ask.view.connection, {"dossier": dossier, "desk": ask.desk.id}
    if there := [what for what in KEPT if list_kept(connection, what, **where)]:
        raise UserError(
            f"This desk has {' and '.join(_KEPT_SAID[what] for what in there)} of its own for this dossier, which a "
            "snapshot would mix with its own. Load the snapshot in a server, or with --database FILE in a database, "
            "that has none."
        )


def _restore(ask: Ask, snapshot: Opened, dossier: str) -> None:
    _check_unmixed(ask, dossier)
    connection, where = ask.view.connection, {"dossier": dossier, "desk": ask.desk.id}
    editor = Editor(connection, ask.desk.id, dossier, ask.now, ask.asker.id, ask.asker.name)
    own = snapshot.lists["own"]
    records = [decode(kind, body) for kind, body in own if kind != HIDES]
    restore_items(editor, records, hidden=[id_ for kind, id_ in own if kind == HIDES])
    for what in KEPT:
        add_kept(connection, what, snapshot.lists[what], **where, seal=snapshot.seal)


_KEPT_SAID = {"changes": "changes", "outcomes": "outcomes", "leads": "lead times", "mutes": "mutes"}
