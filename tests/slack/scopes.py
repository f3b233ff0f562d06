"""Which scope each method needs, and which arguments it takes; after Slack's own reference."""

from typing import Any

from .world import Refused

ALL_SCOPES = frozenset(
    """app_mentions:read channels:history channels:read chat:write commands files:read files:write groups:history
    groups:read im:history im:read im:write usergroups:read users:read""".split()
)
_KINDS = {"C": "channels", "G": "groups", "D": "im"}
NEEDED: dict[str, str] = {
    "auth.test": "",
    "api.test": "",
    "chat.postMessage": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.getPermalink": "",
    "conversations.history": "{kind}:history",
    "conversations.replies": "{kind}:history",
    "conversations.info": "{kind}:read",
    "conversations.members": "{kind}:read",
    "conversations.list": "channels:read",
    "conversations.open": "im:write",
    "users.info": "users:read",
    "usergroups.list": "usergroups:read",
    "usergroups.users.list": "usergroups:read",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
    "files.info": "files:read",
    "views.open": "",
    "views.update": "",
    "views.push": "",
    "views.publish": "",
}

ARGUMENTS: dict[str, list[str]] = {
    "api.test": "error".split(),
    "auth.test": [],
    "chat.delete": "as_user channel ts".split(),
    "chat.getPermalink": "channel message_ts".split(),
    "chat.postEphemeral": """as_user attachments blocks channel icon_emoji icon_url link_names markdown_text
        metadata parse text thread_ts user username""".split(),
    "chat.postMessage": """as_user attachments blocks channel current_draft_last_updated_ts icon_emoji icon_url
        link_names markdown_text metadata mrkdwn parse reply_broadcast text thread_ts unfurl_links unfurl_media
        username""".split(),
    "chat.update": """as_user attachments blocks channel file_ids link_names markdown_text metadata parse
        reply_broadcast text ts unfurled_attachments""".split(),
    "conversations.history": "channel cursor include_all_metadata inclusive latest limit oldest".split(),
    "conversations.info": "channel include_locale include_num_members".split(),
    "conversations.members": "channel cursor limit".split(),
    "conversations.list": "cursor exclude_archived limit team_id types".split(),
    "conversations.open": "channel prevent_creation return_im users".split(),
    "conversations.replies": "channel cursor include_all_metadata inclusive latest limit oldest ts".split(),
    "files.completeUploadExternal": """blocks channel_id channels files icon_emoji icon_url initial_comment
        thread_ts username""".split(),
    "files.getUploadURLExternal": "alt_txt filename length snippet_type".split(),
    "files.info": "cursor file limit".split(),
    "usergroups.list": "include_count include_disabled include_users team_id".split(),
    "usergroups.users.list": "include_disabled team_id usergroup".split(),
    "users.info": "include_locale user".split(),
    "views.open": "interactivity_pointer trigger_id view".split(),
    "views.publish": "hash interactivity_pointer user_id view".split(),
    "views.push": "interactivity_pointer trigger_id view".split(),
    "views.update": "external_id hash view view_id".split(),
}


def check_scope(method: str, given: dict[str, Any], scopes: frozenset[str], *, is_private: bool) -> None:
    """Refuse a call for which the app lacks a scope, naming what is needed and what there is."""
    channel = str(given.get("channel", ""))
    kind = "groups" if is_private else _KINDS.get(channel[:1], "channels")
    needed = NEEDED[method].format(kind=kind)
    if needed and needed not in scopes:
        raise Refused("missing_scope", needed=needed, provided=",".join(sorted(scopes)))


def check_arguments(method: str, given: dict[str, Any]) -> None:
    """Refuse arguments that a method does not know; Slack itself ignores some, our use of it should have none."""
    # Bolt names the team in every call
    unknown = sorted(set(given) - {"token", "team_id", *ARGUMENTS[method]})
    if unknown:
        raise Refused(
            "invalid_arguments", response_metadata={"messages": [f"[ERROR] unknown argument: {', '.join(unknown)}"]}
        )
