"""How the bot behaves, point by point: each point names the tests that hold it, and this test that they are there."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
POINTS = {
    "1: a first reply at once, privately where it takes longer": (
        "test_status_answers_at_once_and_privately",
        "test_a_slow_database_is_waited_for_privately",
    ),
    "2: errors are private, say what works, and lose nothing typed": (
        "test_what_is_wrong_is_said_privately_even_for_a_public_answer",
        "test_a_form_that_cannot_be_read_loses_nothing_typed",
        "test_any_text_is_understood_or_refused_with_an_example",
    ),
    "3: an unknown name suggests, an empty result says what to widen": (
        "test_who_with_a_typo_suggests_by_a_button_that_answers",
        "test_quotes_that_find_nothing_say_why_and_what_to_widen",
        "test_an_empty_stretch_says_what_to_widen",
    ),
    "4: a date is read back before it is saved": (
        "test_a_new_date_in_words_is_read_back_before_it_is_kept",
        "test_a_new_date_in_words_is_read_back_privately_and_saved_by_a_press",
        "test_a_statement_is_read_back_before_anything_is_written",
    ),
    "5: buttons outlive a restart, two presses do one thing": (
        "test_a_reminder_is_answered_once_by_its_buttons_also_after_a_restart",
        "test_who_comes_second_is_told_privately_who_was_first",
        "test_pages_turn_in_place_for_their_owner_and_privately_for_others",
    ),
    "6: ten rows a page of what is paged, counted, nothing cut": (
        "test_what_does_not_fit_one_page_has_ten_entries_on_each",
        "test_every_page_of_every_answer_is_within_limits_and_has_only_our_markup",
    ),
    "7: quotes with speaker, date and source; nothing pings": (
        "test_a_quote_stands_under_who_said_it_where_and_when",
        "test_a_hostile_dossier_pings_links_and_formats_nothing",
        "test_no_text_pings_links_or_formats_however_it_comes_in",
    ),
    "8: signs carry words, pictures a description and the same facts": (
        "test_offers_show_certainty_by_words_and_by_how_full_a_sign_is",
        "test_a_timeline_shows_events_and_statements_by_side",
        "test_a_picture_is_a_file_with_a_description_and_is_shared_with_its_page",
    ),
    "9: everything completes, from the first empty list on": (
        "test_names_complete_as_known_by_the_day_asked_for",
        "test_ids_complete_before_anything_is_typed_with_what_came_out_last",
        "test_about_completes_topics_then_names_known_by_then",
    ),
    "10: a digest with nothing new is one line or silent": (
        "test_a_silent_one_posts_nothing_where_nothing_is_new_and_says_so_in_the_list",
        "test_a_digest_tells_what_changed_since_the_last_one_old_and_new",
    ),
    "11: late is marked late, a closed channel loses nothing": (
        "test_what_came_due_while_the_bot_was_down_is_sent_and_marked_late",
        "test_whoever_chose_a_channel_is_told_once_in_person_when_it_is_gone",
    ),
    "12: least rights, and what is missing is named": (
        "test_intents_are_recorded",
        "test_a_bot_that_may_only_see_write_and_embed_answers_reminds_and_posts_digests",
        "test_setup_names_the_right_that_is_missing_and_its_channel",
    ),
    "13: a greeting with three buttons": (
        "test_a_server_is_greeted_once_where_the_bot_may_write",
        "test_the_greetings_buttons_lead_to_dossiers_to_the_panel_and_to_help",
    ),
    "14: destroying takes a second step and can be undone": (
        "test_removing_asks_once_more_and_can_be_undone",
        "test_removing_takes_a_second_step_hides_the_item_from_this_desk_and_offers_undo",
        "test_undo_takes_it_back_and_its_number_is_not_given_again",
    ),
    "15: times are the reader's, a zone is spelt out in what is read back": (
        "test_a_line_shows_label_moment_words_and_sources",
        "test_later_in_own_words_is_read_back_with_day_and_zone",
    ),
}


@pytest.mark.parametrize("point", POINTS)
def test_each_point_of_the_behaviour_is_held_by_tests_that_are_there(point: str) -> None:
    there = {name for file in TESTS.rglob("test_*.py") for name in re.findall(r"def (test_\w+)\(", file.read_text())}

    assert [name for name in POINTS[point] if name not in there] == []
