"""Words that tell persons, offices, bodies and places apart in names."""

from typing import Final


def _plurals(words: frozenset[str]) -> frozenset[str]:
    """Add the plural of each word that is no plural itself."""
    single = [word for word in words if not word.endswith("s")]
    return frozenset(
        f"{word[:-1]}ies" if word.endswith("y") and word[-2] not in "aeiou" else f"{word}s" for word in single
    )


_OFFICES: Final = frozenset(
    "crew captor kidnapper survivor refugee villager shopkeeper bystander passenger tourist neighbour "
    "employee staffer volunteer trustee banker broker entrepreneur builder engineer sailor fisherman "
    "fishermen priest nun rabbi vicar columnist pundit pollster lobbyist diplomat-turned envoy-designate "
    "hardliner centrist reformist citizen voter londoner parisian islander migrant boss bosses guard guards "
    "rival rivals democrat democrats republican republicans conservative conservatives socialist year-old "
    "president premier chancellor minister secretary ambassador senator governor official officials "
    "diplomat diplomats general colonel admiral judge prince princess king queen pope spokesman spokeswoman "
    "spokesperson spokespeople spokesmen chairman chairwoman chairperson chair lawyer lawyers attorney "
    "attorneys leader leaders chief head adviser advisor advisers advisors aide aides envoy envoys "
    "negotiator negotiators lawmaker lawmakers deputy commander commanders director president-elect "
    "congressman congresswoman representative representatives speaker mayor analyst analysts expert experts "
    "professor economist economists historian researcher activist activists source sources journalist "
    "journalists reporter correspondent editor author ceo executive founder co-founder coordinator "
    "commissioner delegate delegates mediator mediators consul emir amir sheikh sultan ayatollah monarch "
    "tsar czar undersecretary prosecutor prosecutors counsel officer officers soldier soldiers captain "
    "major lieutenant sergeant brigadier marshal politician politicians insider insiders observer observers "
    "monitor monitors witness witnesses resident residents relative relatives family families wife husband "
    "father mother brother sister son daughter widow friend friends neighbor neighbour colleague colleagues "
    "man woman men women people person student students teacher doctor doctors medic medics nurse worker "
    "workers driver owner farmer fighter fighters rebel rebels militant militants protester protesters "
    "protestor organizer organisers organizers campaigner campaigners critic critics supporter supporters "
    "opponent opponents veteran teenager boy girl victim victims hostage hostages prisoner prisoners "
    "detainee star coach player singer actor actress businessman businesswoman dealer trader traders "
    "investor investors strategist manager member members scholar scientist scientists fellow specialist "
    "ex-president ex-minister counterpart counterparts statesman stateswoman nominee candidate whip "
    "backbencher mp mps mep meps peer lord premiership secretary-general vice-president interlocutor "
    "go-between translator interpreter investigator investigators inspector inspectors attache attaché "
    "patriarch archbishop bishop cardinal imam priest pilot marine ministers presidents senators governors "
    "generals secretaries ambassadors judges chairmen heads chiefs authorities hardliner hardliners "
    "press-secretary metropolitan rabbi bishop abbot delegate mediator arbitrator captor kidnapper resident "
    "guest undersecretary-general elder elders councillor councilor convener convenor skipper docker pirate gunman "
    "gunmen smuggler commuter solicitor barrister ombudsman conciliator settler herder chieftain warlord rapporteur "
    "treasurer whistleblower academic physicist organiser organizer spaniard dane swede pole finn scot briton "
    "frenchman frenchwoman irishman englishman dutchman".split()
)
_ALSO_VERBS = frozenset("head chair star judge witness guard man woman".split())
OFFICES: Final = _OFFICES | _plurals(_OFFICES - _ALSO_VERBS)
TITLES: Final = {
    "mr": "male", "mr.": "male", "mister": "male", "sir": "male", "lord": "male", "mrs": "female", "mrs.": "female",
    "ms": "female", "ms.": "female", "miss": "female", "lady": "female", "madam": "female", "dame": "female",
    "dr": "", "dr.": "", "prof": "", "prof.": "", "professor": "", "gen": "", "gen.": "", "sen": "", "sen.": "",
    "rep": "", "rep.": "", "gov": "", "gov.": "", "lt": "", "lt.": "", "col": "", "col.": "", "maj": "", "maj.": "",
    "sgt": "", "sgt.": "", "capt": "", "capt.": "", "adm": "", "adm.": "", "rev": "", "rev.": "", "maj-gen": "",
    "hh": "", "h.e.": "", "hon.": "",
}  # fmt: skip
WOMEN: Final = frozenset(
    "spokeswoman chairwoman congresswoman businesswoman wife mother sister daughter widow woman queen "
    "princess actress girl stateswoman".split()
)
MEN: Final = frozenset(
    "spokesman chairman congressman businessman husband father brother son man king prince pope boy actor "
    "statesman emir amir sheikh sultan ayatollah patriarch".split()
)
_BODIES: Final = frozenset(
    "ministry house council department agency committee union group party army court bank university times "
    "post news embassy office commission coalition observatory organization organisation association "
    "foundation institute center centre network corporation company inc corp kremlin pentagon senate "
    "congress parliament treasury government administration delegation cabinet authority authorities forces "
    "force military navy police corps movement front alliance federation league society club team side "
    "sides bureau service services board assembly nations rights watch monitor statement report document "
    "letter communique communiqué draft resolution text ruling indictment filing tribunal mission taskforce "
    "task campaign union's journal gazette herald guardian telegraph tribune today daily newspaper magazine "
    "broadcaster television radio channel outlet site website state states republic kingdom emirates "
    "leadership regime junta faction factions militia opposition media press studio summit conference "
    "chamber duma knesset bundestag staff directorate command hospital charity conglomerate firm ministries "
    "governments countries country nation neighbors neighbours allies powers parties trio quartet quad bloc "
    "eu un nato sources capital mediators airline operator exchange fund think-tank thinktank laboratory "
    "observatory headquarters tweet post message release memo agreement consortium presidency secretariat "
    "consulate palace crown westminster downing street line".split()
)
BODIES: Final = _BODIES | _plurals(_BODIES - frozenset("watch force un eu mission inc corp today site state".split()))
PLACES: Final = frozenset(
    "russia ukraine moscow kyiv kiev washington america britain uk us u.s. u.k. u.n. usa u.s.a. france "
    "germany italy spain poland turkey turkiye türkiye ankara istanbul china beijing japan tokyo korea "
    "pyongyang seoul iran tehran iraq baghdad israel gaza palestine jerusalem egypt cairo qatar doha syria "
    "damascus jordan amman lebanon beirut saudi arabia riyadh yemen sanaa oman muscat kuwait bahrain uae "
    "dubai abu dhabi india delhi pakistan islamabad afghanistan kabul taliban hamas hezbollah houthi "
    "houthis isis belarus minsk georgia tbilisi armenia yerevan azerbaijan baku moldova kazakhstan astana "
    "uzbekistan serbia belgrade kosovo pristina bosnia croatia greece athens cyprus hungary budapest "
    "romania bulgaria austria vienna switzerland geneva bern brussels belgium netherlands hague amsterdam "
    "norway oslo sweden stockholm finland helsinki denmark copenhagen iceland ireland dublin london paris "
    "berlin rome madrid warsaw prague lisbon portugal europe asia africa canada ottawa mexico cuba havana "
    "venezuela caracas colombia bogota bogotá brazil argentina chile peru bolivia ecuador panama nicaragua "
    "honduras guatemala haiti ethiopia tigray addis ababa sudan khartoum eritrea somalia kenya nairobi "
    "nigeria abuja ghana mali niger libya tripoli tunisia algeria algiers morocco rwanda congo kinshasa "
    "uganda burundi zimbabwe mozambique angola zambia south north east west australia canberra zealand "
    "wellington philippines manila vietnam hanoi thailand bangkok cambodia laos myanmar burma malaysia "
    "indonesia jakarta singapore taiwan taipei mongolia nepal lanka bangladesh crimea donetsk luhansk "
    "donbas kherson mariupol odesa odessa kharkiv belfast scotland wales england edinburgh york california "
    "texas florida tel aviv ramallah strip sinai rafah khan younis islamist nato eu un european nations "
    "united states kingdom emirates kurds daesh idlib aleppo homs helsinki reykjavik sochi strasbourg davos "
    "nyc hong kong macau luanda pretoria juba".split()
)
DEMONYMS: Final = frozenset(
    "russian american british french german italian spanish polish turkish chinese japanese korean iranian "
    "iraqi israeli palestinian egyptian qatari syrian jordanian lebanese saudi yemeni omani kuwaiti emirati "
    "indian pakistani afghan belarusian georgian armenian azerbaijani azeri moldovan kazakh uzbek serbian "
    "kosovar bosnian croatian greek cypriot hungarian romanian bulgarian austrian swiss belgian dutch "
    "norwegian swedish finnish danish irish portuguese european canadian mexican cuban venezuelan colombian "
    "brazilian argentine chilean ethiopian tigrayan sudanese eritrean somali kenyan nigerian malian libyan "
    "tunisian algerian moroccan rwandan congolese ugandan australian filipino philippine vietnamese thai "
    "cambodian burmese malaysian indonesian ukrainian western arab african asian republican democratic "
    "democrat conservative labour soviet kurdish houthi islamic islamist jewish muslim christian catholic "
    "orthodox south north east west southern northern eastern western central federal foreign prime deputy "
    "vice former senior acting chief national security defense defence interior finance trade energy press "
    "international special top high communist socialist liberal green czech slovak slovenian latvian "
    "lithuanian estonian cia fbi un u.n. nato eu us u.s. uk u.k. white kremlin state general supreme "
    "assistant executive managing".split()
)
PEOPLES: Final = frozenset(f"{word}s" for word in DEMONYMS if word.endswith(("an", "i"))) | frozenset(
    "spaniards danes swedes poles finns scots britons turks kurds arabs greeks czechs slovaks".split()
)
NO_NAMES: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december the a an this that these those he she it they we i you his "
    "her its their our my your who what which when where why how in on at by for from to with of and but or "
    "as if while after before since because although though until during despite however meanwhile earlier "
    "later also still yet so then there here both either neither some many most few several other others "
    "another all any each every no not none nobody nothing one two three four five six seven eight nine ten "
    "hundreds thousands last next yesterday today tomorrow now once according asked speaking addressing "
    "writing responding commenting referring citing quoting western is are was were has have had do does "
    "did will would can could may might must shall should separately instead indeed moreover nevertheless "
    "elsewhere additionally furthermore finally overall similarly amid among under over between against "
    "without within islam god christmas easter ramadan q a related watch read photo image video file update "
    "breaking live".split()
)
_HE = (
    "john james robert michael william david richard joseph joe thomas tom charles chris christopher daniel dan "
    "matthew matt anthony antony tony mark donald don steven steve stephen paul andrew andy joshua kenneth ken "
    "kevin brian george edward ed ronald ron timothy tim jason jeffrey jeff ryan jacob jake gary nicholas nick eric "
    "jonathan larry justin scott brandon benjamin ben samuel sam gregory greg frank alexander alex raymond patrick "
    "pat jack dennis jerry peter adam henry nathan douglas zachary kyle walter ethan jeremy harold keith christian "
    "roger noah gerald carl terry sean arthur austin lawrence jesse dylan bryan jordan billy bruce albert willie "
    "gabriel logan alan juan louis jonas philip phil bobby johnny bradley brad vladimir sergei sergey dmitry dmitri "
    "dmytro mikhail alexei alexey aleksei aleksandr alexandr oleksandr igor ihor ivan nikolai nikolay mykola andrei "
    "andrey andriy yuri yury yuriy boris viktor victor konstantin anatoly anatoliy vasily pavel maxim denys denis "
    "roman ruslan volodymyr oleh oleg oleksiy serhiy mykhailo vadim vitaly stanislav evgeny yevgeny emmanuel "
    "francois françois jean pierre jacques olaf frank-walter heiko joschka recep tayyip mevlut hakan ahmet mehmet "
    "mustafa ali hassan hussein mohammad mohammed muhammad mohamed mahmoud ahmad ahmed abdullah abdul abdel omar "
    "osama khalid khaled ibrahim ismail yahya yehia salman bashar javad hossein abbas saeed amir amirabdollahian "
    "benjamin benny yair yoav naftali avigdor ehud shimon ariel yitzhak moshe xi wang yi li jinping hu wen kim "
    "jong-un jong-il moon jae-in shinzo fumio yoshihide narendra imran nawaz shehbaz ashraf hamid zalmay hibatullah "
    "antonio ban kofi jens josep charles ursulo jose josé luis carlos pedro miguel jorge nicolas nicolás hugo diego "
    "fernando rafael raul raúl fidel alberto mario pablo enrique gustavo juan iván alvaro rodrigo abiy getachew "
    "debretsion isaias uhuru paulo olusegun moussa cyril barack mike rex marco pete jimmy bill mitch chuck lindsey "
    "bernie rand ted bob jim ned rishi keir boris dominic jeremy liam hamish leo micheál simon gordon geir espen "
    "carl anders stefan mateusz andrzej radoslaw donald tusk viktor aleksandar ivica hashim albin edi zoran nikol "
    "ilham giorgi irakli alyaksandr sviatlana's trevor evgeni fyodor leonid lev gennady grigory artem arkady stepan "
    "timur rustem david ron dermer brett amos hady tal rob robin martin staffan geir lakhdar martti ronen herzi "
    "tamim hamad nayef majed sameh badr faisal adel mohammed's anwar fuat fahrettin ibrahim omer ömer hulusi yasar "
    "graham colin neil craig ian stuart nigel derek trent karl hans klaus wolfgang jurgen jürgen gerhard helmut "
    "fritz giuseppe matteo luigi sergio paolo silvio jan piet mark wopke kaja's pekka sauli alexander petteri "
    "jose's"
)
_SHE = (
    "mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra "
    "ashley kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura "
    "cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine christine debra "
    "rachel carolyn janet catherine maria heather diane ruth julie olivia joyce virginia victoria kelly lauren "
    "christina joan evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa ann anne sara madison "
    "frances kathryn janice jean's alice julia judy sophia grace denise amber doris marilyn danielle beverly "
    "isabella theresa diana natalie brittany brittney britney charlotte marie kayla alexis lori svetlana natalia "
    "natalya olga tatiana tatyana yelena elena ekaterina yulia yuliya irina ksenia oksana iryna hanna alla lyudmila "
    "galina valentina alsu sviatlana marina anastasia theresa angela annalena ursula federica christia mette sanna "
    "kaja jacinda hillary condoleezza madeleine samantha susan kamala nikki karine jen jill melania ivanka wendy "
    "victoria rosa michele aung zuzana maia salome elvira mira priti liz nicola yvette emily penny amal tzipi "
    "ayelet golda benazir hina indira sonia cristina dilma isabel claudia delcy ingrid francia ellen joyce "
    "sahle-work margot ann-sofie ine erna magdalena catherine hanan huda lana layla fatima zahra masih shirin "
    "narges chrystia melanie penny julie zhanna ludmila vera nina maya cherelle tara"
)
GIVEN: Final = dict.fromkeys(_HE.split(), "male") | dict.fromkeys(_SHE.split(), "female")
PARTICLES: Final = frozenset(
    "al el bin ibn ben abu da das de del della der di dos du van von ter ten la le y e".split()
)
