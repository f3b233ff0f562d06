"""A news text or page -> drafts of what was said, by whom, when and in which words; pure."""
