"""What people mean by “in the coming days”, “10:00 ET on 4 August” or “after the verdict”; pure.

Widths, the calendar, days, limits and conditions each have a file; `reading.read` tries them in turn.
"""
