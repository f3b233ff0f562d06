"""What people say of days to come, and what they mean by it: written down before anything could read it.

A row is a phrase, "|", and what it means to a desk: `day` (a calendar day, which may have a part of day), `moment` (an
instant, UTC), `window` (EDTF; "~" where an end is approximate), `condition` (what it hangs on), or `refused` and why:
`no date` (soon), `again` (every Monday), `no such day` (31 June), `ambiguous`, or `unread`.

A week goes from Monday to Sunday. A week without more is counted from the day of utterance. What is bare is to come:
Friday, 4 August, noon. A window begins on the day of utterance where its words say only when it ends.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.date_words.meaning import Order


@dataclass(frozen=True, slots=True)
class Row:
    """A phrase said at a moment by somebody in a zone, and what it means."""

    phrase: str
    kind: str
    meaning: str
    anchor: datetime
    zone: str
    order: Order


def rows(blocks: dict[tuple[str, str, Order], str]) -> Iterator[Row]:
    """Read the rows of a table, under who said them, where and when."""
    for (anchor, zone, order), text in blocks.items():
        for line in text.strip().splitlines():
            phrase, expected = line.rsplit("|", 1)
            kind, _, meaning = expected.strip().partition(" ")
            yield Row(phrase.strip(), kind, meaning, datetime.fromisoformat(anchor), zone, order)


# a Thursday, 17:00 in Berlin
_THURSDAY: tuple[str, str, Order] = ("2022-07-28T15:00+00:00", "Europe/Berlin", "DMY")

_FIRST: dict[tuple[str, str, Order], str] = {
    _THURSDAY: """
in the coming days                          | window 2022-07-28/2022-08-04~
“in the coming days”                        | window 2022-07-28/2022-08-04~
In the coming days.                         | window 2022-07-28/2022-08-04~
over the coming days                        | window 2022-07-28/2022-08-04~
in the next few days                        | window 2022-07-28/2022-08-04~
in the days ahead                           | window 2022-07-28/2022-08-04~
within days                                 | window 2022-07-28/2022-08-04~
in the coming weeks                         | window 2022-07-28/2022-08-25~
over the next several weeks                 | window 2022-07-28/2022-08-25~
in the weeks to come                        | window 2022-07-28/2022-08-25~
in the coming months                        | window 2022-07-28/2022-10-27~
in the coming hours                         | window 2022-07-28/2022-07-29~
in the next couple of days                  | window 2022-07-28/2022-07-31~
within a week                               | window 2022-07-28/2022-08-04
within 48 hours                             | window 2022-07-28/2022-07-30
within ten days                             | window 2022-07-28/2022-08-07
in the next two weeks                       | window 2022-07-28/2022-08-11
within a month                              | window 2022-07-28/2022-08-28
in a day or two                             | window 2022-07-29/2022-07-30~
in two or three weeks                       | window 2022-08-11/2022-08-18~
in 7-10 days                                | window 2022-08-04/2022-08-07~
in half an hour                             | moment 2022-07-28T15:30Z
half an hour                                | moment 2022-07-28T15:30Z
in an hour                                  | moment 2022-07-28T16:00Z
in 90 minutes                               | moment 2022-07-28T16:30Z
in 36 hours                                 | moment 2022-07-30T03:00Z
in an hour and a half                       | moment 2022-07-28T16:30Z
two hours from now                          | moment 2022-07-28T17:00Z
in 10 days                                  | day 2022-08-07
in 10 days' time                            | day 2022-08-07
in a week                                   | day 2022-08-04
in two weeks                                | day 2022-08-11
in a fortnight                              | day 2022-08-11
in a month                                  | day 2022-08-28
a week from now                             | day 2022-08-04
three days from now                         | day 2022-07-31
in about two weeks                          | window 2022-08-11~
today                                       | day 2022-07-28
later today                                 | day 2022-07-28
tonight                                     | day 2022-07-28
this evening                                | day 2022-07-28
tomorrow                                    | day 2022-07-29
tomorrow morning                            | day 2022-07-29
the day after tomorrow                      | day 2022-07-30
tomorrow at noon                            | moment 2022-07-29T10:00Z
noon tomorrow                               | moment 2022-07-29T10:00Z
tomorrow at noon Moscow time                | moment 2022-07-29T09:00Z
tomorrow 09:30                              | moment 2022-07-29T07:30Z
tomorrow at 9am                             | moment 2022-07-29T07:00Z
tomorrow at 5 p.m.                          | moment 2022-07-29T15:00Z
tomorrow at half past nine                  | moment 2022-07-29T07:30Z
today at 18:00                              | moment 2022-07-28T16:00Z
at 18:00                                    | moment 2022-07-28T16:00Z
10:00                                       | moment 2022-07-29T08:00Z
tomorrow at 3                               | refused ambiguous
tomorrow at midnight                        | refused ambiguous
midnight tonight                            | moment 2022-07-28T22:00Z
4 Aug 10:00 Moscow time                     | moment 2022-08-04T07:00Z
10:00 ET on 4 August                        | moment 2022-08-04T14:00Z
4 August at 10:00 GMT                       | moment 2022-08-04T10:00Z
4 August, 10:00 CEST                        | moment 2022-08-04T08:00Z
4 August, 1500 GMT                          | moment 2022-08-04T15:00Z
Thursday, 4 August, 3pm London time         | moment 2022-08-04T14:00Z
10 a.m. EDT on August 4                     | moment 2022-08-04T14:00Z
10 a.m. EST on August 4                     | refused ambiguous
10:00 CST on 4 August                       | refused ambiguous
10:00 local time on 4 August                | refused ambiguous
4 August 10:00 in Geneva                    | moment 2022-08-04T08:00Z
4 August 10:00 Kyiv time                    | moment 2022-08-04T07:00Z
4 August 23:30 ET                           | moment 2022-08-05T03:30Z
2022-08-04 10:00                            | moment 2022-08-04T08:00Z
2022-08-04T10:00Z                           | moment 2022-08-04T10:00Z
2022-08-04T10:00+03:00                      | moment 2022-08-04T07:00Z
4 August 10:00 UTC+3                        | moment 2022-08-04T07:00Z
Friday                                      | day 2022-07-29
on Friday                                   | day 2022-07-29
Fri                                         | day 2022-07-29
Monday                                      | day 2022-08-01
Wednesday                                   | day 2022-08-03
Thursday                                    | day 2022-08-04
this Friday                                 | day 2022-07-29
this Thursday                               | day 2022-07-28
this coming Monday                          | day 2022-08-01
next Monday                                 | day 2022-08-01
next Thursday                               | day 2022-08-04
next Friday                                 | day 2022-08-05
Friday next week                            | day 2022-08-05
Tuesday of next week                        | day 2022-08-02
Friday week                                 | day 2022-08-05
a week from Monday                          | day 2022-08-08
a week on Monday                            | day 2022-08-08
two weeks from tomorrow                     | day 2022-08-12
Friday at 10:00                             | moment 2022-07-29T08:00Z
Monday at noon                              | moment 2022-08-01T10:00Z
Monday morning                              | day 2022-08-01
Friday night                                | day 2022-07-29
first thing Monday                          | day 2022-08-01
last Friday                                 | day 2022-07-22
yesterday                                   | day 2022-07-27
three days ago                              | day 2022-07-25
Monday or Tuesday                           | window [2022-08-01,2022-08-02]
by Friday                                   | window 2022-07-28/2022-07-29
by Monday evening                           | window 2022-07-28/2022-08-01
no later than 4 August                      | window 2022-07-28/2022-08-04
not later than 4 August 2022                | window 2022-07-28/2022-08-04
4 August at the latest                      | window 2022-07-28/2022-08-04
on or before 4 August                       | window 2022-07-28/2022-08-04
before 4 August                             | window 2022-07-28/2022-08-03
before Friday                               | window 2022-07-28/2022-07-28
until Friday                                | window 2022-07-28/2022-07-29
by the end of the week                      | window 2022-07-28/2022-07-31
by the end of next week                     | window 2022-07-28/2022-08-07
by the end of the month                     | window 2022-07-28/2022-07-31
by the end of August                        | window 2022-07-28/2022-08-31
by the end of the year                      | window 2022-07-28/2022-12-31
by year-end                                 | window 2022-07-28/2022-12-31
by mid-August                               | window 2022-07-28/2022-08-20~
by close of business on Friday              | window 2022-07-28/2022-07-29
by 10:00 on Friday                          | window 2022-07-28/2022-07-29
not before September                        | window 2022-09-01/..
not before 4 August                         | window 2022-08-04/..
no earlier than Monday                      | window 2022-08-01/..
September at the earliest                   | window 2022-09-01/..
after Friday                                | window 2022-07-30/..
after 4 August                              | window 2022-08-05/..
from Monday                                 | window 2022-08-01/..
from 1 September                            | window 2022-09-01/..
between 3 and 5 August                      | window 2022-08-03/2022-08-05
between Monday and Wednesday                | window 2022-08-01/2022-08-03
between now and Friday                      | window 2022-07-28/2022-07-29
from 3 to 5 August                          | window 2022-08-03/2022-08-05
3–5 August                                  | window 2022-08-03/2022-08-05
August 3-5                                  | window 2022-08-03/2022-08-05
30 July – 3 August                          | window 2022-07-30/2022-08-03
3 or 4 August                               | window [2022-08-03,2022-08-04]
on or about 4 August                        | window 2022-08-04~
around 4 August                             | window 2022-08-04~
24–28 January                               | window 2023-01-24/2023-01-28
24-28 January 2023                          | window 2023-01-24/2023-01-28
28 December – 3 January                     | window 2022-12-28/2023-01-03
4 August                                    | day 2022-08-04
4 August 2022                               | day 2022-08-04
August 4                                    | day 2022-08-04
August 4th, 2022                            | day 2022-08-04
the 4th of August                           | day 2022-08-04
Thursday 4 August                           | day 2022-08-04
Friday 4 August                             | refused no such day
13 Feb                                      | day 2023-02-13
20 July                                     | refused ambiguous
the 4th                                     | day 2022-08-04
the 30th                                    | day 2022-07-30
by the 15th                                 | window 2022-07-28/2022-08-15
2022-08-04                                  | day 2022-08-04
2022-08-04/2022-08-07                       | window 2022-08-04/2022-08-07
2022-08                                     | window 2022-08
2022-08-04~                                 | window 2022-08-04~
04.08.2022                                  | day 2022-08-04
04/08/2022                                  | day 2022-08-04
28/08/2022                                  | day 2022-08-28
08/28/2022                                  | day 2022-08-28
01/02/2023                                  | day 2023-02-01
4/8                                         | day 2022-08-04
next week                                   | window 2022-08-01/2022-08-07
sometime next week                          | window 2022-08-01/2022-08-07
early next week                             | window 2022-08-01/2022-08-03~
late next week                              | window 2022-08-04~/2022-08-07
the middle of next week                     | window 2022-08-02~/2022-08-04~
the end of next week                        | window 2022-08-05~/2022-08-07
the beginning of next week                  | window 2022-08-01/2022-08-02~
this week                                   | window 2022-07-28/2022-07-31
later this week                             | window 2022-07-28/2022-07-31
the week after next                         | window 2022-08-08/2022-08-14
this weekend                                | window 2022-07-30/2022-07-31
over the weekend                            | window 2022-07-30/2022-07-31
next weekend                                | window 2022-08-06/2022-08-07
before the weekend                          | window 2022-07-28/2022-07-29
week of 24 January                          | window 2023-01-23/2023-01-29
the week of 8 August                        | window 2022-08-08/2022-08-14
the week beginning 8 August                 | window 2022-08-08/2022-08-14
w/c 8 August                                | window 2022-08-08/2022-08-14
this month                                  | window 2022-07-28/2022-07-31
later this month                            | window 2022-07-28/2022-07-31
end of the month                            | window 2022-07-25~/2022-07-31
end of August                               | window 2022-08-25~/2022-08-31
next month                                  | window 2022-08
early next month                            | window 2022-08-01/2022-08-10~
August                                      | window 2022-08
in September                                | window 2022-09
in June                                     | window 2023-06
early August                                | window 2022-08-01/2022-08-10~
early September                             | window 2022-09-01/2022-09-10~
mid-August                                  | window 2022-08-11~/2022-08-20~
in mid-August                               | window 2022-08-11~/2022-08-20~
the middle of August                        | window 2022-08-11~/2022-08-20~
late August                                 | window 2022-08-21~/2022-08-31
the beginning of September                  | window 2022-09-01/2022-09-07~
the first half of September                 | window 2022-09-01/2022-09-15
the second half of August                   | window 2022-08-16/2022-08-31
the first week of September                 | window 2022-09-01/2022-09-07~
the last week of August                     | window 2022-08-25~/2022-08-31
first Monday of September                   | day 2022-09-05
the first Monday in September               | day 2022-09-05
the last Friday of August                   | day 2022-08-26
the second Tuesday of the month             | refused ambiguous
the second Tuesday of next month            | day 2022-08-09
this year                                   | window 2022-07-28/2022-12-31
later this year                             | window 2022-07-28/2022-12-31
next year                                   | window 2023
early next year                             | window 2023-01-01/2023-03-31~
late 2022                                   | window 2022-10-01~/2022-12-31
in 2023                                     | window 2023
the autumn                                  | window 2022-23
in the autumn                               | window 2022-23
next spring                                 | window 2023-21
the fourth quarter                          | window 2022-36
Q1 2023                                     | window 2023-33
the first half of 2023                      | window 2023-40
before the hearing on 4 August              | window 2022-07-28/2022-08-04
after the hearing on 4 August               | window 2022-08-04/..
after the verdict                           | condition the verdict
only after the verdict                      | condition the verdict
not before the verdict                      | condition the verdict
before the verdict                          | condition the verdict
two days after the verdict                  | condition the verdict
within 10 days of the verdict               | condition the verdict
once a deal is signed                       | condition a deal is signed
when the sentence enters into force         | condition the sentence enters into force
as soon as the court rules                  | condition the court rules
if the talks succeed                        | condition the talks succeed
pending the appeal                          | condition the appeal
following the appeal hearing                | condition the appeal hearing
soon                                        | refused no date
very soon                                   | refused no date
shortly                                     | refused no date
in the near future                          | refused no date
in due course                               | refused no date
any day now                                 | refused no date
as soon as possible                         | refused no date
31 June                                     | refused no such day
30 February                                 | refused no such day
29 February 2023                            | refused no such day
after 31 June                               | refused no such day
banana                                      | refused unread
Friday banana                               | refused unread
every Monday at 9                           | refused again
every day                                   | refused again
Mondays at 9                                | refused again
weekly                                      | refused again
each morning                                | refused again
on weekdays                                 | refused again
Thursday 16:00                              | moment 2022-08-04T14:00Z
Thursday 18:00                              | refused ambiguous
""",
    # a Monday morning in London
    ("2022-01-10T09:30+00:00", "Europe/London", "DMY"): """
24–28 January                               | window 2022-01-24/2022-01-28
week of 24 January                          | window 2022-01-24/2022-01-30
the week of 26 January                      | window 2022-01-24/2022-01-30
end of January                              | window 2022-01-25~/2022-01-31
a week from Monday                          | day 2022-01-24
a week today                                | day 2022-01-17
Monday                                      | day 2022-01-17
01/02/2022                                  | day 2022-02-01
tomorrow                                    | day 2022-01-11
4 p.m.                                      | moment 2022-01-10T16:00Z
4 Aug 10:00 Moscow time                     | moment 2022-08-04T07:00Z
10:00 ET on 4 August                        | moment 2022-08-04T14:00Z
10:00 ET on 14 January                      | moment 2022-01-14T15:00Z
10:00 CET on Wednesday                      | moment 2022-01-12T09:00Z
10:00 CEST on Wednesday                     | refused ambiguous
Wednesday at 11:00 EST                      | moment 2022-01-12T16:00Z
10am Pacific time tomorrow                  | moment 2022-01-11T18:00Z
within 48 hours                             | window 2022-01-10/2022-01-12
this weekend                                | window 2022-01-15/2022-01-16
next weekend                                | window 2022-01-22/2022-01-23
early February                              | window 2022-02-01/2022-02-10~
end of February                             | window 2022-02-22~/2022-02-28
this winter                                 | window 2021-24
the end of the year                         | window 2022-12~
by spring                                   | window 2022-01-10/2022-03-01~
29 February                                 | day 2024-02-29
in a month                                  | day 2022-02-10
this afternoon                              | day 2022-01-10
at lunchtime                                | day 2022-01-10
the 31st                                    | day 2022-01-31
""",
    # a Saturday night in Berlin, four hours before clocks go forward
    ("2026-03-28T20:00+00:00", "Europe/Berlin", "DMY"): """
tomorrow at 02:30                           | moment 2026-03-29T01:00Z
tomorrow at noon                            | moment 2026-03-29T10:00Z
noon on Monday                              | moment 2026-03-30T10:00Z
in 12 hours                                 | moment 2026-03-29T08:00Z
29 March 10:00 GMT                          | moment 2026-03-29T10:00Z
tomorrow at 10:00 New York time             | moment 2026-03-29T14:00Z
Sunday                                      | day 2026-03-29
this weekend                                | window 2026-03-28/2026-03-29
next week                                   | window 2026-03-30/2026-04-05
by Tuesday                                  | window 2026-03-28/2026-03-31
the end of the month                        | window 2026-03-25~/2026-03-31
the first of April                          | day 2026-04-01
""",
    # a Saturday in Berlin, the night in which an hour comes twice ahead
    ("2026-10-24T12:00+00:00", "Europe/Berlin", "DMY"): """
tomorrow at 02:30                           | moment 2026-10-25T00:30Z
tomorrow at 10:00                           | moment 2026-10-25T09:00Z
today at 10:00 p.m.                         | moment 2026-10-24T20:00Z
Sunday at 08:00                             | moment 2026-10-25T07:00Z
next month                                  | window 2026-11
the first Tuesday in November               | day 2026-11-03
10:00 ET on 26 October                      | moment 2026-10-26T14:00Z
10:00 ET on 2 November                      | moment 2026-11-02T15:00Z
31 October                                  | day 2026-10-31
by the end of October                       | window 2026-10-24/2026-10-31
""",
    # already the 28th in London, still Wednesday the 27th in New York
    ("2022-07-28T02:00+00:00", "America/New_York", "MDY"): """
today                                       | day 2022-07-27
tomorrow                                    | day 2022-07-28
tonight                                     | day 2022-07-27
Thursday                                    | day 2022-07-28
01/02/2023                                  | day 2023-01-02
8/4/2022                                    | day 2022-08-04
28/08/2022                                  | day 2022-08-28
04.08.2022                                  | day 2022-08-04
in the coming days                          | window 2022-07-27/2022-08-03~
tomorrow at noon                            | moment 2022-07-28T16:00Z
tomorrow at noon Moscow time                | moment 2022-07-29T09:00Z
9 p.m. Friday                               | moment 2022-07-30T01:00Z
next Friday                                 | day 2022-08-05
this weekend                                | window 2022-07-30/2022-07-31
Labor Day                                   | refused unread
midnight                                    | moment 2022-07-28T04:00Z
""",
    # a Wednesday in a leap year
    ("2024-02-28T08:00+00:00", "UTC", "DMY"): """
tomorrow                                    | day 2024-02-29
the day after tomorrow                      | day 2024-03-01
in a year                                   | day 2025-02-28
end of February                             | window 2024-02-23~/2024-02-29
late February                               | window 2024-02-21~/2024-02-29
early March                                 | window 2024-03-01/2024-03-10~
29 February                                 | day 2024-02-29
Friday                                      | day 2024-03-01
within a week                               | window 2024-02-28/2024-03-06
this month                                  | window 2024-02-28/2024-02-29
next month                                  | window 2024-03
in two days                                 | day 2024-03-01
the last Friday of March                    | day 2024-03-29
""",
    # the last Friday of a year, in Moscow
    ("2022-12-30T10:00+00:00", "Europe/Moscow", "DMY"): """
Monday                                      | day 2023-01-02
next week                                   | window 2023-01-02/2023-01-08
next year                                   | window 2023
early next year                             | window 2023-01-01/2023-03-31~
by the end of the year                      | window 2022-12-30/2022-12-31
9 January                                   | day 2023-01-09
in January                                  | window 2023-01
in the first half of January                | window 2023-01-01/2023-01-15
between 2 and 8 January                     | window 2023-01-02/2023-01-08
tomorrow at 15:00                           | moment 2022-12-31T12:00Z
tomorrow, 15:00 Moscow time                 | moment 2022-12-31T12:00Z
in the second ten days of January           | window 2023-01-11/2023-01-20
in the coming days                          | window 2022-12-30/2023-01-06~
the new year                                | refused unread
""",
    # late on a Thursday on Lord Howe Island, whose clocks move by half an hour
    ("2031-03-20T12:00+00:00", "Australia/Lord_Howe", "DMY"): """
tomorrow at 10:00                           | moment 2031-03-20T23:00Z
today                                       | day 2031-03-20
Friday                                      | day 2031-03-21
6 April 01:45                               | moment 2031-04-05T14:45Z
in half an hour                             | moment 2031-03-20T12:30Z
early next week                             | window 2031-03-24/2031-03-26~
""",
}

FIRST = tuple(rows(_FIRST))


# Written down after the grammar, without a look at it, and as often wrong about it as chance will have it.
_SECOND: dict[tuple[str, str, Order], str] = {
    # a Monday, 11:00 in London
    ("2023-05-15T10:00+00:00", "Europe/London", "DMY"): """
on Wednesday                                                  | day 2023-05-17
Wednesday afternoon                                           | day 2023-05-17
on Thursday at 2.30pm                                         | moment 2023-05-18T13:30Z
Thursday 18 May                                               | day 2023-05-18
Thursday the 18th                                             | day 2023-05-18
on the 18th of this month                                     | day 2023-05-18
Friday, May 19                                                | day 2023-05-19
May 19 at 9:00 a.m. ET                                        | moment 2023-05-19T13:00Z
19 May, 14:00 Kyiv time                                       | moment 2023-05-19T11:00Z
at 14:00 local time on Friday                                 | refused ambiguous
at 10 a.m. on Tuesday, Washington time                        | moment 2023-05-16T14:00Z
10am Geneva time on Friday                                    | moment 2023-05-19T08:00Z
Friday 5pm                                                    | moment 2023-05-19T16:00Z
Friday at five p.m.                                           | moment 2023-05-19T16:00Z
by 5pm on Friday                                              | window 2023-05-15/2023-05-19
by noon tomorrow                                              | window 2023-05-15/2023-05-16
before noon on Wednesday                                      | window 2023-05-15/2023-05-17
not before 10:00 on Wednesday                                 | window 2023-05-17/..
at the weekend                                                | window 2023-05-20/2023-05-21
by the weekend                                                | window 2023-05-15/2023-05-20~
after the weekend                                             | window 2023-05-22/..
this week                                                     | window 2023-05-15/2023-05-21
midweek                                                       | window 2023-05-16~/2023-05-18~
by midweek                                                    | window 2023-05-15/2023-05-18~
at the end of this week                                       | window 2023-05-19~/2023-05-21
toward the end of next week                                   | window 2023-05-26~/2023-05-28
the start of next week                                        | window 2023-05-22/2023-05-23~
in the second half of May                                     | window 2023-05-16/2023-05-31
in the first few days of June                                 | window 2023-06-01/2023-06-05~
in the last week of May                                       | window 2023-05-25~/2023-05-31
in the week starting 29 May                                   | window 2023-05-29/2023-06-04
during the week of May 29                                     | window 2023-05-29/2023-06-04
the week ending 28 May                                        | window 2023-05-22/2023-05-28
in early summer                                               | window 2023-06-01/2023-06-30~
late in May                                                   | window 2023-05-21~/2023-05-31
early in June                                                 | window 2023-06-01/2023-06-10~
in the middle of June                                         | window 2023-06-11~/2023-06-20~
mid June                                                      | window 2023-06-11~/2023-06-20~
by the middle of June                                         | window 2023-05-15/2023-06-20~
no later than the end of June                                 | window 2023-05-15/2023-06-30
before the end of the year                                    | window 2023-05-15/2023-12-31
before the end of May                                         | window 2023-05-15/2023-05-31
by June 1                                                     | window 2023-05-15/2023-06-01
on June 1 or 2                                                | window [2023-06-01,2023-06-02]
on 1 and 2 June                                               | window 2023-06-01/2023-06-02
from June 1 through June 3                                    | window 2023-06-01/2023-06-03
1 June to 3 June                                              | window 2023-06-01/2023-06-03
June 1 - June 3, 2023                                         | window 2023-06-01/2023-06-03
May 30-June 2                                                 | window 2023-05-30/2023-06-02
30 May to 2 June 2023                                         | window 2023-05-30/2023-06-02
from Tuesday to Thursday                                      | window 2023-05-16/2023-05-18
Tuesday-Thursday                                              | window 2023-05-16/2023-05-18
Tuesday and Wednesday                                         | window 2023-05-16/2023-05-17
today or tomorrow                                             | window [2023-05-15,2023-05-16]
tomorrow or the day after                                     | window [2023-05-16,2023-05-17]
between today and Thursday                                    | window 2023-05-15/2023-05-18
sometime between 1 and 10 June                                | window 2023-06-01/2023-06-10
June or July                                                  | window [2023-06,2023-07]
between June and August                                       | window 2023-06/2023-08
July–September                                                | window 2023-07/2023-09
in the third quarter                                          | window 2023-35
in Q4                                                         | window 2023-36
by the end of Q2                                              | window 2023-05-15/2023-06-30
in the second half of the year                                | window 2023-41
the end of 2023                                               | window 2023-12~
by 2024                                                       | window 2023-05-15/2024-01-01~
in early 2024                                                 | window 2024-01-01/2024-03-31~
some time in June                                             | window 2023-06
late next month                                               | window 2023-06-21~/2023-06-30
later this month                                              | window 2023-05-15/2023-05-31
within the next 72 hours                                      | window 2023-05-15/2023-05-18
within the next few days                                      | window 2023-05-15/2023-05-22~
in a few days                                                 | window 2023-05-15/2023-05-22~
in the next 10 days                                           | window 2023-05-15/2023-05-25
over the next two to three weeks                              | window 2023-05-15/2023-06-05~
in 3-4 weeks                                                  | window 2023-06-05/2023-06-12~
in a couple of weeks                                          | window 2023-05-15/2023-06-05~
in six weeks                                                  | day 2023-06-26
in six weeks' time                                            | day 2023-06-26
in a week's time                                              | day 2023-05-22
in about a month                                              | window 2023-06-15~
ten days from now                                             | day 2023-05-25
30 days from today                                            | day 2023-06-14
within 30 days                                                | window 2023-05-15/2023-06-14
within 15 days of 20 May                                      | window 2023-05-20/2023-06-04
within ten days from today                                    | window 2023-05-15/2023-05-25
a week on Friday                                              | day 2023-05-26
a week after 20 May                                           | day 2023-05-27
three days before 1 June                                      | day 2023-05-29
the day after the hearing on 18 May                           | day 2023-05-19
the day before 1 June                                         | day 2023-05-31
a fortnight today                                             | day 2023-05-29
in 45 minutes                                                 | moment 2023-05-15T10:45Z
in a quarter of an hour                                       | moment 2023-05-15T10:15Z
in two and a half hours                                       | moment 2023-05-15T12:30Z
in two hours' time                                            | moment 2023-05-15T12:00Z
an hour from now                                              | moment 2023-05-15T11:00Z
at noon                                                       | moment 2023-05-15T11:00Z
at 9 tonight                                                  | moment 2023-05-15T20:00Z
at quarter past ten tomorrow                                  | moment 2023-05-16T09:15Z
at 0900 GMT on Thursday                                       | moment 2023-05-18T09:00Z
0700 BST tomorrow                                             | moment 2023-05-16T06:00Z
tomorrow 11:00 MSK                                            | moment 2023-05-16T08:00Z
11:00 (08:00 GMT) tomorrow                                    | refused unread
18 May at 11.00                                               | moment 2023-05-18T10:00Z
15:00 on 18/05/2023                                           | moment 2023-05-18T14:00Z
2023-05-18 15:00 UTC                                          | moment 2023-05-18T15:00Z
2023-05-18T15:00:00Z                                          | moment 2023-05-18T15:00Z
the evening of 18 May                                         | day 2023-05-18
on the morning of Thursday, 18 May                            | day 2023-05-18
late on Thursday                                              | day 2023-05-18
early on Friday morning                                       | day 2023-05-19
first thing tomorrow                                          | day 2023-05-16
close of play Friday                                          | day 2023-05-19
by COB Thursday                                               | window 2023-05-15/2023-05-18
end of day Wednesday                                          | day 2023-05-17
the hearing on 18 May                                         | day 2023-05-18
scheduled for 18 May                                          | day 2023-05-18
expected on Thursday                                          | day 2023-05-18
likely next week                                              | window 2023-05-22/2023-05-28
probably on Friday                                            | day 2023-05-19
tentatively set for 1 June                                    | day 2023-06-01
as early as Thursday                                          | window 2023-05-18/..
Thursday at the earliest                                      | window 2023-05-18/..
not until June                                                | window 2023-06-01/..
no sooner than next month                                     | window 2023-06-01/..
from next week                                                | window 2023-05-22/..
starting June 1                                               | window 2023-06-01/..
until 31 May                                                  | window 2023-05-15/2023-05-31
through Friday                                                | window 2023-05-15/2023-05-19
up to 1 June                                                  | window 2023-05-15/2023-06-01
ahead of the summit on 19 May                                 | window 2023-05-15/2023-05-19
prior to 19 May                                               | window 2023-05-15/2023-05-18
before the 19 May summit                                      | window 2023-05-15/2023-05-19
after the May 19 summit                                       | window 2023-05-19/..
last week                                                     | window 2023-05-08/2023-05-14
last month                                                    | window 2023-04
the Friday after next                                         | refused unread
Whit Monday                                                   | refused unread
14 May                                                        | refused ambiguous
0 June                                                        | refused no such day
31 September                                                  | refused no such day
25:00 tomorrow                                                | refused no such day
tomorrow at 13 p.m.                                           | refused no such day
""",
    # a Wednesday, 09:00 in New York
    ("2024-11-20T14:00+00:00", "America/New_York", "MDY"): """
Thanksgiving                                                  | refused unread
Monday at 10                                                  | moment 2024-11-25T15:00Z
Monday, Nov. 25                                               | day 2024-11-25
Nov. 25, 2024                                                 | day 2024-11-25
12/02/2024                                                    | day 2024-12-02
12/2                                                          | day 2024-12-02
25/12/2024                                                    | day 2024-12-25
the first week of December                                    | window 2024-12-01/2024-12-07~
Dec. 2-6                                                      | window 2024-12-02/2024-12-06
Dec. 30 through Jan. 3                                        | window 2024-12-30/2025-01-03
next Wednesday                                                | day 2024-11-27
this Sunday                                                   | day 2024-11-24
Sunday at 8 p.m. Eastern                                      | moment 2024-11-25T01:00Z
Sunday 8 p.m. ET                                              | moment 2024-11-25T01:00Z
8 p.m. EST Sunday                                             | moment 2024-11-25T01:00Z
3:30 pm PT                                                    | moment 2024-11-20T23:30Z
10:00 Tokyo time on Friday                                    | moment 2024-11-22T01:00Z
tomorrow at 9 in Moscow                                       | moment 2024-11-21T06:00Z
in January                                                    | window 2025-01
on January 20                                                 | day 2025-01-20
January 20, 2025, at noon                                     | moment 2025-01-20T17:00Z
after January 20                                              | window 2025-01-21/..
before Christmas                                              | refused unread
before the inauguration                                       | condition the inauguration
after the inauguration on January 20                          | window 2025-01-20/..
by year's end                                                 | window 2024-11-20/2024-12-31
before year-end                                               | window 2024-11-20/2024-12-31
early in the new year                                         | refused unread
early 2025                                                    | window 2025-01-01/2025-03-31~
next spring                                                   | window 2025-21
the first quarter of 2025                                     | window 2025-33
the third Thursday in January                                 | day 2025-01-16
the last day of November                                      | day 2024-11-30
""",
    # a Friday, 15:00 in Moscow
    ("2025-12-12T12:00+00:00", "Europe/Moscow", "DMY"): """
on Monday, 15 December                                        | day 2025-12-15
15.12.2025                                                    | day 2025-12-15
15.12.                                                        | day 2025-12-15
15.12.2025 at 11:00                                           | moment 2025-12-15T08:00Z
15-19 December                                                | window 2025-12-15/2025-12-19
15-19.12.2025                                                 | refused unread
in the third ten days of December                             | refused unread
in the first half of January                                  | window 2026-01-01/2026-01-15
before the New Year                                           | refused unread
until the end of the year                                     | window 2025-12-12/2025-12-31
in the coming hours                                           | window 2025-12-12/2025-12-13~
within an hour                                                | window 2025-12-12/2025-12-13
within hours                                                  | window 2025-12-12/2025-12-13~
at midnight                                                   | moment 2025-12-12T21:00Z
at 17:00 Paris time                                           | moment 2025-12-12T16:00Z
on the fifteenth                                              | day 2025-12-15
the 10th                                                      | day 2026-01-10
Friday                                                        | day 2025-12-19
Friday 18:00                                                  | refused ambiguous
when the court returns from its deliberations                 | condition the court returns from its deliberations
once the appeal has been heard                                | condition the appeal has been heard
as soon as the documents are signed                           | condition the documents are signed
after Bout’s return                                           | condition Bout’s return
following the summit in Geneva                                | condition the summit in Geneva
pending approval by the Duma                                  | condition approval by the Duma
upon completion of the investigation                          | condition completion of the investigation
until the verdict enters into force                           | condition the verdict enters into force
unless the sides agree otherwise                              | condition the sides agree otherwise
if and when both sides are ready                              | condition both sides are ready
no earlier than the end of the trial                          | condition the end of the trial
not until the trial is over                                   | condition the trial is over
a week after the verdict                                      | condition the verdict
within 15 days of the announcement                            | condition the announcement
depending on the outcome of the talks                         | condition the outcome of the talks
when the time is right                                        | refused no date
when the time comes                                           | refused no date
in the foreseeable future                                     | refused no date
in the not too distant future                                 | refused no date
sooner or later                                               | refused no date
at an early date                                              | refused no date
imminently                                                    | refused no date
eventually                                                    | refused no date
at a later stage                                              | refused no date
twice a week                                                  | refused again
every other Tuesday                                           | refused again
on Tuesdays and Thursdays                                     | refused again
the first of every month                                      | refused again
asdf                                                          | refused unread
after Thurday                                                 | refused unread
on Fryday                                                     | refused unread
the usual time                                                | refused unread
""",
}

SECOND = tuple(rows(_SECOND))

# Written down after what the second table had shown was mended.
_THIRD: dict[tuple[str, str, Order], str] = {
    # a Wednesday, 11:00 in Berlin; clocks go forward on the 31st
    ("2024-03-06T10:00+00:00", "Europe/Berlin", "DMY"): """
this Friday at 10:00                                          | moment 2024-03-08T09:00Z
Friday 8 March, 10 a.m.                                       | moment 2024-03-08T09:00Z
8 March at 10:00 CET                                          | moment 2024-03-08T09:00Z
2 April at 10:00 CET                                          | refused ambiguous
2 April at 10:00 CEST                                         | moment 2024-04-02T08:00Z
10:00 Brussels time on 2 April                                | moment 2024-04-02T08:00Z
10.30 a.m. London time on Monday                              | moment 2024-03-11T10:30Z
Monday, 4pm Washington time                                   | moment 2024-03-11T20:00Z
Monday, 4pm EDT                                               | moment 2024-03-11T20:00Z
Friday, 4pm EDT                                               | refused ambiguous
at 15:00 Moscow time today                                    | moment 2024-03-06T12:00Z
today, 15:00 GMT                                              | moment 2024-03-06T15:00Z
7:30 this evening                                             | moment 2024-03-06T18:30Z
tonight at 8                                                  | moment 2024-03-06T19:00Z
Thursday night at 10                                          | moment 2024-03-07T21:00Z
tomorrow afternoon at 3                                       | moment 2024-03-07T14:00Z
tomorrow afternoon                                            | day 2024-03-07
over lunch on Thursday                                        | refused unread
the night of 8 March                                          | day 2024-03-08
on the afternoon of March 8                                   | day 2024-03-08
Sunday evening                                                | day 2024-03-10
on Sunday                                                     | day 2024-03-10
on Sunday 10 March                                            | day 2024-03-10
Sunday, March 10, 2024                                        | day 2024-03-10
March 10th                                                    | day 2024-03-10
10th March                                                    | day 2024-03-10
10 Mar                                                        | day 2024-03-10
10-Mar-2024                                                   | day 2024-03-10
10/03/2024                                                    | day 2024-03-10
10.3.2024                                                     | day 2024-03-10
2024/03/10                                                    | day 2024-03-10
the tenth of March                                            | day 2024-03-10
on the 10th                                                   | day 2024-03-10
the 10th of next month                                        | day 2024-04-10
this Tuesday                                                  | refused ambiguous
next Tuesday                                                  | day 2024-03-12
next Saturday                                                 | day 2024-03-16
Saturday week                                                 | day 2024-03-16
Tuesday next week                                             | day 2024-03-12
next week Tuesday                                             | day 2024-03-12
a week tomorrow                                               | day 2024-03-14
a week from tomorrow                                          | day 2024-03-14
a week from Friday                                            | day 2024-03-15
two weeks from Friday                                         | day 2024-03-22
three weeks from now                                          | day 2024-03-27
in three weeks                                                | day 2024-03-27
in five days                                                  | day 2024-03-11
in 5 working days                                             | window 2024-03-13~
within five working days                                      | window 2024-03-06/2024-03-13~
within three days                                             | window 2024-03-06/2024-03-09
within the next three days                                    | window 2024-03-06/2024-03-09
within the week                                               | window 2024-03-06/2024-03-10
within the month                                              | window 2024-03-06/2024-03-31
in less than a week                                           | window 2024-03-06/2024-03-13
in no more than ten days                                      | window 2024-03-06/2024-03-16
in under two weeks                                            | window 2024-03-06/2024-03-20
in a matter of days                                           | window 2024-03-06/2024-03-13~
in the next day or so                                         | window 2024-03-06/2024-03-07~
in the next day or two                                        | window 2024-03-06/2024-03-08~
in a week or two                                              | window 2024-03-13/2024-03-20~
in a month or so                                              | window 2024-04-06~
in several weeks                                              | window 2024-03-06/2024-04-03~
in a few weeks' time                                          | window 2024-03-06/2024-04-03~
in some days                                                  | refused unread
over the next month                                           | window 2024-03-06/2024-04-06
over the course of next week                                  | window 2024-03-11/2024-03-17
in the course of the week                                     | window 2024-03-06/2024-03-10
during March                                                  | window 2024-03
throughout April                                              | window 2024-04
during the first week of April                                | window 2024-04-01/2024-04-07~
in the latter half of March                                   | window 2024-03-16/2024-03-31
the first ten days of April                                   | window 2024-04-01/2024-04-10
at the start of April                                         | window 2024-04-01/2024-04-07~
at the beginning of the month                                 | window 2024-03-01/2024-03-07~
at the end of the month                                       | window 2024-03-25~/2024-03-31
towards the end of the month                                  | window 2024-03-25~/2024-03-31
before the month is out                                       | refused unread
by month's end                                                | window 2024-03-06/2024-03-31
by the end of the quarter                                     | window 2024-03-06/2024-03-31
by Easter                                                     | refused unread
by the 20th                                                   | window 2024-03-06/2024-03-20
by 20 March                                                   | window 2024-03-06/2024-03-20
by 20 March at the latest                                     | window 2024-03-06/2024-03-20
by March 20, 2024                                             | window 2024-03-06/2024-03-20
by tomorrow                                                   | window 2024-03-06/2024-03-07
by tomorrow evening                                           | window 2024-03-06/2024-03-07
by tonight                                                    | window 2024-03-06/2024-03-06
by the start of next week                                     | window 2024-03-06/2024-03-12~
by early April                                                | window 2024-03-06/2024-04-10~
by April                                                      | window 2024-03-06/2024-04-01~
by the summer                                                 | window 2024-03-06/2024-06-01~
no later than Friday                                          | window 2024-03-06/2024-03-08
no later than 18:00 on Friday                                 | window 2024-03-06/2024-03-08
not later than the end of the week                            | window 2024-03-06/2024-03-10
Friday at the latest                                          | window 2024-03-06/2024-03-08
until the end of March                                        | window 2024-03-06/2024-03-31
until further notice                                          | refused no date
before Monday                                                 | window 2024-03-06/2024-03-10
before the end of the week                                    | window 2024-03-06/2024-03-10
before April                                                  | window 2024-03-06/2024-03-31
before noon on Friday                                         | window 2024-03-06/2024-03-08
after 18:00 on Friday                                         | window 2024-03-08/..
after Easter                                                  | refused unread
after tomorrow                                                | window 2024-03-08/..
after next week                                               | window 2024-03-18/..
from April onwards                                            | window 2024-04-01/..
from 1 April onwards                                          | window 2024-04-01/..
as of 1 April                                                 | window 2024-04-01/..
as from Monday                                                | window 2024-03-11/..
on or after 11 March                                          | window 2024-03-11/..
no earlier than 11 March                                      | window 2024-03-11/..
not before next week                                          | window 2024-03-11/..
not earlier than April                                        | window 2024-04-01/..
Monday at the earliest                                        | window 2024-03-11/..
11 to 15 March                                                | window 2024-03-11/2024-03-15
11–15 March 2024                                              | window 2024-03-11/2024-03-15
from 11 March to 2 April                                      | window 2024-03-11/2024-04-02
11 March - 2 April                                            | window 2024-03-11/2024-04-02
between 11 March and 2 April                                  | window 2024-03-11/2024-04-02
between Friday and Sunday                                     | window 2024-03-08/2024-03-10
between now and Sunday                                        | window 2024-03-06/2024-03-10
from tomorrow until Sunday                                    | window 2024-03-07/2024-03-10
Friday or Saturday                                            | window [2024-03-08,2024-03-09]
Friday or at the weekend                                      | window 2024-03-08/2024-03-10
either Monday or Tuesday                                      | window [2024-03-11,2024-03-12]
Friday, Saturday or Sunday                                    | refused unread
late March or early April                                     | window 2024-03-21~/2024-04-10~
end of March or beginning of April                            | window 2024-03-25~/2024-04-07~
March or April                                                | window [2024-03,2024-04]
late March                                                    | window 2024-03-21~/2024-03-31
very early next week                                          | window 2024-03-11/2024-03-13~
early in the week of 11 March                                 | window 2024-03-11/2024-03-13~
the week of March 11                                          | window 2024-03-11/2024-03-17
in the week of 11-15 March                                    | refused unread
the coming weekend                                            | window 2024-03-09/2024-03-10
next month                                                    | window 2024-04
in early spring                                               | window 2024-03-01/2024-03-31~
this spring                                                   | window 2024-21
later this spring                                             | refused unread
in the second quarter                                         | window 2024-34
Q2 2024                                                       | window 2024-34
the end of 2024                                               | window 2024-12~
in mid-2024                                                   | window 2024-05-01~/2024-08-31~
the turn of the year                                          | refused unread
about 20 March                                                | window 2024-03-20~
on or around 20 March                                         | window 2024-03-20~
20 March or thereabouts                                       | window 2024-03-20~
20 March or later                                             | window 2024-03-20/..
31 March at 02:30                                             | moment 2024-03-31T01:00Z
31 March at 03:30                                             | moment 2024-03-31T01:30Z
31.03.2024 12:00                                              | moment 2024-03-31T10:00Z
31 April                                                      | refused no such day
30.02.2024                                                    | refused no such day
Friday 9 March                                                | refused no such day
""",
    # a Thursday, 10:00 in New York
    ("2026-11-26T15:00+00:00", "America/New_York", "MDY"): """
tomorrow, 9 a.m. ET                                           | moment 2026-11-27T14:00Z
9 a.m. tomorrow                                               | moment 2026-11-27T14:00Z
3 p.m. Monday                                                 | moment 2026-11-30T20:00Z
Monday, Nov. 30, at 3 p.m.                                    | moment 2026-11-30T20:00Z
Dec. 4 at 10 a.m. Pacific                                     | moment 2026-12-04T18:00Z
Dec. 4                                                        | day 2026-12-04
12/04/2026                                                    | day 2026-12-04
12/4                                                          | day 2026-12-04
on the fourth of December                                     | day 2026-12-04
the first Friday in December                                  | day 2026-12-04
the second Wednesday of January                               | day 2027-01-13
Dec. 4-6                                                      | window 2026-12-04/2026-12-06
December 4 through 6                                          | window 2026-12-04/2026-12-06
Dec. 4 or 5                                                   | window [2026-12-04,2026-12-05]
between Dec. 4 and Jan. 10                                    | window 2026-12-04/2027-01-10
the week after next                                           | window 2026-12-07/2026-12-13
the week of Dec. 7                                            | window 2026-12-07/2026-12-13
early December                                                | window 2026-12-01/2026-12-10~
through the end of the year                                   | window 2026-11-26/2026-12-31
in the first quarter of next year                             | window 2027-33
next fall                                                     | window 2027-23
this winter                                                   | window 2026-24
in a year's time                                              | day 2027-11-26
six months from now                                           | day 2027-05-26
in 18 months                                                  | day 2028-05-26
90 days from Dec. 1                                           | day 2027-03-01
two days before Dec. 4                                        | day 2026-12-02
the day after Dec. 4                                          | day 2026-12-05
within 60 days of Dec. 1                                      | window 2026-12-01/2027-01-30
the sentencing on Dec. 4                                      | day 2026-12-04
before the sentencing on Dec. 4                               | window 2026-11-26/2026-12-04
before the Dec. 4 sentencing                                  | window 2026-11-26/2026-12-04
at the hearing on Dec. 4                                      | day 2026-12-04
after sentencing                                              | condition sentencing
after the jury returns a verdict                              | condition the jury returns a verdict
once Judge Howell rules                                       | condition Judge Howell rules
when Congress returns from recess                             | condition Congress returns from recess
upon ratification by both parliaments                         | condition ratification by both parliaments
as soon as both sides have signed                             | condition both sides have signed
only if the ceasefire holds                                   | condition the ceasefire holds
following a meeting of the two presidents                     | condition a meeting of the two presidents
in the wake of the election                                   | condition the election
on the sidelines of the G20 summit                            | condition the G20 summit
ahead of the second round of talks                            | condition the second round of talks
prior to the prisoners' release                               | condition the prisoners' release
three months after the treaty enters into force               | condition the treaty enters into force
until the appeal is decided                                   | condition the appeal is decided
pending the outcome of the review                             | condition the outcome of the review
as and when needed                                            | refused no date
at the earliest opportunity                                   | refused no date
in the fullness of time                                       | refused no date
before too long                                               | refused no date
some day                                                      | refused no date
when they are ready                                           | condition they are ready
monthly                                                       | refused again
every two weeks                                               | refused again
on the first Monday of each month                             | refused again
every weekday at 8                                            | refused again
the 32nd                                                      | refused no such day
Nov. 31                                                       | refused no such day
13/13/2026                                                    | refused no such day
noonish                                                       | refused unread
the other day                                                 | refused unread
like, whenever                                                | refused unread
yes                                                           | refused unread
D3                                                            | refused unread
""",
}

THIRD = tuple(rows(_THIRD))

# a Wednesday, 15:20 in London; newsroom usage of Britain and India
_WEDNESDAY: tuple[str, str, Order] = ("2026-05-13T14:20+00:00", "Europe/London", "DMY")

_FOURTH: dict[tuple[str, str, Order], str] = {
    _WEDNESDAY: """
Monday next                         | day 2026-05-18
on Friday next                      | day 2026-05-15
Monday coming                       | day 2026-05-18
Monday next at 10am                 | moment 2026-05-18T09:00+00:00
the Monday after next               | refused unread
overmorrow                          | day 2026-05-15
this day week                       | day 2026-05-20
this day fortnight                  | day 2026-05-27
tomo                                | day 2026-05-14
by end of play Friday               | window 2026-05-13/2026-05-15
next working day                    | window 2026-05-14~
the next business day               | window 2026-05-14~
tomorrow 10.00                      | moment 2026-05-14T09:00+00:00
20.00                               | moment 2026-05-13T19:00+00:00
Friday 9.45                         | moment 2026-05-15T08:45+00:00
2000hrs                             | moment 2026-05-13T19:00+00:00
1000 hrs tomorrow                   | moment 2026-05-14T09:00+00:00
in 1000 hours                       | moment 2026-06-24T06:20+00:00
New Year's Eve                      | day 2026-12-31
New Year’s Day                      | day 2027-01-01
Christmas                           | refused unread
"""
}

FOURTH = tuple(rows(_FOURTH))

TABLES = {"made before": FIRST, "made after": SECOND, "made last": THIRD, "made of newsrooms": FOURTH}
