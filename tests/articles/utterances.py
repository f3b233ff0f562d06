"""What was said, each utterance as several outlets would word it: cut, translated, told in other words and tenses.

A scene is one speaker on one day; its utterances are about the same matter, so that two of them are the hardest
pairs that are not the same. All of it is invented.
"""

from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True)
class Scene:
    """A speaker, a day, and utterances with their wordings."""

    speaker: str
    day: str
    utterances: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Pair:
    """Two wordings, and whether they are of one utterance."""

    one: str
    other: str
    speaker: str
    day: str
    same: bool


def list_pairs(scenes: tuple[Scene, ...]) -> list[Pair]:
    """Pair every two wordings of a scene."""
    return [
        Pair(one, other, scene.speaker, scene.day, same=first == second)
        for scene in scenes
        for (first, one), (second, other) in combinations(
            [(i, words) for i, wordings in enumerate(scene.utterances) for words in wordings], 2
        )
    ]


@dataclass(frozen=True)
class Case:
    """Two wordings with what sets them apart: speakers, days, articles."""

    same: bool
    one: str
    other: str
    speakers: tuple[str, str] = ("Arkady Kosmin", "Arkady Kosmin")
    days: tuple[str, str] = ("2022-02-08", "2022-02-08")
    articles: tuple[str, str] = ("x", "y")


_LONG = (
    "We have said from the first day that the crew must come home, and we say it again today. The proposals that lie on"
    " the table are fair to both sides. Whoever rejects them will have to explain it to fourteen families."
)
_SORLEY = ("Ann Sorley", "Ann Sorley")
CASES = (
    # cut
    Case(True, _LONG, "The proposals that lie on the table are fair to both sides."),
    Case(True, _LONG, "Whoever rejects them will have to explain it to fourteen families"),
    Case(True, _LONG, "the crew must come home"),
    Case(True, _LONG, "those who turned the proposals down would have to explain themselves to 14 families"),
    Case(True, _LONG, "the proposals on the table are “fair to both sides”"),
    Case(False, _LONG, "We have said nothing of the kind, and both sides know it."),
    Case(False, _LONG, "Fourteen families came to the gate today and were let in."),
    Case(False, _LONG, "There is a table, and there are chairs. What is missing is the other side."),
    Case(True, "We are not friends, but we are adults, and a contract can be had before the summer.",
         "a contract could be reached before the summer", _SORLEY),
    Case(True, "We are not friends, but we are adults, and a contract can be had before the summer.",
         "We are not friends, but we are adults", _SORLEY),
    Case(False, "a contract could be reached before the summer", "We are not friends, but we are adults", _SORLEY),
    # noise of machines and hands
    Case(True, "The keys will hang on two nails", "The keys will be hanging on two nails"),
    Case(True, "The keys will hang on two nails", "“The key’s will hang on two nails,”"),
    Case(True, "The labour ministry isn't a post office.", "The labor ministry is not a post-office"),
    Case(True, "No concrete results have been reached for the time being", "So far there is no concrete result"),
    Case(True, "It's a working breakfast, and the offer of 400 million was on the menu.",
         "It was a working breakfast and the 400 million offer was on the menu"),
    Case(True, "We will never accept a peace that is dictated.", "a dictated peace would never be accepted"),
    Case(True, "The talks were constructive and useful.", "the talks had been “constructive and useful”"),
    Case(True, "Our patience is not infinite.", "its patience was not infinite"),
    Case(True, "The ball is now in their court.", "the ball was in the other side's court"),
    # formulas that anybody uses on any day
    Case(False, "The ball is now in their court.", "The ball is in their court now.",
         days=("2022-02-08", "2022-05-19")),
    Case(False, "We are ready for talks at any time.", "We are ready for talks at any time.",
         days=("2022-02-08", "2022-03-30")),
    Case(False, "We are ready for talks at any time.", "We are ready for talks at any time",
         speakers=("Arkady Kosmin", "Jelena Velic")),
    Case(False, "No comment.", "No comment.", days=("2022-02-08", "2022-02-21")),
    Case(True, "We are ready for talks at any time.", "Moscow was ready to talk at any time"),
    Case(True, "Our patience is not infinite.", "our patience is not endless", days=("2022-02-08", "2022-02-09")),
    Case(True, "We will not negotiate with a knife at our throat.", "We shall not talk with a knife held to our throat",
         speakers=("Arkady Kosmin", "the Kremlin spokesman")),
    Case(True, "We will not negotiate with a knife at our throat.", "We'll not negotiate with a knife at the throat",
         speakers=("Sergei Kosmin", "Sergey Kosmin")),
    # what negates, what has other figures
    Case(False, "The captain will be released this week.", "The captain will not be released next week."),
    Case(False, "We have agreed on the price.", "We have not agreed on the date."),
    Case(False, "Forty ships have been cleared.", "Nineteen ships have been turned back."),
    Case(False, "The proposal contains seven points.", "The proposal contains three conditions."),
    Case(False, "We will answer the letter tomorrow.", "We answered the letter of the minister yesterday."),
    Case(False, "We want the crew back alive.", "We want the ship back in one piece."),
    Case(False, "The hearing is on the 21st, and until then nothing moves.",
         "The hearing is a farce, and everybody in the room knows it."),
    # side by side in one article
    Case(False, "It is important to us that people know of the offer.",
         "It was important to us that the families heard of the offer first.", articles=("x", "x")),
    Case(False, "We start every negotiation with a bad actor on the other side.",
         "We start every one of them with a human being in a cell.", articles=("x", "x")),
    Case(False, "The talks go on.", "The talks go on at expert level, and no date has been set.", articles=("x", "x")),
    # told, not quoted
    Case(True, "I have asked for a meeting with the President, and I was told to wait.",
         "he had been told to wait when he asked to meet the president"),
    Case(True, "They must first hand over the bodies. Then we can talk about the living.",
         "the bodies had to be handed over before there could be talks on the living"),
    Case(True, "Nobody in this government has any interest in an escalation.",
         "the government was not interested in escalating the situation"),
    Case(True, "We will retaliate for every single measure taken against our companies.",
         "each measure against its firms would be answered in kind"),
    Case(True, "I spoke with my counterpart for an hour this morning, and I believe he understood me.",
         "he thought that his colleague had understood him in their hour-long phone call"),
    Case(False, "I spoke with my counterpart for an hour this morning, and I believe he understood me.",
         "he would speak with his counterpart again in the coming days"),
    Case(False, "They must first hand over the bodies. Then we can talk about the living.",
         "the living were in good health and had been visited by a doctor"),
    Case(False, "Nobody in this government has any interest in an escalation.",
         "the government had not been informed of the escalation"),
)  # fmt: skip

SCENES = (
    Scene("Arkady Kosmin", "2022-02-08", (
        ("So far we have not received a reply to our proposals on the crew.",
         "Up to now there has been no answer to our offers concerning the sailors",
         "Moscow had not yet had a response to its proposals on the crew"),
        ("Talks of this kind love silence, and leaks only do harm.",
         "Such negotiations like quiet. Publicity can only hurt them.",
         "negotiations like these needed quiet and that leaks could only damage them"),
        ("The captain will stand trial like anybody else who breaks our laws.",
         "The skipper will face court as everyone does who violates our legislation",
         "the captain would be tried like anyone who breaks the law"),
    )),
    Scene("Lucia Orsini", "2023-03-15", (
        ("We will start to fill the reservoir when the rains come, with or without a paper.",
         "Filling of the lake begins with the rainy season, whether there is a document or not",
         "her country would begin filling the dam in the rainy season, agreement or no agreement"),
        ("We offered to stretch the filling over four years. They did not even answer.",
         "Our offer was to take four years over the filling, and it was left without a reply",
         "Elvesia had proposed to fill the dam over four years, but got no answer"),
        ("Nobody downstream will go thirsty because of us.",
         "No one below the dam is going to be left without water on our account.",
         "no one downstream would lack water because of the dam"),
        ("The dam is finished, and nobody can make it disappear.",
         "The dam has been built. It can't be wished away by anyone."),
    )),
    Scene("Isla Maclure", "2018-07-22", (
        ("Our members have been strung along since the council's first letter.",
         "The council has kept members dangling ever since it first wrote to us",
         "members had been strung along from the council’s first letter on"),
        ("The allowance they want to take is worth more than the rise they give.",
         "What they offer as a rise is less than the allowance they'd take away from us",
         "the allowance was worth more than the pay rise"),
        ("If there is no better offer by Friday, the boats stay in harbour.",
         "Without an improved offer by Friday no ferry will sail.",
         "ferries would stop running unless the council improved its offer by Friday"),
    )),
    Scene("Tomas Vesnin", "2024-10-08", (
        ("My country can wait. It has waited for forty years.",
         "We have time; we have been waiting four decades",
         "his country could wait, as it had for 40 years"),
        ("Fell is ours by history and by law, and that is not on the table.",
         "By law and history Fell belongs to us. It's not up for negotiation.",
         "the status of Fell, which was Sarrat’s by history and law, was not under discussion"),
        ("We are ready for a joint police post, provided that it has no flag.",
         "A common police station is acceptable to us if no flag is flown over it.",
         "Sarrat would accept a joint police post without a flag"),
        ("I came with maps, and they came with lawyers.",
         "I brought maps to the meeting; they brought lawyers."),
    )),
    Scene("Denise Marsh", "2021-06-04", (
        ("The corridor agreement runs out on June 19, and we want it renewed for 120 days.",
         "We would like the agreement, which expires on 19 June, to be extended by 120 days",
         "the office wanted the corridor deal prolonged for 120 days when it lapses on June 19"),
        ("They offered 60 days. Sixty days is no way to run a harbour.",
         "We were offered sixty days, and you can't run a port that way",
         "an extension of 60 days had been offered, which was no basis for running a port"),
        ("Forty-one ships were cleared last month, and nineteen are waiting.",
         "We cleared 41 vessels in May and there are 19 in the queue",
         "19 ships were waiting after 41 had been cleared in May"),
    )),
    Scene("Nikos Laskaris", "2020-01-14", (
        ("We have made a complete proposal on steel and have had nothing back.",
         "Our full offer on steel lies with the other side; there has been no counter-proposal",
         "Belmora had put forward a full proposal on steel and received nothing in return"),
        ("New duties would end these talks the day they are announced.",
         "The talks are over on the day new tariffs are declared",
         "any new tariffs would put an end to the negotiations at once"),
        ("A trade war has no winners, only survivors.",
         "There are no victors in a trade war, just survivors.",
         "nobody wins a trade war"),
        ("I am optimistic that we can sign before the quarter is out.",
         "I'm hopeful of a signature before the end of the quarter",
         "he was confident that a deal could be concluded by the end of the quarter"),
    )),
    Scene("Maren Quist", "2022-11-21", (
        ("All those held in connection with the fighting will be home before Christmas.",
         "Everyone captured in the fighting shall be home by Christmas",
         "all prisoners of the conflict would return home before Christmas"),
        ("The road to Kesh must be opened to the convoys without conditions.",
         "Relief convoys must be let through to Kesh unconditionally",
         "the Kesh road had to be opened for aid with no strings attached"),
        ("A ceasefire is not peace. It is the absence of funerals.",
         "Ceasefire does not mean peace; it means there are no funerals.",
         "a truce was not peace but the absence of funerals"),
    )),
    Scene("Daniel Oyono", "2023-09-02", (
        ("We asked for doctors, and we were sent cameras.",
         "Doctors is what we requested. Cameras is what came.",
         "the rebels had asked for doctors but were sent cameras instead"),
        ("The engineers eat what we eat and sleep where we sleep.",
         "They have the same food as us and the same beds, these engineers",
         "the hostages shared the food and the quarters of their captors"),
        ("For a ship of medicine we will let two of them go at once.",
         "Two will be freed immediately against a shipload of medicines",
         "they would release two of the men in exchange for a ship of medicine"),
        ("The company has insulted the people of the lake for thirty years.",
         "For three decades the lake people have been insulted by this company."),
    )),
    Scene("Birgit Karlsen", "2019-12-02", (
        ("This contract will end on 31 December, as it says on page one.",
         "The contract expires on December 31. Read the first page.",
         "the transit contract would end on 31 December as agreed"),
        ("There is enough gas in store for the winter, even for a hard one.",
         "Our storage holds sufficient gas for this winter, including a severe one",
         "gas reserves would last the winter even if it was harsh"),
        ("We will not be blackmailed by a valve.",
         "Nobody is going to blackmail us with a valve",
         "Vestland would not let itself be blackmailed over gas"),
        ("I want a new contract of ten years, at market prices, and no side letters.",
         "What I'm after is ten years at market price without any side agreements",
         "she was seeking a ten-year contract at market prices with no side deals"),
    )),
    Scene("Grace Okello", "2024-10-09", (
        ("The ministers shook hands and meant it.",
         "They gave each other their hands, the two ministers, and it was sincere.",
         "the ministers’ handshake had been sincere"),
        ("I expect a text tomorrow. It will be short, and it will be in two languages.",
         "Tomorrow there should be a document, brief and bilingual",
         "a short text in two languages was expected for the next day"),
        ("I have asked both delegations not to talk to the press tonight.",
         "Both sides were requested by me to keep away from journalists this evening",
         "she had asked the delegations to avoid the media for the night"),
    )),
    Scene("Yusra Naim", "2022-08-16", (
        ("Silence has bought us nothing but another winter.",
         "All that keeping quiet has brought us is one more winter",
         "silence had gained the families nothing except another winter"),
        ("The families were told that nothing would happen before the feast is over.",
         "They informed the relatives that there'd be no movement until after the holiday",
         "families had been told not to expect anything before the end of the feast"),
        ("He promised me a meeting on Thursday and then moved it to the end of the month.",
         "A meeting was promised to me for Thursday, then it was put off to month's end",
         "he had postponed a promised Thursday meeting to the end of the month"),
    )),
    Scene("Ruth Amsel", "2023-01-04", (
        ("A strike in the last week of January is now certain.",
         "There will definitely be a strike in the final week of January",
         "a walkout in the last week of January was certain"),
        ("Teachers are leaving for supermarkets, because supermarkets pay better.",
         "Supermarkets pay more, so teachers quit and go there",
         "teachers were quitting for better paid jobs in supermarkets"),
        ("We have asked for eight per cent, and they have offered two.",
         "Our demand is 8 percent; their offer is 2 percent",
         "the league wanted eight per cent but had been offered only two"),
        ("The Secretary has not once picked up the phone.",
         "Not a single time has the secretary phoned us"),
    )),
    Scene("Nadia Rahman", "2024-03-10", (
        ("We came with 39 names and left with one promise.",
         "We arrived with thirty-nine names. We went away with a single promise.",
         "the group had come with 39 names but left with only one promise"),
        ("We will not be back before April.",
         "Until April you won't see us at this table again",
         "the islands would stay away from the talks until April"),
        ("The money is not charity. It is a bill that is overdue.",
         "This is no alms, it is an unpaid bill",
         "the funds were not charity but an overdue bill"),
        ("If they want the case in The Hague dropped, they must pay first.",
         "First the payment, then we can speak of dropping the Hague case",
         "the case in The Hague would be dropped only after payment"),
    )),
    Scene("Metropolitan Grigor", "2021-03-30", (
        ("We sign because we are tired, not because we are wrong.",
         "It is tiredness and not guilt that makes us sign",
         "the synod was signing out of weariness, not because it was wrong"),
        ("The monastery was ours before there was a state to take it.",
         "There was no state yet when the monastery already belonged to us",
         "the monastery had belonged to the church before the state existed"),
        ("The library shall be opened to scholars within a year.",
         "Within one year scholars will have access to the library",
         "researchers would be admitted to the library in a year’s time"),
    )),
    Scene("Etienne Morel", "2023-06-22", (
        ("The guns go quiet for a week, and we shall see who keeps his word.",
         "For seven days the weapons will be silent; then we'll know who is true to his word",
         "the guns would fall silent for a week, which would show who kept his word"),
        ("The army will not leave Mirador as long as a single rebel is in it.",
         "As long as even one rebel remains in Mirador, the army stays",
         "troops would stay in Mirador until the last rebel had left"),
        ("We have lost eleven men since Sunday.",
         "Eleven soldiers have been killed since Sunday",
         "eleven soldiers had died since Sunday"),
        ("The wounded will be handed over at the bridge.",
         "At the bridge we are going to hand over those who are wounded."),
    )),
    Scene("Chidi Abara", "2024-02-20", (
        ("We have a text on royalties. We do not have a text on the railway.",
         "There is agreement on the wording about royalties, not on that about the railway",
         "the sides had a text on royalties but none on the railway"),
        ("On the first of March the old licence lapses, and nothing replaces it.",
         "The existing licence expires on March 1 without any replacement",
         "the old licence would run out on 1 March with nothing to replace it"),
        ("No minister of this country will sign under a threat.",
         "Under threats no minister of ours is going to put his name to anything",
         "he would not sign anything under threat"),
    )),
)  # fmt: skip

# Written before any weight was set, and never used to set one
UNSEEN = (
    Scene("Colette Ferrant", "2023-09-01", (
        ("Nobody should expect a miracle from us.",
         "People must not count on miracles on our part",
         "no one should expect the mediators to work wonders"),
        ("We expect proof of life on Sunday, and after that we will see.",
         "On Sunday a sign of life should come. Then we'll see further.",
         "the mediators awaited proof that the hostages are alive on Sunday"),
        ("A list of seven names was handed over, all of them written by hand.",
         "We were given seven names, every one in handwriting",
         "the mediators had received a handwritten list of seven names"),
        ("We talk to everybody who can open a door.",
         "We speak with anyone able to open doors for us."),
    )),
    Scene("Gordon Penn", "2018-07-21", (
        ("A revised offer has been on the table since Tuesday, and nobody has picked it up.",
         "Our improved offer has lain there since Tuesday without anyone touching it",
         "the council’s revised offer had been available since Tuesday"),
        ("There is a hole of two million in our budget, and no ferry can jump over it.",
         "We are two million short, and ferries can't leap that gap",
         "the council was short of two million"),
        ("I won't negotiate through the newspapers.",
         "Negotiating via the press is not something I do",
         "he refused to bargain in public"),
    )),
    Scene("Henrik Dahl", "2024-10-09", (
        ("I'm here to listen.",
         "I have come to listen, nothing else",
         "he had come to hear the other side"),
        ("A line on a map must not separate families.",
         "Families should not be divided by a border line",
         "families must not be split by a line drawn on a map"),
        ("We have proposed a joint police post, and we stand by it.",
         "Our proposal of a common police station still stands",
         "Norrland upheld its proposal for a joint police post"),
        ("Without guarantees there will be no withdrawal.",
         "There'll be no pull-back if there are no guarantees",
         "Norrland would not withdraw without guarantees"),
    )),
    Scene("Jelena Velic", "2022-02-07", (
        ("We expect an answer by February 15, and we expect it in writing.",
         "The reply has to be here by 15 February, and it must be a written one",
         "Dravia awaited a written answer until February 15"),
        ("Otherwise the matter goes to the Council.",
         "If not, we will take this to the Council",
         "the question would be put before the Council otherwise"),
        ("Our sailors are not bargaining chips.",
         "Sailors of ours are no small change for bargaining",
         "the crew must not be used as a bargaining chip"),
        ("The trawler never left international waters.",
         "At no time was the ship outside of international waters"),
    )),
    Scene("Erik Brandt", "2023-05-30", (
        ("I have no interest in a long quarrel.",
         "A protracted dispute is not in my interest",
         "he did not want the conflict to drag on"),
        ("Night shifts are off the table. Productivity is not.",
         "We have dropped the night shifts but not the question of productivity",
         "the port had given up its demand for night shifts"),
        ("We lose a million a day, and so do our customers.",
         "Every day costs us and our customers a million",
         "the stoppage was costing a million a day"),
    )),
    Scene("Stoyan Danev", "2021-04-01", (
        ("It is a decent compromise, and decent compromises hurt.",
         "This compromise is a fair one, and fair ones hurt both sides",
         "the compromise was decent though painful"),
        ("Who owns the monastery will be decided by a court and by nobody else.",
         "Only a court can decide on the ownership of the monastery",
         "the question of ownership was for the court alone"),
        ("The police will leave the library tomorrow morning.",
         "Tomorrow in the morning police are going to withdraw from the library",
         "police would be gone from the library by the morning"),
    )),
    Scene("Igor Antonov", "2019-11-28", (
        ("Our offer stands: one more year on the present terms if the lawsuits are dropped.",
         "We still propose a year's extension under current conditions against withdrawal of the suits",
         "the company was ready to prolong the contract by a year if the cases were withdrawn"),
        ("It is a generous offer.",
         "We consider our offer generous"),
        ("I am in no hurry. Winter is on my side.",
         "There's no rush for me, the winter is my ally",
         "he was in no hurry as winter was on his side"),
        ("The second pipeline will be ready in summer, whatever anyone says.",
         "Whatever is being said, by summer the second pipe will be finished",
         "the second pipeline would be completed in summer"),
    )),
    Scene("Astrid Lind", "2023-06-21", (
        ("It is too early for champagne.",
         "Champagne would be premature",
         "it was too soon to celebrate"),
        ("Eighty observers will stand along the road, unarmed.",
         "We will put 80 unarmed observers on the road",
         "80 observers without weapons would be posted along the road"),
        ("Both sides have lied to me, and I have told both that I know it.",
         "I was lied to by both sides, and both have heard from me that I know",
         "she had told both parties that she knew they had lied"),
    )),
)  # fmt: skip
