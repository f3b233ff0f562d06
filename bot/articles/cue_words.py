"""Words by which English tells that somebody spoke."""

from typing import Final


def _forms(*verbs: str) -> dict[str, str]:
    """Make past, present and bare form of verbs given as "say/says/said"; each is its own key."""
    return {form: group.split("/")[0] for group in verbs for form in group.split("/")}


# A clause follows without "that": "Peskov said talks went on".
PLAIN: Final = _forms(
    "say/says/said", "add/adds/added", "insist/insists/insisted", "claim/claims/claimed", "state/states/stated",
    "note/notes/noted", "warn/warns/warned", "stress/stresses/stressed", "argue/argues/argued", "admit/admits/admitted",
    "acknowledge/acknowledges/acknowledged", "maintain/maintains/maintained", "allege/alleges/alleged",
    "announce/announces/announced", "declare/declares/declared", "explain/explains/explained",
    "confirm/confirms/confirmed", "emphasize/emphasizes/emphasized", "emphasise/emphasises/emphasised",
    "reiterate/reiterates/reiterated", "concede/concedes/conceded", "complain/complains/complained",
    "assert/asserts/asserted", "contend/contends/contended", "predict/predicts/predicted",
    "suggest/suggests/suggested", "indicate/indicates/indicated", "reveal/reveals/revealed",
    "conclude/concludes/concluded", "write/writes/wrote", "tweet/tweets/tweeted", "caution/cautions/cautioned",
    "underline/underlines/underlined", "underscore/underscores/underscored", "recall/recalls/recalled",
    "remark/remarks/remarked", "observe/observes/observed", "affirm/affirms/affirmed",
    "reaffirm/reaffirms/reaffirmed", "clarify/clarifies/clarified", "testify/testifies/testified",
    "disclose/discloses/disclosed", "vow/vows/vowed", "pledge/pledges/pledged", "boast/boasts/boasted",
    "report/reports/reported", "hint/hints/hinted", "quip/quips/quipped", "joke/jokes/joked",
    "reply/replies/replied", "respond/responds/responded", "answer/answers/answered", "repeat/repeats/repeated",
    "lament/laments/lamented", "relate/relates/related", "specify/specifies/specified", "estimate/estimates/estimated",
    "believe/believes/believed", "comment/comments/commented", "counter/counters/countered",
    "promise/promises/promised", "swear/swears/swore", "highlight/highlights/highlighted",
)  # fmt: skip
# Only words between marks follow, or stand before: "Who will pay?" asked Lavrov.
ONLY_QUOTED: Final = _forms(
    "ask/asks/asked", "continue/continues/continued", "go/goes/went", "begin/begins/began", "shout/shouts/shouted",
    "agree/agrees/agreed", "exclaim/exclaims/exclaimed", "demand/demands/demanded", "urge/urges/urged",
    "recount/recounts/recounted", "thunder/thunders/thundered", "post/posts/posted", "chant/chants/chanted",
    "read/reads/read", "fume/fumes/fumed", "retort/retorts/retorted", "plead/pleads/pleaded", "wonder/wonders/wondered",
    "shrug/shrugs/shrugged", "sigh/sighs/sighed", "laugh/laughs/laughed", "smile/smiles/smiled", "muse/muses/mused",
    "mutter/mutters/muttered", "whisper/whispers/whispered", "snap/snaps/snapped", "protest/protests/protested",
    "enthuse/enthuses/enthused", "cry/cries/cried", "yell/yells/yelled", "object/objects/objected",
    "crow/crows/crowed", "grumble/grumbles/grumbled", "theorize/theorizes/theorized", "tease/teases/teased",
    "think/thinks/thought", "open/opens/opened", "implore/implores/implored", "offer/offers/offered",
)  # fmt: skip
TELL: Final = _forms("tell/tells/told", "inform/informs/informed", "assure/assures/assured", "remind/reminds/reminded")
# Two words make one: "pointed out", "went on to say", "made clear".
PHRASES: Final = {
    ("pointed", "out"): "point out", ("points", "out"): "point out", ("pointing", "out"): "point out",
    ("made", "clear"): "make clear", ("makes", "clear"): "make clear", ("making", "clear"): "make clear",
    ("made", "it", "clear"): "make clear", ("making", "it", "clear"): "make clear",
    ("put", "it"): "put", ("puts", "it"): "put",
    ("went", "on"): "continue", ("goes", "on"): "continue",
}  # fmt: skip
_DOUBLED = {"quip": "quipp", "admit": "admitt", "swear": "swear"}


def _participle(verb: str) -> str:
    stem = _DOUBLED.get(verb, verb)
    return (stem[:-1] if stem.endswith("e") and not stem.endswith("ee") else stem) + "ing"


PARTICIPLES: Final = {
    _participle(verb): verb
    for verb in (*PLAIN.values(), *TELL.values())
    if verb not in ("report", "relate", "believe", "respond", "estimate")
}
# How somebody speaks of something, with their words for it: "called it “a mistake”".
DESCRIBING: Final = _forms(
    "call/calls/called/calling", "describe/describes/described/describing", "condemn/condemns/condemned/condemning",
    "denounce/denounces/denounced/denouncing", "dismiss/dismisses/dismissed/dismissing",
    "accuse/accuses/accused/accusing", "praise/praises/praised/praising", "hail/hails/hailed/hailing",
    "label/labels/labelled/labeled", "brand/brands/branded/branding", "slam/slams/slammed/slamming",
    "criticize/criticizes/criticized/criticizing", "criticise/criticises/criticised/criticising",
    "blast/blasts/blasted", "warn/warns/warned/warning", "urge/urges/urged/urging", "demand/demands/demanded/demanding",
    "vow/vows/vowed/vowing", "pledge/pledges/pledged/pledging", "promise/promises/promised/promising",
    "express/expresses/expressed/expressing", "welcome/welcomes/welcomed/welcoming", "voice/voices/voiced/voicing",
    "reject/rejects/rejected/rejecting", "blame/blames/blamed/blaming", "threaten/threatens/threatened/threatening",
    "speak/speaks/spoke/speaking", "refer/refers/referred/referring", "cite/cites/cited/citing",
    "thank/thanks/thanked/thanking", "deny/denies/denied/denying", "characterize/characterizes/characterized",
    "hope/hopes/hoped", "want/wants/wanted", "consider/considers/considered", "stress/stresses/stressed/stressing",
    "refuse/refuses/refused", "insist/insists/insisted", "portray/portrays/portrayed", "lament/laments/lamented",
    "acknowledge/acknowledges/acknowledged", "emphasize/emphasizes/emphasized", "announce/announces/announced",
    "deem/deems/deemed", "recommend/recommends/recommended", "find/finds/found", "talk/talks/talked",
    "propose/proposes/proposed", "confirm/confirms/confirmed", "note/notes/noted/noting", "admit/admits/admitted",
    "mention/mentions/mentioned", "salute/salutes/saluted", "admonish/admonished", "argue/argued",
    "agree/agrees/agreed",
    "reiterate/reiterates/reiterated", "claim/claims/claimed", "decry/decries/decried", "laud/lauds/lauded",
    "applaud/applauds/applauded", "mock/mocks/mocked", "ridicule/ridicules/ridiculed", "deride/derides/derided",
    "compare/compares/compared", "liken/likens/likened", "term/terms/termed", "dub/dubs/dubbed", "echo/echoes/echoed",
    "stand/stands/stood", "commit/commits/committed", "offer/offers/offered", "support/supports/supported",
)  # fmt: skip
REFUSALS: Final = frozenset("declined declines refused refuses".split())
NEGATIONS: Final = frozenset(
    "not never no n't didn't doesn't don't hasn't haven't hadn't won't wouldn't cannot can't couldn't nor".split()
)
MODALS: Final = frozenset("will would could should may might can must shall".split())
BE: Final = frozenset("be been being is are was were am".split())
HAVE: Final = frozenset("has have had having".split())
FINITE: Final = (
    BE
    | MODALS
    | frozenset(
        "has have had do does did don't doesn't didn't won't wouldn't isn't aren't wasn't weren't cannot can't".split()
    )
    | frozenset("couldn't shouldn't hasn't haven't it's there's he's she's that's they're we're i'm".split())
)
LISTENERS: Final = frozenset(
    "reporters journalists reporter journalist lawmakers parliament viewers media press supporters "
    "delegates newspaper newspapers agency agencies television tv radio broadcaster channel network "
    "audience crowd council assembly congress committee conference briefing diplomats officials "
    "correspondents magazine outlet station daily weekly website senators ministers deputies leaders "
    "investors students troops interviewers attendees them him her us me you program programme podcast show "
    "anchor host site service paper party hearing court judge members counterparts people".split()
)
MEDIUMS: Final = frozenset(
    "statement interview tweet tweets post posts letter speech address message briefing conference meeting "
    "call communique communiqué article op-ed column remarks comments release note report video email "
    "e-mail telegram facebook twitter telegram instagram television tv radio broadcast testimony hearing "
    "visit trip rally summit event forum application app platform channel account page telephone phone "
    "press reply response commentary thread memo document filing affidavit ceremony".split()
)
