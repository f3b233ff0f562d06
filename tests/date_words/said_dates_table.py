"""What people say of times and days in the ways that others' tools were found to misread, and what they mean by it.

Written by hand from the calendar. Beside the kinds of `tests.date_words.dates_table` a row can be a `span`: two instants of one day.
"""

from bot.date_words.meaning import Order
from tests.date_words.dates_table import rows

_FAULTS: dict[tuple[str, str, Order], str] = {
    # a Saturday, 15:20 in Berlin
    ("2026-06-13T13:20+00:00", "Europe/Berlin", "DMY"): """
22h from now                        | moment 2026-06-14T11:20Z
8 hrs                               | moment 2026-06-13T21:20Z
8 hours                             | moment 2026-06-13T21:20Z
10h                                 | moment 2026-06-13T23:20Z
2h                                  | moment 2026-06-13T15:20Z
in 8h                               | moment 2026-06-13T21:20Z
in 1h30m                            | moment 2026-06-13T14:50Z
in 1.5 hours                        | moment 2026-06-13T14:50Z
30m                                 | moment 2026-06-13T13:50Z
2d                                  | day 2026-06-15
2w                                  | day 2026-06-27
in 1 year 2 months                  | day 2027-08-13
in a couple of hours                | moment 2026-06-13T15:20Z
1 hour ago                          | moment 2026-06-13T12:20Z
after an hour                       | moment 2026-06-13T14:20Z
in the next two or three weeks      | window 2026-06-13/2026-07-04~
in two or three weeks               | window 2026-06-27/2026-07-04~
by EOM                              | window 2026-06-13/2026-06-30
at the EOY                          | window 2026-12~
the day after tmrw                  | day 2026-06-15
at dozens                           | refused unread
at 3:30                             | refused ambiguous
half past three                     | refused ambiguous
half past 7 on Friday               | refused ambiguous
the first of the month              | day 2026-07-01
30 February                         | refused no such day
Jul-26                              | refused ambiguous
<t:1778061600:f>                    | moment 2026-05-06T10:00Z
Friday 10:00 +0530                  | moment 2026-06-19T04:30Z
Friday 10 to 12                     | span 2026-06-19T08:00Z 2026-06-19T10:00Z
from 8 to 9 on Friday               | span 2026-06-19T06:00Z 2026-06-19T07:00Z
2pm-4pm Friday                      | span 2026-06-19T12:00Z 2026-06-19T14:00Z
Friday between 1PM and 4 PM         | span 2026-06-19T11:00Z 2026-06-19T14:00Z
week 35                             | window 2026-08-24/2026-08-30
20th of the next month              | day 2026-07-20
3 Fridays from now                  | day 2026-07-03
coming week                         | window 2026-06-13/2026-06-20
""",
    # a Wednesday, 15:20 in Berlin
    ("2022-07-27T13:20+00:00", "Europe/Berlin", "DMY"): """
between September 28th and 30th     | window 2022-09-28/2022-09-30
from August 27th to 29th            | window 2022-08-27/2022-08-29
28th August till 30th               | window 2022-08-28/2022-08-30
November to March 2024              | window 2023-11/2024-03
from December to January 2024       | window 2023-12/2024-01
August 10 to 12                     | window 2022-08-10/2022-08-12
between August 10 and 12            | window 2022-08-10/2022-08-12
May to December, 2022               | window 2022-05/2022-12
last weekend in October             | window 2022-10-29/2022-10-30
the weekend of 6 August             | window 2022-08-06/2022-08-07
4 and 11 August                     | refused ambiguous
2nd and 4th of Aug                  | refused ambiguous
Q3 2022                             | window 2022-35
H1 2023                             | window 2023-40
""",
    ("2010-01-01T12:00+00:00", "UTC", "DMY"): """
2nd to last fri in feb              | day 2010-02-19
""",
    ("2016-11-07T12:00+00:00", "UTC", "DMY"): """
this September                      | window 2016-09
""",
    ("2022-08-01T12:00+00:00", "UTC", "DMY"): """
Sunday, July 24                     | day 2022-07-24
""",
    # a Monday
    ("2026-06-15T13:20+00:00", "Europe/Berlin", "DMY"): """
tomorrow night at 12:30             | refused ambiguous
""",
}

FAULTS = tuple(rows(_FAULTS))

SAID = {"found as faults": FAULTS}
