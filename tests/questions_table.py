"""What a desk asks of the five articles, the line that answers it, and what the answer must say, by which source.

question | line | words [source]; further words [source]. Each stands in one line of the answer, or right under it.
"""

_QUESTIONS = """
# where it stands
Where do the talks stand on 28 July? | /status as_of:2022-07-28 | “So far there are no agreements in this area” [000-dcnf]; The US offer to Russia (O1) is unanswered [000-dcnf]
Where do they stand after the ruling? | /status as_of:2022-08-05 | newest reaction: Sergei Lavrov, ready to talk, on or after 30 July 2022 [003-ruling]; “We urge them to accept it” [003-ruling]
For how long has the offer been unanswered? | /status as_of:2022-08-05 | no acceptance, refusal or counter-offer reported for at least 4 days, up to 31 July 2022 [004-cnn]
What is the next date to watch? | /status as_of:2022-07-29 | Blinken–Lavrov call: about 27 July – 3 August 2022 [000-dcnf]
How old is the newest source? | /status as_of:2022-07-29 | Newest source: 001-talks, published 29 July 2022 – deduced [001-talks]
# the offer
What do the Americans offer? | /offers | Bout for Griner and Whelan: “suggested swapping the two Americans for Russian businessman Viktor Bout” [002-analysis]
How surely is Bout in it? | /offers | “may be released from prison in exchange for Griner and Whelan” (may be so; through CNN’s report on the offer) [000-dcnf]; “a deal which includes a trade for convicted Russian arms dealer Viktor Bout” (among other things [004-cnn]
From whom does Reuters have it? | /conflicts P1 | through People who spoke to Reuters → Reuters [003-ruling]
Is Bout offered for Griner alone or for both? | /conflicts P1 | “to release notorious arms dealer Viktor Bout for Griner” [000-dcnf]; “in exchange for Greiner and Whelan” [003-ruling]
Is Whelan part of it? | /conflicts P6 | “reportedly included in the negotiations” (reportedly) [000-dcnf]
When was the offer first made? | /conflicts P2 | “initially proposed a prisoner exchange in June” [000-dcnf]; “many weeks ago” [004-cnn]
When was it made public, and by whom? | /item E19 | Says by Blinken on Wednesday: “when publicly announcing it Wednesday” [004-cnn]; Date: 27 July 2022 – deduced [000-dcnf]
Why was it made public? | /conflicts P17 | “an underlying factor” [004-cnn]; “in the context of Mrs. Griner having to testify yesterday” [004-cnn]
What do the Americans call the offer? | /offers | Antony Blinken: “generous” (S30) [003-ruling]; John Kirby: “serious proposal” (S43) [003-ruling]; Administration officials: “substantial proposal” (S47) [004-cnn]
Who calls it substantial? | /conflicts P11 | “We communicated a substantial offer” [004-cnn]
Did the White House confirm the terms? | /conflicts P8 | “declined to comment on the terms of the trade” [000-dcnf]; “Kirby did not provide further details” [003-ruling]
Did the White House deny that Bout is in it? | /quotes white-house-spokesman about:offer | Asked about Bout, he did not deny it [001-talks]
Has Russia answered? | /offers party:russia | Sergei Lavrov: on or after 30 July 2022 – deduced: ready to talk [003-ruling]; Dmitry Peskov: 28 July 2022 – deduced: no agreement [004-cnn]
Did officials expect another answer? | /quotes admin-officials about:offer | They had thought Moscow would take the offer eagerly. [004-cnn]
Is it a deal or only an offer? | /conflicts P13 | Preferred: offer, because: Both texts report that Russia has agreed to nothing. [000-dcnf]
# what Russia says
What did Peskov say on agreements? | /quotes peskov about:talks | “So far there are no agreements in this area” [000-dcnf]; “so far there is no agreement on this issue.” [004-cnn]
Did Peskov speak of attacks or of leaks? | /conflicts P31 | “you don’t conduct information attacks” [000-dcnf]; “such information leaks don’t happen.” [002-analysis]
What did Peskov say on the ruling? | /quotes peskov about:griner-case | He would not comment on the ruling. [003-ruling]
What did the Kremlin say of talk in the media? | /quotes kremlin about:publicity | Talked over in the media, exchanges will never come about. [003-ruling]
What did Zakharova say on results? | /quotes zakharova about:talks | “They have yet to achieve tangible results.” [000-dcnf]; “No practical result has been achieved so far.” [001-talks]
Who ordered the talks? | /quotes zakharova about:putin | “They instructed the relevant agencies to launch talks on this subject” [000-dcnf]
Who holds the talks? | /conflicts P35 | “the relevant authorities.” [001-talks]; “the relevant ministries.” [002-analysis]
Since when has an exchange been discussed? | /conflicts P38 | “since the summit held by the two countries’ presidents in June 2021” [001-talks]
On what condition does Lavrov want to talk? | /item S74 | ready if: discussing an exchange, if it stays in the channel Putin and Biden agreed [003-ruling]
Where did Lavrov speak? | /item E25 | “during a visit to Cambodia” [003-ruling]
What did Lavrov say of the Americans? | /quotes lavrov about:publicity | “If the Americans decide to resort again to popular diplomacy, this is their business, and I say their problem” [003-ruling]
Who did not answer requests for comment? | /find “request for comment” kind:statement | Putin’s office [000-dcnf]; Russian embassy [000-dcnf]
Did the United States say that talks had no result? | /conflicts P39 | “and the US have both stated” [002-analysis]
# what America says
What did Blinken announce on 27 July? | /quotes blinken about:call | “In the coming days, I expect to speak with Russian Foreign Minister Lavrov for the first time since before the war began.” [000-dcnf]
What will Blinken raise with Lavrov? | /conflicts P47 | “on Griner’s release, as well as the grain export deal” [000-dcnf]
Is the call about Ukraine? | /quotes blinken about:ukraine-war | “will not be for negotiations on Ukraine.” [001-talks]
When did Blinken and Lavrov last speak? | /item E8 | “since February 15, when the US Secretary of State warned Russia against invading Ukraine” [001-talks]
How does Blinken describe the contacts with Russia? | /conflicts P14 | “a number of occasions and directly to Russian officials.” [000-dcnf]
What does Blinken say of the conviction? | /quotes blinken about:griner-case | Griner’s conviction shows how unjustly Russia holds her [003-ruling]
What did Kirby say on television? | /quotes kirby about:publicity | “But we also thought it was important for the world to know how seriously American takes that responsibility.” [004-cnn]
What does Kirby hope? | /quotes kirby about:offer | “We’re still hoping that this proposal will be accepted by the Russians and then we can move forward to bring Brittney and Paul home” [004-cnn]; “We hope Russia will discuss this positively” [001-talks]
How far would Biden go? | /quotes kirby about:biden | Biden “is prepared to take extraordinary measures.” [001-talks]
What did the senior official tell CNN? | /quotes “senior administration official” | “We communicated a substantial offer that we believe could be successful based on a history of conversations with the Russians” [004-cnn]
Who is Kirby? | /who kirby | Role: National Security Council strategic coordinator for communications [004-cnn]; Role: White House spokesperson [000-dcnf]
# the people held, their families and lawyers
Who is Griner? | /who griner | Role: WNBA star [000-dcnf]; Role: sentenced to nine years [003-ruling]
When was Griner detained? | /item E12 | “after Russia detained her in March” (stated): March 2022 – deduced [000-dcnf]; February 2022 – deduced [001-talks]
What is she accused of? | /conflicts P23 | “pleaded guilty to cannabis possession” [000-dcnf]
When did she plead guilty? | /item E15 | Date: 7 July 2022 – deduced [000-dcnf]
How long a term did she face? | /conflicts P24 | “who faces up to 10 years in prison” [001-talks]
How was she sentenced? | /conflicts P77 | “nine years in prison for drug possession” [003-ruling]
When was the ruling? | /dates state:answered | happened – A Russian court sentenced her to nine years in prison for drug possession. (on or after 29 July 2022 – deduced) [003-ruling]
Has she been released? | /conflicts P22 | Preferred: held [002-analysis]; “She is being held on drug-related charges in Russia.” [002-analysis]
Who is her spouse? | /conflicts P21 | Preferred: wife [000-dcnf]; “her husband” [001-talks]
What does her spouse say? | /quotes griner-spouse | After a logistical error she did not trust the government to bargain well for Griner. [000-dcnf]
What do her lawyers know of talks? | /quotes griner-lawyers | They had not been told of the talks, they confirmed. [001-talks]
When can an exchange come, according to her lawyer? | /quotes blagovolina | “From a legal point of view, the exchange can only take place after the ruling” [001-talks]
Who is Whelan? | /who whelan | Role: former Marine [001-talks]
How long is Whelan’s sentence? | /conflicts P76 | “sentenced to 16 years in prison” [001-talks]
When was Whelan arrested? | /item E3 | “arrested by Moscow in December 2018 on charges of possessing sensitive materials” [001-talks]
What does Whelan’s family say? | /quotes whelan-family | The family hopes Russia takes this concession or a different one, so that he comes free. [001-talks]
# Bout, and the exchange before
Who is Bout? | /who “viktor bout” | Role: arms dealer [000-dcnf]; Role: Russian businessman [002-analysis]; “Merchant of Death” [000-dcnf]
What was Bout convicted of? | /conflicts P54 | “convicted on counts of terrorism” [000-dcnf]; “on accusations of smuggling weapons” [002-analysis]
How long is Bout’s sentence? | /conflicts P55 | “sentenced to 25 years in prison in the United States” [001-talks]
When was Bout arrested? | /item E1 | “who the U.S. arrested in 2008” [000-dcnf]
What does Bout know of talks, according to his wife? | /quotes alla-bout | “We talked (Tuesday) over the phone and Victor knows nothing about negotiations between Russia and the United States to exchange him” [001-talks]
Through whom do we have her words? | /sources item:S65 | RIA Novosti [001-talks]
Who was exchanged before? | /item E13 | “conducted a prisoner exchange in April during the Ukraine War” [001-talks]
How long was Yaroshenko in prison? | /item E28 | “12 years in a US prison for drug smuggling charges” [002-analysis]
What was Reed in prison for? | /conflicts P60 | “for drunken assaults on officers” [002-analysis]
How did that exchange come about? | /quotes russian-diplomats | “lengthy negotiation process” [002-analysis]
# the grain deal and the war
Who signed the grain deal? | /conflicts P49 | “signed with the EU, Turkey and Ukraine” [000-dcnf]; “Russian-Ukrainian agreement to export 25 million tons of grain” [001-talks]
When was it concluded? | /item E16 | Date: one day between 17 and 24 July 2022 (“last week” counted from 28 July 2022) [000-dcnf]
How much grain is it about? | /conflicts P78 | “export 25 million tons of grain” [001-talks]
Will Russia keep to it? | /item D19 | Some fear that Russia may not keep to it. [000-dcnf]
When did Russia attack Ukraine? | /item E9 | Date: 24 February 2022 (“nine days later” counted from 15 February 2022) [001-talks]
# how well it is sourced
What does the damaged text make of Blinken’s words? | /conflicts P10 | “had made “a mistake.”” [002-analysis]
Which sources are translations? | /sources | Translation: reads like a machine translation [001-talks]; Translation: text damaged in translation [002-analysis]
Which reports go back to CNN? | /conflicts P1 | carried by 000-dcnf, 002-analysis and 004-cnn: counted once [004-cnn]
When was the undated text on the ruling published? | /sources outlet:003-ruling | Published: on or after 31 July 2022 – deduced [003-ruling]
What rests on CNN alone? | /sources outlet:004-cnn | Single-sourced statements [004-cnn]
# what changed
What became known after 28 July? | /compare 2022-07-28 2022-07-29 | P20, When was Griner detained? March / February [001-talks]
What did the text on the ruling bring? | /compare 2022-07-30 2022-08-01 | O1, Sergei Lavrov: ready to talk [003-ruling]; D2, The ruling in Griner’s case: happened [003-ruling]
What happened on 27 July? | /timeline from:2022-07-27 to:2022-07-27 | E18, Griner had to testify, by Kirby’s account [004-cnn]; E21, The State Department posted that Blinken expects to speak with Lavrov [000-dcnf]
Did Peskov’s wording change? | /quotes peskov form:watch about:publicity | “When discussing such topics, you don’t conduct information attacks” [000-dcnf]
What is expected of whom? | /dates | D1, Blinken–Lavrov call: about 27 July – 3 August 2022 [001-talks]; Maria Blagovolina: “In any case, we would be happy if Britney can go home soon” [001-talks]
What can I paste of Peskov? | /quotes peskov form:copy | Dmitry Peskov, Kremlin spokesman, said (28 July 2022, deduced; told Reuters): “So far there are no agreements in this area” (exact words of the source; translated; Daily Caller News Foundation, published 28 July 2022 [000-dcnf]
What can I paste of the offer? | /item O1 form:copy | “may be released from prison in exchange for Griner and Whelan” (may be so; through CNN’s report on the offer; Daily Caller News Foundation, published 28 July 2022) [000-dcnf]
"""


def _read(line: str) -> tuple[str, str, list[tuple[str, str]]]:
    question, asked, expected = (part.strip() for part in line.split(" | "))
    told = [one.strip().rpartition(" [") for one in expected.split("]") if one.strip("; ")]
    return question, asked, [(words.removeprefix("; "), source) for words, _, source in told]


QUESTIONS = [_read(line) for line in _QUESTIONS.strip().splitlines() if not line.startswith("#")]
