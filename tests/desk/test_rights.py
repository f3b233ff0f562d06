"""Who may do what: Discord's own rights and the roles a desk maps to levels; dossiers that one desk alone sees."""

from dataclasses import replace

import pytest

from bot.asking import Asker, UserError
from bot.commands.completion import complete
from bot.rights import Level, level_of
from db.desk.desks import Desk
from db.loading.dossiers import replace_dossier
from db.storage.database import Database
from tests.asking import ANN, asked
from tests.builders import NOW, replaced, tiny

SERVER = Desk("42", "Europe/Berlin", "09:00")
OTHER = replace(SERVER, id="43")
MALLORY = Asker("9", "mallory")


@pytest.mark.parametrize(
    ("base", "roles", "mapped", "expected"),
    [
        ("reader", "", {}, "reader"),
        ("editor", "", {}, "editor"),
        ("admin", "", {}, "admin"),
        ("reader", "r1", {"r1": "editor"}, "editor"),
        ("reader", "r1 r2", {"r1": "editor", "r2": "admin"}, "admin"),
        ("reader", "r1", {"r1": "admin", "r2": "reader"}, "admin"),
        ("editor", "", {"r1": "editor"}, "reader"),
        ("editor", "", {"r1": "admin"}, "editor"),
        ("reader", "", {"r1": "reader"}, None),
        ("editor", "", {"r1": "reader"}, "editor"),
        ("admin", "", {"r1": "reader"}, "admin"),
        ("reader", "r1", {"r1": "reader"}, "reader"),
    ],
)
def test_a_level_is_the_highest_that_rights_or_roles_give(
    base: Level, roles: str, mapped: dict[str, Level], expected: Level | None
) -> None:
    assert level_of(base, frozenset(roles.split()), mapped) == expected


def test_a_reader_may_ask_but_neither_answer_nor_administer(ferry: Database) -> None:
    assert "ferry" in asked(ferry, "/status", desk=SERVER, asker=MALLORY)
    with pytest.raises(UserError, match="/outcome is for this desk's editors"):
        asked(ferry, "/outcome D1 unclear", desk=SERVER, asker=MALLORY)
    with pytest.raises(UserError, match="/setup is for those who may manage this server"):
        asked(ferry, "/setup hour:10:00", desk=SERVER, asker=MALLORY)
    with pytest.raises(UserError, match="Answering a reminder is for this desk's editors"):
        asked(ferry, "/due 1 happened", desk=SERVER, asker=MALLORY)


def test_a_mapped_role_gives_its_level_and_takes_it_away_again(ferry: Database) -> None:
    eve = Asker("8", "eve", roles=frozenset({"7"}))

    shown = asked(ferry, "/setup role:7 level:editor", desk=SERVER)
    asked(ferry, "/outcome D1 unclear", desk=SERVER, asker=eve)
    after = asked(ferry, "/setup role:7 level:none", desk=SERVER)

    assert "May edit and answer: role 7" in shown
    assert "May edit and answer: those who may manage messages" in after
    with pytest.raises(UserError, match="is for this desk's editors"):
        asked(ferry, "/outcome D1 unclear", desk=SERVER, asker=eve, request="again")


def test_where_a_role_is_made_reader_others_get_no_answers_and_no_completions(ferry: Database) -> None:
    asked(ferry, "/setup role:7 level:reader", desk=SERVER)

    with pytest.raises(UserError, match="/who is for those whose role this server lets read"):
        asked(ferry, "/who vane", desk=SERVER, asker=MALLORY)

    assert complete(ferry, "who", "name", "va", options={}, now=NOW, desk=SERVER, asker=MALLORY) == []
    reader = replace(MALLORY, roles=frozenset({"7"}))
    assert complete(ferry, "who", "name", "va", options={}, now=NOW, desk=SERVER, asker=reader) != []


def test_a_role_without_a_level_changes_nothing_and_says_what_works(ferry: Database) -> None:
    with pytest.raises(UserError, match="/setup role:@Desk level:editor"):
        asked(ferry, "/setup role:7 hour:10:00", desk=SERVER)

    assert "09:00" in asked(ferry, "/setup", desk=SERVER)


def test_a_desks_own_dossier_is_seen_by_that_desk_alone(either_database: Database) -> None:
    shared, own = tiny(), replaced("events", "E1", title="The secret ferry sails")
    with either_database.writing() as connection:
        replace_dossier(connection, replace(shared, id="other"), now=NOW, actor="test")
        replace_dossier(connection, own, now=NOW, actor="test", owner=SERVER.id)

    mine = asked(either_database, "/item E1 dossier:ferry", desk=SERVER)

    assert "The secret ferry sails" in mine
    with pytest.raises(UserError, match=r"no dossier “ferry”. Loaded: other\."):
        asked(either_database, "/item E1 dossier:ferry", desk=OTHER)
    with pytest.raises(UserError, match="no dossier “ferry@42”"):
        asked(either_database, "/item E1 dossier:ferry@42", desk=OTHER)


def test_two_desks_and_all_may_have_a_dossier_of_the_same_name(either_database: Database) -> None:
    with either_database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test")
        replace_dossier(connection, replaced("events", "E1", title="Ours"), now=NOW, actor="test", owner=SERVER.id)
        replace_dossier(connection, replaced("events", "E1", title="Theirs"), now=NOW, actor="test", owner=OTHER.id)

    assert "Ours" in asked(either_database, "/item E1", desk=SERVER)
    assert "Theirs" in asked(either_database, "/item E1", desk=OTHER)
    third = asked(either_database, "/item E1", desk=replace(SERVER, id="44"))
    assert "Ours" not in third
    assert "Theirs" not in third


def test_a_desk_whose_id_ends_alike_sees_nothing_of_another(either_database: Database) -> None:
    with either_database.writing() as connection:
        replace_dossier(connection, tiny(), now=NOW, actor="test", owner="142")

    with pytest.raises(UserError, match="No dossier is loaded yet"):
        asked(either_database, "/status", desk=SERVER, asker=ANN)
