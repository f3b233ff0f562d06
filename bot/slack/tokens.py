"""Slack's two tokens: what each looks like, and where it is copied from. Loads none of Slack's library."""

from bot.config import APP_TOKEN_VARIABLE, BOT_TOKEN_VARIABLE, SlackConfig
from bot.config_values import Secret
from bot.findings import Finding

CURES = {
    "bot": "Copy it anew: OAuth & Permissions, Bot User OAuth Token (xoxb-…)",
    "app": "Make it anew: Basic Information, App-Level Tokens, scope connections:write (xapp-…)",
}
_PREFIXES = {"bot": "xoxb-", "app": "xapp-"}


def token_findings(config: SlackConfig) -> list[Finding]:
    """Look at the tokens' shape; whether Slack takes them, only Slack can tell."""
    if config.bot_token is None and config.app_token is None:
        return []
    tokens = {"bot": (config.bot_token, BOT_TOKEN_VARIABLE), "app": (config.app_token, APP_TOKEN_VARIABLE)}
    return [_shape(kind, token, variable) for kind, (token, variable) in tokens.items()]


def _shape(kind: str, token: Secret | None, variable: str) -> Finding:
    prefix = _PREFIXES[kind]
    if token is None:
        cure = f"Slack needs both: set {variable}, or [slack] {kind}_token_file"
        return Finding("fault", "slack", f"the {kind} token is missing", cure)
    if not token.reveal().startswith(prefix):
        return Finding("fault", "slack", f"the {kind} token does not begin with {prefix}", CURES[kind])
    return Finding("ok", "slack", f"the {kind} token has the right shape")
