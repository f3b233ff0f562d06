"""What is due is claimed, worded, posted and marked: once, whatever breaks.

May import desk, digests, tracking and what lies below; never a platform: that is handed in as a `transport`. Front
doors: `worker`, `scheduler.tick`, `dispatcher`.
"""
