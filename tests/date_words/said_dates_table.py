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
    # a Wednesday, 15:20 in Berlin, and what was thought of without a fault in mind
    ("2026-06-17T13:20+00:00", "Europe/Berlin", "DMY"): """
ten to five tomorrow                | refused ambiguous
five to six tomorrow                | refused ambiguous
ten to nine on Friday               | moment 2026-06-19T06:50Z
twenty to nine tomorrow             | moment 2026-06-18T06:40Z
from ten to twelve on Friday        | span 2026-06-19T08:00Z 2026-06-19T10:00Z
nine to five on Friday              | span 2026-06-19T07:00Z 2026-06-19T15:00Z
tonight at 2am                      | refused ambiguous
Friday night at 1am                 | refused ambiguous
last night at 2am                   | refused ambiguous
tomorrow night 12:30 am             | refused ambiguous
Friday at 1am                       | moment 2026-06-18T23:00Z
Friday night at 11                  | moment 2026-06-19T21:00Z
22:00-02:00 tomorrow                | refused ambiguous
11pm-1am                            | span 2026-06-17T21:00Z 2026-06-17T23:00Z
in one and a half hours             | moment 2026-06-17T14:50Z
2 days 3 hours from now             | moment 2026-06-19T16:20Z
2 hours after noon tomorrow         | moment 2026-06-18T12:00Z
an hour before noon tomorrow        | moment 2026-06-18T09:00Z
three days after tomorrow           | day 2026-06-21
two days before 3 July              | day 2026-07-01
100 days after 1 July               | day 2026-10-09
six weeks from Monday               | day 2026-08-03
Friday fortnight                    | day 2026-07-03
the week after next                 | window 2026-06-29/2026-07-05
the weekend after next              | window 2026-07-04/2026-07-05
Fri 19 - Sun 21 June                | window 2026-06-19/2026-06-21
between 28 June and 2 July          | window 2026-06-28/2026-07-02
28/6-2/7                            | window 2026-06-28/2026-07-02
Monday and Wednesday                | refused ambiguous
1 July and 3 July                   | refused ambiguous
late June to early July             | window 2026-06-21/2026-07-10~
last working day of June            | day 2026-06-30
18 months                           | day 2027-12-17
6pm UTC+3 tomorrow                  | moment 2026-06-18T15:00Z
tomorrow 18:00 IST                  | refused ambiguous
2026-07-05T18:30Z                   | moment 2026-07-05T18:30Z
Monday 28 June                      | refused no such day
1H27                                | refused ambiguous
1 July 1000                         | refused ambiguous
5 July 1830                         | refused ambiguous
0900 1 July                         | refused ambiguous
4 July 1776                         | day 1776-07-04
28 June 1914                        | day 1914-06-28
1 July at 1000                      | moment 2026-07-01T08:00Z
1000 GMT 1 July                     | moment 2026-07-01T10:00Z
week ending 10 July                 | window 2026-07-04/2026-07-10
one month after 31 January          | day 2027-02-28
penultimate day of June             | day 2026-06-29
second last Friday in July          | day 2026-07-24
""",
    # a Saturday evening before the clock goes on
    ("2026-03-28T19:00+00:00", "Europe/Berlin", "DMY"): """
in 7 hours                          | moment 2026-03-29T02:00Z
in 24 hours                         | moment 2026-03-29T19:00Z
in a day                            | day 2026-03-29
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

# Kinds of phrases that other suites hold, in words of our own, each held against the calendar.
_KINDS: dict[tuple[str, str, Order], str] = {
    # a Tuesday, 04:30
    ("2013-02-12T04:30+00:00", "UTC", "DMY"): """
right now                                   | day 2013-02-12
3 days from today                           | day 2013-02-15
a week from right now                       | day 2013-02-19
7 days hence                                | day 2013-02-19
in 7 days at 5pm                            | moment 2013-02-19T17:00Z
next tuesday                                | day 2013-02-19
around next tuesday                         | window 2013-02-19~
next March                                  | refused ambiguous
Sunday, Feb 10                              | day 2013-02-10
the following week                          | window 2013-02-18/2013-02-24
around next week                            | window 2013-02-18~/2013-02-24~
this quarter                                | window 2013-01-01/2013-03-31
this qtr                                    | window 2013-01-01/2013-03-31
next qtr                                    | window 2013-04-01/2013-06-30
third qtr                                   | window 2013-35
the 3rd qtr                                 | window 2013-35
4th qtr of 2018                             | window 2018-36
last yr                                     | window 2012
this yr                                     | window 2013-02-12/2013-12-31
last week's sunday                          | day 2013-02-10
day after tomorrow 5pm                      | moment 2013-02-14T17:00Z
first week of october 2014                  | window 2014-10-01/2014-10-07~
2nd last week of October 2018               | window 2018-10-18~/2018-10-24~
the week of october 6th                     | window 2013-10-06/2013-10-12
last week of september 2014                 | window 2014-09-24~/2014-09-30
third tuesday of september 2014             | day 2014-09-16
beginning of this week                      | window 2013-02-11/2013-02-12~
beginning of current week                   | window 2013-02-11/2013-02-12~
end of last week                            | window 2013-02-08~/2013-02-10
end of past week                            | window 2013-02-08~/2013-02-10
beginning of 2017                           | window 2017-01-01/2017-01-31~
beginning of year                           | refused over
the BOY                                     | refused over
at the beginning of January                 | window 2014-01-01/2014-01-07~
at the end of 2012                          | window 2012-12-01~/2012-12-31
August 27th - 29th                          | window 2013-08-27/2013-08-29
1-8 september                               | window 2013-09-01/2013-09-08
rest of the week                            | window 2013-02-12/2013-02-17
all week                                    | window 2013-02-12/2013-02-17
last wkend of July                          | window 2013-07-27/2013-07-28
the last week-end in October                | window 2013-10-26/2013-10-27
in a sec                                    | moment 2013-02-12T04:30:01Z
in 2 more minutes                           | moment 2013-02-12T04:32Z
couple of days ago                          | window 2013-02-10~
two days before yesterday                   | day 2013-02-09
for 10 days from 18th Dec                   | window 2013-12-18/2013-12-28
this summer                                 | window 2013-22
current summer                              | window 2013-22
this winter                                 | window 2012-24
this past weekend                           | window 2013-02-09/2013-02-10
last weekend                                | window 2013-02-09/2013-02-10
today evening                               | day 2013-02-12
yesterday evening                           | day 2013-02-11
monday early in the morning                 | day 2013-02-18
monday in the early hours of the morning    | day 2013-02-18
february the 15th in the morning            | day 2013-02-15
15 of february in the morning               | day 2013-02-15
morning of the 15th of february             | day 2013-02-15
next 3 minutes                              | window 2013-02-12/2013-02-12
next 3 hours                                | window 2013-02-12/2013-02-13
next few days                               | window 2013-02-12/2013-02-19~
next 3 years                                | window 2013-02-12/2016-02-12
last two years                              | window 2011-02-12/2013-02-12
last night                                  | day 2013-02-11
late last night                             | day 2013-02-11
late tonight                                | day 2013-02-12
early tomorrow                              | day 2013-02-13
end of day                                  | day 2013-02-12
by the end of day                           | window 2013-02-12/2013-02-12
by 2:00pm                                   | window 2013-02-12/2013-02-12
until 2:00pm                                | window 2013-02-12/2013-02-12
through 2:00pm                              | window 2013-02-12/2013-02-12
through 2014                                | window 2013-02-12/2014-12-31
after 5 days                                | day 2013-02-17
in the afternoon                            | day 2013-02-12
tomorrow pm                                 | day 2013-02-13
tomorrow am                                 | day 2013-02-13
tomorrow noon                               | moment 2013-02-13T12:00Z
afternoon yesterday                         | day 2013-02-11
at noon today                               | moment 2013-02-12T12:00Z
the 18th                                    | day 2013-02-18
ASAP                                        | refused no date
by next week                                | window 2013-02-12/2013-02-18~
before next week                            | window 2013-02-12/2013-02-17
after next week                             | window 2013-02-25/..
5 minutes from now                          | moment 2013-02-12T04:35Z
20 seconds from now                         | moment 2013-02-12T04:30:20Z
1 year 9 months from now                    | day 2014-11-12
2 years 4 months ago                        | day 2010-10-12
a week after this friday                    | day 2013-02-22
two weeks from this friday                  | day 2013-03-01
three years after yesterday                 | day 2016-02-11
sometime this month                         | window 2013-02-12/2013-02-28
before 2017                                 | window 2013-02-12/2016-12-31
by february                                 | refused over
the next day                                | day 2013-02-13
the day before yesterday                    | day 2013-02-10
2 weekends from now                         | refused again
in 2 weekends                               | refused again
last day of october 2015                    | day 2015-10-31
one hour from today                         | moment 2013-02-12T05:30Z
thursday the 12th                           | day 2013-09-12
june fifth 2016                             | day 2016-06-05
june twenty-first 1992                      | day 1992-06-21
third day of 2019                           | day 2019-01-03
third week of 2019                          | window 2019-01-15~/2019-01-21~
first weekend of 2019                       | window 2019-01-05/2019-01-06
second weekend in 2019                      | window 2019-01-12/2019-01-13
the last week in 2019                       | window 2019-12-25~/2019-12-31
middle of q1 2019                           | window 2019-02-01~/2019-02-28~
the first quarter in 2019                   | window 2019-33
last quarter in 2019                        | window 2019-36
spring 2002                                 | window 2002-21
winter of 1992                              | window 1992-24
end of this summer                          | window 2013-08-01~/2013-08-31
middle of summer                            | window 2013-07-01~/2013-07-31~
Aug 10 - Jan 12                             | window 2013-08-10/2014-01-12
today to next friday                        | window 2013-02-12/2013-02-22
within two weeks                            | window 2013-02-12/2013-02-26
within a few months                         | window 2013-02-12/2013-05-14~
early 2021                                  | window 2021-01-01/2021-03-31~
late 2020                                   | window 2020-10-01~/2020-12-31
mid 2021                                    | window 2021-05-01~/2021-08-31~
the 1990s                                   | window 1990-01-01/1999-12-31
2016-05                                     | window 2016-05
05/2016                                     | window 2016-05
5/2016                                      | window 2016-05
10.2016                                     | window 2016-10
week of 10 October                          | window 2013-10-07/2013-10-13
week commencing 3 October                   | window 2013-10-03/2013-10-09
next 2 weeks                                | window 2013-02-12/2013-02-26
the next two months                         | window 2013-02-12/2013-04-12
upcoming week                               | window 2013-02-12/2013-02-19
coming weekend                              | window 2013-02-16/2013-02-17
upcoming Friday                             | day 2013-02-15
the coming Friday                           | day 2013-02-15
next fri                                    | day 2013-02-22
on Tues                                     | day 2013-02-19
in the second week of May                   | window 2013-05-08~/2013-05-14~
first half of next month                    | window 2013-03-01/2013-03-15
H2                                          | window 2013-41
Q4                                          | window 2013-36
the second half of this year                | window 2013-41
between 4-22 this month                     | window 2013-02-04/2013-02-22
between Sept 4th through Sept 8th           | window 2013-09-04/2013-09-08
4-23 next month                             | window 2013-03-04/2013-03-23
last 3 months                               | window 2012-11-12/2013-02-12
past 3 years                                | window 2010-02-12/2013-02-12
third week of 2027                          | window 2027-01-15~/2027-01-21~
in the third quarter of this year           | window 2013-35
within the next 5 days                      | window 2013-02-12/2013-02-17
month of september                          | window 2013-09
earlier this month                          | window 2013-02-01/2013-02-12~
earlier this year                           | window 2013-01-01/2013-02-12~
year 2016                                   | window 2016
the first 2 weeks of May                    | window 2013-05-01/2013-05-14
first 3 days of next month                  | window 2013-03-01/2013-03-03
last 2 weeks of June                        | window 2013-06-17/2013-06-30
the last two days of the month              | window 2013-02-27/2013-02-28
first day of next year                      | day 2014-01-01
weekend after next                          | window 2013-03-02/2013-03-03
monday through friday this week             | window 2013-02-11/2013-02-15
from tuesday till friday                    | window 2013-02-19/2013-02-22
oct 2017 - sept 2018                        | window 2017-10-01/2018-09-30
2016-2018                                   | window 2016-01-01/2018-12-31
from 2014 to 2018                           | window 2014-01-01/2018-12-31
between 1999 and 2001                       | window 1999-01-01/2001-12-31
April 2017 through May 2018                 | window 2017-04-01/2018-05-31
between June and July 2023                  | window 2023-06-01/2023-07-31
June to August                              | window 2013-06-01/2013-08-31
June 3 to July 5                            | window 2013-06-03/2013-07-05
from 3 June until 5 July 2024               | window 2024-06-03/2024-07-05
between 3rd and 5th of June                 | window 2013-06-03/2013-06-05
either Monday or Tuesday                    | window [2013-02-18,2013-02-19]
tomorrow or Friday                          | window [2013-02-13,2013-02-15]
Monday 3-5pm                                | span 2013-02-18T15:00Z 2013-02-18T17:00Z
3 till 5 pm on Monday                       | span 2013-02-18T15:00Z 2013-02-18T17:00Z
from 9 AM to 5 PM on 4 March                | span 2013-03-04T09:00Z 2013-03-04T17:00Z
4 March 9:00-17:00                          | span 2013-03-04T09:00Z 2013-03-04T17:00Z
4 March 2013 from 10:00 until 11:30         | span 2013-03-04T10:00Z 2013-03-04T11:30Z
noon to 3pm tomorrow                        | span 2013-02-13T12:00Z 2013-02-13T15:00Z
between noon and 3 pm tomorrow              | span 2013-02-13T12:00Z 2013-02-13T15:00Z
tomorrow between 10 and 12                  | span 2013-02-13T10:00Z 2013-02-13T12:00Z
tomorrow from 10 to 12                      | span 2013-02-13T10:00Z 2013-02-13T12:00Z
on Monday between 14:00 and 16:00           | span 2013-02-18T14:00Z 2013-02-18T16:00Z
tonight 8-10                                | span 2013-02-12T20:00Z 2013-02-12T22:00Z
this evening from 7 to 9                    | span 2013-02-12T19:00Z 2013-02-12T21:00Z
Monday morning 9-11                         | span 2013-02-18T09:00Z 2013-02-18T11:00Z
10-12 March                                 | window 2013-03-10/2013-03-12
10 to 12 March                              | window 2013-03-10/2013-03-12
between 10 and 12 March                     | window 2013-03-10/2013-03-12
March 10-12, 2014                           | window 2014-03-10/2014-03-12
12/3/2013-14/3/2013                         | window 2013-03-12/2013-03-14
3/12/2013 - 3/14/2013                       | window 2013-03-12/2013-03-14
2013-03-12 - 2013-03-14                     | window 2013-03-12/2013-03-14
1st to 3rd                                  | window 2013-03-01/2013-03-03
from the 1st to the 3rd                     | window 2013-03-01/2013-03-03
from today to Friday                        | window 2013-02-12/2013-02-15
from now until Friday                       | window 2013-02-12/2013-02-15
from now till the end of March              | window 2013-02-12/2013-03-31
until the 15th of March                     | window 2013-02-12/2013-03-15
till March                                  | window 2013-02-12/2013-03-01~
up until Friday                             | window 2013-02-12/2013-02-15
no later than next Friday                   | window 2013-02-12/2013-02-22
not after 4 March                           | window 2013-02-12/2013-03-04
not before 4 March                          | window 2013-03-04/..
on or after 4 March                         | window 2013-03-04/..
from 4 March on                             | window 2013-03-04/..
as of next Monday                           | window 2013-02-18/..
starting Monday                             | window 2013-02-18/..
starting from Monday                        | window 2013-02-18/..
beginning 4 March                           | window 2013-03-04/..
effective 1 April                           | window 2013-04-01/..
within a week of 4 March                    | window 2013-03-04/2013-03-11
within 3 days after 4 March                 | window 2013-03-04/2013-03-07
the day after Friday                        | day 2013-02-16
the day before the 4th                      | day 2013-03-03
two days after next Tuesday                 | day 2013-02-21
a fortnight from Monday                     | day 2013-03-04
a month from 4 March                        | day 2013-04-04
a month before 4 March                      | day 2013-02-04
six weeks before 1 May                      | day 2013-03-20
3 business days from Monday                 | window 2013-02-21~
5 working days after 4 March                | window 2013-03-11~
a year ago                                  | day 2012-02-12
a year ago today                            | day 2012-02-12
today week                                  | day 2013-02-19
tomorrow week                               | day 2013-02-20
Monday week                                 | day 2013-02-25
Monday fortnight                            | day 2013-03-04
a week tomorrow                             | day 2013-02-20
week after next                             | window 2013-02-25/2013-03-03
month after next                            | window 2013-04
year after next                             | window 2015
in a month or two                           | window 2013-03-12/2013-04-12~
in one or two weeks                         | window 2013-02-19/2013-02-26~
in 2-3 days                                 | window 2013-02-14/2013-02-15~
within 2 to 3 weeks                         | window 2013-02-12/2013-03-05~
over the next 2-3 weeks                     | window 2013-02-12/2013-03-05~
two to three days from now                  | window 2013-02-14/2013-02-15~
in three to four months' time               | window 2013-05-12/2013-06-12~
10 February 2015                            | day 2015-02-10
Sep 03 2014                                 | day 2014-09-03
friday, 03 october 2014                     | day 2014-10-03
Aug 06, 2018 05:05 PM CDT                   | moment 2018-08-06T22:05Z
1 year, 09 months,01 weeks                  | day 2014-11-19
23 hours, 15 minutes                        | moment 2013-02-13T03:45Z
1 yr 2 months                               | day 2014-04-12
about an hour ago                           | moment 2013-02-12T03:30Z
10am yesterday                              | moment 2013-02-11T10:00Z
the day before yesterday 16:50              | moment 2013-02-10T16:50Z
2 days ago at 11:30                         | moment 2013-02-10T11:30Z
1 hour, 5 minutes and 30 seconds ago        | moment 2013-02-12T03:24:30Z
2016-09-23T02:54:32.845Z                    | moment 2016-09-23T02:54:32Z
Thu 14 February 2019 3:32 PM                | moment 2019-02-14T15:32Z
5pm on 08.25.2006                           | refused no such day
5 hours before noon                         | moment 2013-02-12T07:00Z
4 hours from 12:30                          | moment 2013-02-12T16:30Z
1 day from tomorrow                         | day 2013-02-14
1d 7hr                                      | moment 2013-02-13T11:30Z
3 weeks from yesterday                      | day 2013-03-04
noon yesterday                              | moment 2013-02-11T12:00Z
in 5 minutes                                | moment 2013-02-12T04:35Z
5m from now                                 | moment 2013-02-12T04:35Z
2 weeks from tomorrow                       | day 2013-02-27
next 4 hours                                | window 2013-02-12/2013-02-13
a week on Tuesday                           | day 2013-02-26
Tuesday at 3pm                              | refused ambiguous
at 5pm on Monday                            | moment 2013-02-18T17:00Z
Monday 2pm                                  | moment 2013-02-18T14:00Z
12th of July at noon                        | moment 2013-07-12T12:00Z
in a month's time                           | day 2013-03-12
four days ago                               | day 2013-02-08
four days prior to yesterday                | day 2013-02-07
one week before tomorrow                    | day 2013-02-06
two years from today                        | day 2015-02-12
6 weeks                                     | day 2013-03-26
10 days from now                            | day 2013-02-22
20 days before May 1                        | day 2013-04-11
first of the month                          | day 2013-03-01
the last of the month                       | day 2013-02-28
1st of next month                           | day 2013-03-01
last day of this year                       | day 2013-12-31
first of January                            | day 2014-01-01
the 31st of this month                      | refused no such day
mid-month                                   | window 2013-02-11~/2013-02-20~
mid-week                                    | window 2013-02-12~/2013-02-14~
middle of the month                         | window 2013-02-11~/2013-02-20~
middle of this year                         | window 2013-05-01~/2013-08-31~
start of the year                           | refused over
end of the quarter                          | window 2013-03-01~/2013-03-31
end of Q3                                   | window 2013-09-01~/2013-09-30
beginning of Q4                             | window 2013-10-01/2013-10-31~
early Q4                                    | window 2013-10-01/2013-10-31~
by Q4                                       | window 2013-02-12/2013-10-01~
before Q2                                   | window 2013-02-12/2013-03-31
after Q1                                    | window 2013-04-01/..
Q1-Q2 2014                                  | window 2014-01-01/2014-06-30
Q1 to Q3                                    | window 2013-01-01/2013-09-30
H1 2014 - H2 2015                           | window 2014-01-01/2015-12-31
2nd half of June                            | window 2013-06-16/2013-06-30
2H 2013                                     | window 2013-41
week 10                                     | window 2013-03-04/2013-03-10
week 10-12                                  | window 2013-03-04/2013-03-24
weeks 10 to 12                              | window 2013-03-04/2013-03-24
Sat 9am-12pm                                | span 2013-02-16T09:00Z 2013-02-16T12:00Z
on Saturday the 16th                        | day 2013-02-16
Saturday 16 Feb                             | day 2013-02-16
16.2.                                       | day 2013-02-16
16/2                                        | day 2013-02-16
2/16                                        | day 2013-02-16
16-2-2013                                   | day 2013-02-16
2013/2/16                                   | day 2013-02-16
20130216                                    | day 2013-02-16
16 Feb 13                                   | refused ambiguous
Feb '13                                     | refused ambiguous
February 30th                               | refused no such day
31/02/2013                                  | refused no such day
29 Feb                                      | day 2016-02-29
29 February 2014                            | refused no such day
every 2 days                                | refused again
daily at 9                                  | refused again
15 mins                                     | moment 2013-02-12T04:45Z
15 secs                                     | moment 2013-02-12T04:30:15Z
90 s                                        | moment 2013-02-12T04:31:30Z
1.5h                                        | moment 2013-02-12T06:00Z
2h30                                        | refused ambiguous
2h 30m                                      | moment 2013-02-12T07:00Z
2 h                                         | moment 2013-02-12T06:30Z
2 hr 15 min                                 | moment 2013-02-12T06:45Z
an hour and 15 minutes                      | moment 2013-02-12T05:45Z
1 hour and a half                           | moment 2013-02-12T06:00Z
three and a half hours                      | moment 2013-02-12T08:00Z
2:30 hours                                  | refused ambiguous
half a day                                  | moment 2013-02-12T16:30Z
half a year                                 | day 2013-08-12
a year and a half                           | day 2014-08-12
1.5 days                                    | moment 2013-02-13T16:30Z
H1 to H2 2014                               | window 2014-01-01/2014-12-31
late March to early April 2014              | window 2014-03-21~/2014-04-10~
early to mid March                          | window 2013-03-01/2013-03-20~
mid to late 2014                            | window 2014-05-01~/2014-12-31
last Monday to Wednesday                    | window 2013-02-11/2013-02-13
Monday the 18th to Friday the 22nd          | window 2013-02-18/2013-02-22
Monday 18 to Friday 22 February             | window 2013-02-18/2013-02-22
week 10-12 of 2014                          | window 2014-03-03/2014-03-23
2016-09-23T02:54:32Z                        | moment 2016-09-23T02:54:32Z
10:15:30 tomorrow                           | moment 2013-02-13T10:15:30Z
spring to autumn 2015                       | window 2015-03-01/2015-11-30
week 3 - week 5 2014                        | window 2014-01-13/2014-02-02
when hell freezes over                      | condition hell freezes over
if it rains                                 | condition it rains
unless blocked                              | condition blocked
until death                                 | condition death
before noon                                 | window 2013-02-12/2013-02-12
by lunchtime                                | window 2013-02-12/2013-02-12
during summer                               | window 2013-22
during the summer                           | window 2013-22
by the deadline                             | condition the deadline
before the deadline                         | condition the deadline
after two more weeks                        | day 2013-02-26
in case of war                              | condition war
after the third round                       | condition the third round
after round three                           | condition round three
at 3 sharp                                  | refused ambiguous
by EOW                                      | window 2013-02-12/2013-02-17
by COP                                      | window 2013-02-12/2013-02-12
by end Q2                                   | window 2013-02-12/2013-06-30
end Q2                                      | window 2013-06-01~/2013-06-30
end March                                   | window 2013-03-25~/2013-03-31
end 2014                                    | window 2014-12-01~/2014-12-31
mid next week                               | window 2013-02-19~/2013-02-21~
mid next month                              | window 2013-03-11~/2013-03-20~
early next quarter                          | window 2013-04-01/2013-04-30~
late this year                              | window 2013-10-01~/2013-12-31
late next year                              | window 2014-10-01~/2014-12-31
start of summer                             | window 2013-06-01/2013-06-30~
on the 3rd or 4th                           | window [2013-03-03,2013-03-04]
3rd or 4th of March                         | window [2013-03-03,2013-03-04]
next week to 3 weeks from now               | window 2013-02-18/2013-03-05
Sunday 15Sep                                | day 2013-09-15
Nov-16-2016                                 | day 2016-11-16
the 30th of april in the year 2008          | day 2008-04-30
final thursday in april                     | day 2013-04-25
final days of august                        | window 2013-08-27~/2013-08-31
+2h                                         | moment 2013-02-12T06:30Z
+3 days                                     | day 2013-02-15
Jan 21, '97                                 | refused ambiguous
the 10th of August 2012 - the 12th          | window 2012-08-10/2012-08-12
10 - 22 August 2012                         | window 2012-08-10/2012-08-22
10 August - 12 September 2013               | window 2013-08-10/2013-09-12
August 10 - November 12, 2011               | window 2011-08-10/2011-11-12
last night at 8pm                           | moment 2013-02-11T20:00Z
4/4 to 4/8                                  | window 2013-04-04/2013-08-04
from october 2 to 13                        | window 2013-10-02/2013-10-13
6/2/2011 to 6/4/2011                        | window 2011-02-06/2011-04-06
oct 1st through oct 5                       | window 2013-10-01/2013-10-05
1 month from tuesday                        | day 2013-03-19
the second week in october                  | window 2013-10-08~/2013-10-14~
1978-01-28                                  | day 1978-01-28
2/28/79                                     | refused ambiguous
2 years from tomorrow                       | day 2015-02-13
this afternoon to tomorrow noon             | refused ambiguous
12 to 14 March at noon                      | refused ambiguous
Feb 12 13                                   | refused ambiguous
9/11                                        | day 2013-11-09
24/7                                        | day 2013-07-24
1/2                                         | refused ambiguous
50/50                                       | refused no such day
""",
    # a Wednesday, 17:45 in New York
    ("2024-11-27T22:45+00:00", "America/New_York", "MDY"): """
45m                                         | moment 2024-11-27T23:30Z
3d 4h                                       | moment 2024-12-01T02:45Z
in 90 mins                                  | moment 2024-11-28T00:15Z
in 2 hrs 30 mins                            | moment 2024-11-28T01:15Z
in two and a half days                      | moment 2024-11-30T10:45Z
in 3 wks                                    | day 2024-12-18
in 6 mo                                     | day 2025-05-27
in 2 yrs                                    | day 2026-11-27
in half a year                              | day 2025-05-27
3 days ago                                  | day 2024-11-24
in an hour or so                            | moment 2024-11-27T23:45Z
in about three hours                        | moment 2024-11-28T01:45Z
a couple of hours from now                  | moment 2024-11-28T00:45Z
two hours before 9 p.m.                     | moment 2024-11-28T00:00Z
half an hour after noon tomorrow            | moment 2024-11-28T17:30Z
30 minutes before midnight                  | moment 2024-11-28T04:30Z
after two days                              | day 2024-11-29
within 90 minutes                           | window 2024-11-27/2024-11-27
within 2 hrs                                | window 2024-11-27/2024-11-27
in the next 36 hours                        | window 2024-11-27/2024-11-29
in the next 2 or 3 days                     | window 2024-11-27/2024-11-30~
over the next three to five days            | window 2024-11-27/2024-12-02~
in one or two months                        | window 2024-12-27/2025-01-27~
in five or six weeks                        | window 2025-01-01/2025-01-08~
Thursday 2-4 pm                             | span 2024-11-28T19:00Z 2024-11-28T21:00Z
between 9 and 11:30 am Friday               | span 2024-11-29T14:00Z 2024-11-29T16:30Z
from 7 p.m. to 9 p.m. tonight               | span 2024-11-28T00:00Z 2024-11-28T02:00Z
from 10 p.m. to 2 a.m. tomorrow             | refused ambiguous
noon-2pm Monday                             | span 2024-12-02T17:00Z 2024-12-02T19:00Z
8:30-9:45 tomorrow                          | span 2024-11-28T13:30Z 2024-11-28T14:45Z
3 to 5 on Monday                            | refused ambiguous
Monday afternoon 3 to 5                     | span 2024-12-02T20:00Z 2024-12-02T22:00Z
Dec. 2 from 9:30 a.m. to 11 a.m.            | span 2024-12-02T14:30Z 2024-12-02T16:00Z
Dec. 2, 14:00-15:30                         | span 2024-12-02T19:00Z 2024-12-02T20:30Z
tomorrow 10-11 Moscow time                  | span 2024-11-29T07:00Z 2024-11-29T08:00Z
Friday 15:00-16:00 UTC                      | span 2024-11-29T15:00Z 2024-11-29T16:00Z
10am-1pm ET Tuesday                         | span 2024-12-03T15:00Z 2024-12-03T18:00Z
Dec 2nd-6th                                 | window 2024-12-02/2024-12-06
Dec. 2nd to the 6th                         | window 2024-12-02/2024-12-06
from Dec 30 to Jan 3                        | window 2024-12-30/2025-01-03
between December 30 and January 3           | window 2024-12-30/2025-01-03
30 December till 3 January                  | window 2024-12-30/2025-01-03
December to February                        | window 2024-12-01/2025-02-28
November 2024 to February 2025              | window 2024-11-01/2025-02-28
December-February 2025                      | window 2024-12-01/2025-02-28
from June 2025 to May 2026                  | window 2025-06-01/2026-05-31
Dec. 3 and 4                                | window 2024-12-03/2024-12-04
Dec. 3 and 9                                | refused ambiguous
December and January                        | window 2024-12-01/2025-01-31
December and March                          | refused ambiguous
Monday and Thursday                         | refused ambiguous
Monday or Thursday                          | window [2024-12-02,2024-12-05]
Q1 2025                                     | window 2025-33
first quarter of next year                  | window 2025-33
Q4                                          | window 2024-36
Q1                                          | window 2025-33
last quarter                                | window 2024-07-01/2024-09-30
H1                                          | window 2025-40
second half of 2025                         | window 2025-41
EOM                                         | window 2024-11-24~/2024-11-30
EOY                                         | window 2024-12-01~/2024-12-31
by EOY 2025                                 | window 2024-11-27/2025-12-31
end of Q1                                   | window 2025-03-01~/2025-03-31
BOM                                         | refused over
week 49                                     | window 2024-12-02/2024-12-08
week 3                                      | window 2025-01-13/2025-01-19
W50                                         | window 2024-12-09/2024-12-15
the 2nd                                     | day 2024-12-02
the 28th                                    | day 2024-11-28
the first                                   | day 2024-12-01
the 15th of the month                       | day 2024-12-15
the 1st of January                          | day 2025-01-01
Friday the 13th                             | day 2024-12-13
Tuesday the 3rd                             | day 2024-12-03
the second Tuesday of December              | day 2024-12-10
2nd to last Friday of December              | day 2024-12-20
the last working day of the month           | day 2024-11-29
first weekend of December                   | window 2024-12-07/2024-12-08
weekend of December 7                       | window 2024-12-07/2024-12-08
last Saturday of the year                   | day 2024-12-28
two Mondays from now                        | day 2024-12-09
four Thursdays from now                     | day 2024-12-19
Thursday, November 21                       | day 2024-11-21
Saturday, Dec. 7                            | day 2024-12-07
Sunday, Dec. 7                              | refused no such day
Nov. 21                                     | refused ambiguous
Nov. 28                                     | day 2024-11-28
12/1                                        | day 2024-12-01
13/1                                        | day 2025-01-13
1/13                                        | day 2025-01-13
12/01/24                                    | refused ambiguous
this October                                | window 2024-10
this December                               | window 2024-12
last October                                | window 2024-10
next October                                | window 2025-10
this past weekend                           | window 2024-11-23/2024-11-24
later this afternoon                        | day 2024-11-27
tonight                                     | day 2024-11-27
today                                       | day 2024-11-27
tomorrow night at 12                        | refused ambiguous
tomorrow at 12                              | moment 2024-11-28T17:00Z
tomorrow at noon                            | moment 2024-11-28T17:00Z
at 6:15                                     | refused ambiguous
at 06:15                                    | moment 2024-11-28T11:15Z
18:15                                       | moment 2024-11-27T23:15Z
6:15pm                                      | moment 2024-11-27T23:15Z
quarter past 6                              | refused ambiguous
quarter to seven in the evening             | moment 2024-11-27T23:45Z
five past ten                               | moment 2024-11-28T15:05Z
ten to nine                                 | moment 2024-11-28T13:50Z
tomorrow evening at 7:45                    | moment 2024-11-29T00:45Z
<t:1732752000>                              | moment 2024-11-28T00:00Z
<t:1732752000:R>                            | moment 2024-11-28T00:00Z
<t:1732752000:d>                            | day 2024-11-27
2024-12-02T10:00:00+01:00                   | moment 2024-12-02T09:00Z
Dec. 2 at 10:00 -0500                       | moment 2024-12-02T15:00Z
Dec. 2 10:00 +01:00                         | moment 2024-12-02T09:00Z
Dec. 2 10:00 UTC+5:30                       | moment 2024-12-02T04:30Z
once Congress returns                       | condition Congress returns
after the inauguration                      | condition the inauguration
until the Senate confirms him               | condition the Senate confirms him
when he is sworn in                         | condition he is sworn in
unless the court objects                    | condition the court objects
at the signing ceremony                     | condition the signing ceremony
during the recess                           | condition the recess
by the EOB                                  | refused unread
at sixes                                    | refused unread
in time                                     | refused no date
""",
    # a Monday noon
    ("2016-11-07T12:00+00:00", "UTC", "DMY"): """
from 4 to 22 January 1995                   | window 1995-01-04/1995-01-22
between 4-22 January, 1995                  | window 1995-01-04/1995-01-22
from January 4 to January 22, 1995          | window 1995-01-04/1995-01-22
February next year                          | window 2017-02
in the 3rd quarter of 2001                  | window 2001-35
2001 third quarter                          | window 2001-35
the first quarter of 2001                   | window 2001-33
October 25 to January 25                    | window 2016-10-25/2017-01-25
first week of October                       | window 2017-10-01/2017-10-07~
third week of january                       | window 2017-01-15~/2017-01-21~
last week of july                           | window 2017-07-25~/2017-07-31
next 3 days                                 | window 2016-11-07/2016-11-10
month of sept                               | window 2017-09
this week                                   | window 2016-11-07/2016-11-13
weekend                                     | window 2016-11-12/2016-11-13
past weekend                                | window 2016-11-05/2016-11-06
this month                                  | window 2016-11-07/2016-11-30
next summer                                 | window 2017-22
summer                                      | window 2017-22
summer 2016                                 | window 2016-22
summer of 2016                              | window 2016-22
next fall                                   | window 2017-23
4 days from now                             | day 2016-11-11
2 weeks from today                          | day 2016-11-21
the week after next                         | window 2016-11-21/2016-11-27
three days from today                       | day 2016-11-10
within a month                              | window 2016-11-07/2016-12-07
in at least 3 days                          | window 2016-11-10/..
the 4th of July next year                   | day 2017-07-04
4th of July                                 | day 2017-07-04
on Friday the 11th                          | day 2016-11-11
Wed, 22 of Jan                              | refused no such day
Jan first                                   | day 2017-01-01
May twenty-first                            | day 2017-05-21
second of Aug                               | day 2017-08-02
12 of august this year                      | day 2016-08-12
two weeks from this coming Monday           | day 2016-11-28
this coming Monday                          | day 2016-11-14
the next Monday                             | day 2016-11-14
last Monday                                 | day 2016-10-31
Monday of next week                         | day 2016-11-14
Monday next week                            | day 2016-11-14
next week Monday                            | day 2016-11-14
next week on Monday                         | day 2016-11-14
Thursday this week                          | day 2016-11-10
Friday of this week                         | day 2016-11-11
the day before last Friday                  | day 2016-11-03
the day after next Tuesday                  | day 2016-11-16
the third day of next week                  | day 2016-11-16
first day of next week                      | day 2016-11-14
last day of this week                       | day 2016-11-13
last day of the year                        | day 2016-12-31
the last working day of this week           | day 2016-11-11
first Friday of next month                  | day 2016-12-02
second Monday in March                      | day 2017-03-13
third Thursday of November 2017             | day 2017-11-16
2016-11-16                                  | day 2016-11-16
16. Nov. 2016                               | day 2016-11-16
2016/16/11                                  | refused no such day
11/16/2016                                  | day 2016-11-16
16/11/2016                                  | day 2016-11-16
16-Nov-2016                                 | day 2016-11-16
Nov-16-2016                                 | day 2016-11-16
Nov 16 2016                                 | day 2016-11-16
16Nov2016                                   | day 2016-11-16
2016Nov16                                   | day 2016-11-16
20161116                                    | day 2016-11-16
16 November, 2016                           | day 2016-11-16
1st quarter                                 | window 2017-33
last 3 weekends                             | refused again
the next 2 Mondays                          | refused again
15 days                                     | day 2016-11-22
15 days later                               | day 2016-11-22
15 days ago                                 | day 2016-10-23
about 15 days from now                      | window 2016-11-22~
in about 2 weeks or so                      | window 2016-11-21~
by next Friday at 5pm                       | window 2016-11-07/2016-11-18
before Friday 5pm                           | window 2016-11-07/2016-11-11
until tomorrow 10am                         | window 2016-11-07/2016-11-08
from tomorrow 10am                          | window 2016-11-08/..
after 5pm tomorrow                          | window 2016-11-08/..
after Friday 17:00                          | window 2016-11-11/..
sometime between Monday and Wednesday       | window 2016-11-14/2016-11-16
anytime between now and December 1          | window 2016-11-07/2016-12-01
before December 1 2016                      | window 2016-11-07/2016-11-30
on or before December 1                     | window 2016-11-07/2016-12-01
no later than December 1                    | window 2016-11-07/2016-12-01
not later than end of November              | window 2016-11-07/2016-11-30
no earlier than mid-December                | window 2016-12-11~/..
end of November at the latest               | window 2016-11-07/2016-11-30
the night of November 8                     | day 2016-11-08
at least two weeks from now                 | window 2016-11-21/..
last working day of this week               | day 2016-11-11
the last day of the week                    | day 2016-11-13
third day of next week                      | day 2016-11-16
""",
}

KINDS = tuple(rows(_KINDS))

SAID = {"found as faults": FAULTS, "kinds": KINDS}
