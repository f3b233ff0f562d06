"""The Slack front end: slack_bolt over Socket Mode, and answers in Block Kit."""
