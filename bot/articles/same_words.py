"""Words that outlets and translators use for one another in reports of negotiations; pure."""

import re

# Groups of words that stand for each other, kept general: what negotiators say, not one negotiation
_GROUPS = """
talk negotiation discussion conversation consultation dialogue contact bargain negotiate discuss speak converse; agree
agreement deal accord pact treaty settlement arrangement; offer proposal propose suggest suggestion initiative bid;
swap exchange trade interchange; release free liberate liberation freedom discharge; prisoner detainee inmate captive
convict; hostage captive abductee; hold detain imprison jail detention custody imprisonment captivity keep; sentence
convict conviction verdict ruling judgement judgment; court tribunal judge; trial case hearing lawsuit suit; law
legislation legal statute; answer reply response respond react reaction; ready prepared willing willingness readiness
preparedness; want wish desire seek demand request ask call require urge insist after; must should need necessary
have_to shall supposed; begin start launch commence initiate onset opening open; end finish stop cease halt conclude
close over complete completion termination terminate; continue go_on proceed carry_on ongoing persist keep; expire
lapse run_out; extend prolong renew extension prolongation renewal; delay postpone put_off defer move suspend
suspension; soon shortly near imminent; truce ceasefire armistice cessation; war conflict fighting hostility
hostilities battle combat; attack strike assault offensive raid shelling bombing; troop soldier army force military
fighter; weapon arm gun arms munition; withdraw withdrawal pull_out pull_back retreat leave quit depart departure;
border frontier boundary line; country nation state; government administration authority authorities cabinet;
president leader head chief; minister secretary; spokesman spokeswoman spokesperson; official representative; side
party; delegation team negotiator envoy mediator delegate; meet meeting summit session gathering encounter; call phone
telephone ring; letter write written writing note; document paper text draft; sign signature signing conclude;
statement declare declaration announce announcement; confirm confirmation acknowledge; deny denial reject rejection
refuse refusal decline turn_down; accept acceptance adopt approve approval endorse welcome; condition term
precondition string proviso; guarantee assurance security pledge promise commitment assure; threat threaten blackmail
menace ultimatum; pressure force compel coerce coercion; important significant vital crucial priority essential;
serious seriously grave substantial considerable; hope hopeful optimistic optimism expect await anticipate confident
expectation; fear worry concern concerned afraid; possible possibility possibly perhaps maybe may might could can
able; impossible unable cannot; result outcome progress success achieve achievement reach produce; concrete tangible
specific practical; fail failure collapse breakdown; leak publicity disclosure public publicly openly media press
journalist newspaper; silence quiet silent secret secrecy confidential; matter issue question topic problem affair
subject point; interest concern; both two; all everyone everybody each every entire whole; nobody no_one none nothing
no not never without neither nor; anyone anybody any; kill die death dead casualty perish; wound wounded injured
injure hurt damage harm painful; home back return; family relative kin; citizen national; woman female wife; man male
husband; child kid; money fund payment pay cash sum bill; cost price expense charge; raise rise increase hike; reduce
reduction cut lower decrease drop; tariff duty levy customs; sanction embargo restriction ban; market trade; company
firm enterprise business; worker employee staff member; job work employment task; strike walkout stoppage; union
league; oil gas energy fuel; pipe pipeline; water river; dam reservoir; ship vessel boat ferry trawler; port harbour
harbor dock; road route way; aid help assist assistance relief support; doctor physician medic; medicine medical drug;
food meal eat; house building; town city village; land territory soil ground; island isle; day daily; week weekly;
month monthly; year annual yearly; tomorrow next_day; tonight evening night; morning dawn; large big great huge major;
small little minor tiny brief short; long lengthy protracted drag; good fine decent fair; bad wrong poor; new fresh
recent latest; old former existing previous; early premature; late overdue; first initial; last final ultimate; only
just sole single merely; true sincere honest genuine mean; lie false untrue; know aware knowledge learn understand;
think believe consider view opinion regard deem; see look watch; show demonstrate prove proof evidence; give hand
grant provide supply deliver send transfer; take seize capture grab; bring fetch carry; get receive obtain have gain
acquire; make do; build construct construction; destroy destruction demolish ruin; use employ apply utilise utilize;
try attempt effort endeavour endeavor; decide decision determine resolve choose choice; change alter amend modify
modification; discuss debate; inform tell notify brief report; say state note stress emphasise emphasize add; blame
accuse accusation fault guilt guilty; mistake error; right entitled; responsible responsibility; trust confidence
believe; word promise; peace peaceful; win victory victor winner triumph prevail; lose loss defeat; live living alive
life survive survivor; group organisation organization body; rebel insurgent fighter militant guerrilla; exist
existence; replace replacement substitute; restore restoration; resume resumption restart; stay remain; come arrive
arrival; fast quick quickly rapid swift hurry rush; immediate immediately instantly urgent urgently once; definite
definitely certain certainly sure clear clearly; many several numerous multiple; more further additional another; less
fewer; enough sufficient suffice; equal same identical; different other; because since owing reason due; if provided
unless condition; against versus; about regarding concerning; like similar kind; person people human; world
international global; part share portion; plan scheme intend intention intent going; allow permit let permission;
prevent block stop hinder; visit travel trip journey; charge accuse indictment; allegation claim assert assertion
allege; action step measure move; channel line; framework format; generous favourable favorable; reasonable sensible;
observer monitor; owner ownership own belong possession; abandon drop give_up renounce forgo; abroad overseas foreign;
absurd ridiculous nonsense senseless; abuse mistreat ill-treat torture; access admission admit entry admittance;
accurate correct precise exact right; advance progress headway breakthrough; adversary enemy foe opponent rival;
afternoon evening; again anew once_more repeatedly; aggression aggressor invade invasion; aim goal objective purpose
target; air airspace aerial; ally partner friend friendly; alone lonely isolated isolate isolation; already previously
earlier before; also too moreover addition furthermore; always constantly permanent permanently forever ever;
ambassador diplomat diplomatic diplomacy; anger angry fury furious outrage; apologise apologize apology sorry regret;
appeal call plea plead; appoint name nominate designate; approach near come_closer closer close; area field sphere
region zone; argue argument quarrel dispute row; around approximately roughly; assess assessment evaluate estimate;
assume suppose presume premise; balance equilibrium; base foundation ground basis; be exist remain; become turn grow;
behave behaviour behavior conduct act; benefit advantage profit gain; betray betrayal treason traitor; body corpse
remains bodies; bomb explosive missile rocket shell; break violate violation breach; bridge link connect connection;
busy occupied engaged; buy purchase acquire; calm peaceful quiet; campaign drive; cancel call_off scrap revoke; care
careful caution cautious; carefully seriously thoroughly; ceremony celebration; chair head lead preside; chance
opportunity opening; cheap inexpensive; check inspect inspection verify verification examine; circumstance situation
condition; clash fight skirmish; clean pure; coalition alliance bloc; coast shore; collect gather; colleague
counterpart partner opposite; comment remark statement; committee commission panel council; common joint mutual
together; communicate communication contact convey; compensation reparation; complain complaint grievance; complete
full entire total comprehensive; complicate difficult hard complex tough; compromise concession give_way; congress
parliament duma assembly lawmaker legislature; consequence effect result impact; constitution constitutional;
constructive useful productive fruitful; consult consultation; contain include comprise hold; contribute contribution;
control rule command; convince persuade; cooperate cooperation collaborate collaboration; corrupt corruption bribe;
crime criminal offence offense; crisis emergency; cross transit pass passage; cruel brutal brutality; cynical
cynicism; danger dangerous risk perilous hazard; deadline time_limit term; deceive deception cheat trick; deep
profound; defend defence defense protect protection; demonstrate protest rally march; deserve merit; desperate
despair; detail particular specifics; develop development; dictate impose; dignity honour honor respect; direct
directly straight; disappear vanish vanished gone missing; disappoint disappointment; disarm disarmament; disaster
catastrophe tragedy calamity; dismiss sack fire; distance far away remote; door gate; doubt suspicion suspect
sceptical skeptical; downstream below; earth ground; east eastern; ease relax loosen; economy economic; elect election
vote ballot poll; embassy mission; employ hire; encourage support; engage engagement involve participate participation
take_part; engineer technician; enforce implement implementation carry_out fulfil fulfill execute; enormous huge
immense; enter come_in; equipment gear; escalate escalation aggravate intensify; escape flee flight; establish set_up
found create; example model instance; exclude rule_out; excuse pretext; expert specialist scholar researcher scientist
academic; explain explanation clarify; explode explosion blast; explore look_into; export sell; extradite hand_over
surrender extradition; extreme radical; face confront; fact reality; fake fabricate fabrication; fate destiny; favour
favor; final last; find discover; firm resolute determined strong; flag banner; flexible flexibility; follow observe
comply compliance adhere respect keep; forbid prohibit; fortnight two_week; frank open candid; friend buddy; frustrate
frustration; funeral burial; gesture signal sign; go travel leave; goods cargo freight; great powerful; guard
guardian; happen occur take_place; happy glad pleased delight welcome; harm damage; hate hatred; hearing trial; help
facilitate; hide conceal; historic history historical; holiday feast festival; hospital clinic; hour sixty_minute;
human humanitarian; hunger starve starvation hungry famine; husband spouse wife; hypocrisy hypocrite; ill sick illness
disease; illegal unlawful; independent independence; influence affect; insist maintain persist; instruct order direct
instruction; intelligence spy espionage; interfere interference meddle intervention intervene; investigate
investigation probe inquiry enquiry; join accede; joke laugh funny; just fair justice equitable; lack absence; lawyer
attorney advocate counsel; leave abandon; license licence permit concession; lift remove; lock shut seal; mad crazy
insane; mandatory obligatory; map chart; meaning sense; mediate mediation; method means manner; mind opinion; mine
mineral ore; ministry department; mother parent father; murder killing assassinate; neighbour neighbor; neutral
impartial; night overnight; normal ordinary usual; north northern; number figure amount; object objection oppose
opposition; obvious plain evident clearly apparent; occupy occupation occupier; pain suffer suffering; paper file;
pardon amnesty clemency; patient patience; pause break interruption; personal private personally privately; phase
stage; photograph picture camera photo; place location site; politics political; population inhabitant resident
people; position stance standpoint; power might; prepare preparation; present current now today; production produce;
proper appropriate suitable; provoke provocation provocative; punish punishment penalty; railway rail train; real
actual genuine; recognise recognize recognition; relation relationship tie; relevant competent corresponding
appropriate; religious religion; remind memory remember recall; repeat reiterate; rescue save; resign resignation
step_down; resist resistance; retaliate retaliation revenge; reveal uncover; revise revised improve improved better;
rich wealthy; safe secure security safety; satisfy satisfaction; schedule timetable; sea maritime; severe harsh; shoot
fire; shut close; skipper captain; slow slowly; solve solution resolve; south southern; sovereign sovereignty; stable
stability; station post; steal theft rob; store storage reserve stock; succeed successful; suffer endure; surprise
astonish; tax levy; technical expert; temporary provisional; tense tension; terror terrorist terrorism; theatre
theater show; transparent transparency; unite united unity; unjust unfair wrongly wrongful unlawfully wrongfully;
violence violent; wage salary pay earnings; wait await; warn warning caution; weak weakness; welcome greet; west
western; wheat grain cereal corn; wise wisdom; yet still
"""
_PHRASES = {
    "no one": "nobody", "run out": "expire", "runs out": "expire", "pick up": "lift", "put off": "postpone",
    "turned down": "reject", "turn down": "reject", "pull out": "withdraw", "carry on": "continue", "go on": "continue",
    "goes on": "continue", "so far": "yet", "up to now": "yet", "until now": "yet", "not yet": "not yet",
    "cease fire": "ceasefire", "cease-fire": "ceasefire", "pull back": "withdraw", "pull-back": "withdraw",
    "per cent": "percent", "right away": "immediately", "at once": "immediately", "next day": "tomorrow",
    "come together": "meet", "came together": "meet", "take note": "consider", "took note": "consider",
    "taken note": "consider", "under consideration": "consider", "follow-up": "again",
    "four decades": "40 year", "three decades": "30 year", "two decades": "20 year", "a decade": "10 year",
}  # fmt: skip
_PHRASE = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, _PHRASES), key=len, reverse=True)) + r")\b")
_IRREGULAR = {
    word: base
    for base, words in {
        "go": "went gone goes going", "be": "is are was were been being am", "have": "has had having",
        "do": "did done does", "say": "said says", "tell": "told", "make": "made", "take": "took taken",
        "give": "gave given", "get": "got gotten", "come": "came", "leave": "left", "meet": "met", "hold": "held",
        "keep": "kept", "bring": "brought", "send": "sent", "buy": "bought", "think": "thought", "seek": "sought",
        "win": "won", "lose": "lost", "pay": "paid", "lie": "lied lying", "eat": "ate eaten",
        "speak": "spoke spoken", "write": "wrote written", "begin": "began begun", "build": "built",
        "fight": "fought", "know": "knew known", "see": "saw seen", "show": "shown", "sleep": "slept",
        "stand": "stood", "understand": "understood", "sell": "sold", "run": "ran", "rise": "rose risen",
        "fall": "fell fallen", "break": "broke broken", "choose": "chose chosen", "find": "found", "feel": "felt",
        "hear": "heard", "die": "died dying", "lay": "laid", "lead": "led", "man": "men", "woman": "women",
        "child": "children", "person": "people persons", "withdraw": "withdrew withdrawn",
        "shake": "shook shaken", "drop": "dropped dropping", "stop": "stopped stopping",
        "free": "freed frees freeing", "agree": "agreed agrees", "ship": "ships shipload", "talk": "talks",
        "refuse": "refused refuses", "swear": "swore sworn", "hide": "hid hidden", "draw": "drew drawn",
        "grow": "grew grown", "throw": "threw thrown", "drive": "drove driven", "become": "became",
        "forget": "forgot forgotten", "strike": "struck", "teach": "taught", "catch": "caught", "spend": "spent",
        "lend": "lent", "mean": "meant", "deal": "dealt", "wait": "waited", "law": "laws", "weapon": "weaponry",
        "money": "monies",
    }.items()
    for word in words.split()
}  # fmt: skip
_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("sses", "ss"), ("ings", ""), ("ing", ""), ("edly", ""), ("ed", ""), ("ally", "al"),
    ("ily", "y"), ("ly", ""), ("es", "e"), ("s", ""),
)  # fmt: skip


def stem(word: str) -> str:
    """Take the endings off an English word, roughly: two forms of one word get the same stem."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) > 3 and not word.endswith(("ss", "us", "is")):
        for ending, left in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                word = word[: -len(ending)] + left
                break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] in "bdgmnprt":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def join_phrases(text: str) -> str:
    """Put one word for phrases that stand for it."""
    return _PHRASE.sub(lambda found: _PHRASES[found[0]], text)


def _concepts() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, group in enumerate(_GROUPS.split(";")):
        for word in group.split():
            found.setdefault(stem(word), set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


CONCEPTS = _concepts()


def are_alike(one: str, other: str) -> bool:
    """Tell whether two stems stand for each other."""
    return bool(CONCEPTS.get(one, frozenset()) & CONCEPTS.get(other, frozenset()))
