"""Who is called what, and what people type: the people of the swap story beside invented ones who come close."""

from bot.names.matcher import Name

# id | display name | spellings met in sources | spellings people type | roles
_PEOPLE = """
brittney-griner | Brittney Griner | Griner; Mrs. Griner; Britney Greiner; Greiner; Grayner; Grainer; Welgrainer; Britney | | WNBA star; American basketball star
griner-wife | Griner's wife | her husband | | Griner's wife
griner-lawyers | Griner's lawyers | Lawyers for Grayner | | Griner's lawyers
griner-family | Griner's family | Griner’s family and close associations | |
viktor-bout | Viktor Bout | Victor Bout; Bout; Bott; Victor | | Russian arms dealer; arms dealer; Merchant of Death; Russian arms smuggler; Russian businessman
alla-bout | Alla Bout | Alla Butt | | wife of a Russian arms smuggler; Bout's wife
bout-relatives | relatives of Bout | relatives of Bott | |
antony-blinken | Antony Blinken | Anthony Blinken; Blinken; Secretary Antony Blinken | | US Secretary of State; Secretary of State; US secretary
sergei-lavrov | Sergei Lavrov | Sergey Lavrov; Lavrov | | Russian Foreign Minister
dmitry-peskov | Dmitry Peskov | Peskov | | Kremlin spokesman; Kremlin spokesperson; Kremlin press secretary
maria-zakharova | Maria Zakharova | Zakharova | | Russian Foreign Ministry spokeswoman; spokesperson for Russia’s foreign ministry
maria-blagovolina | Maria Blagovolina | Lawyer Maria Blagovolina | | Griner's lawyer; lawyer
john-kirby | John Kirby | Kirby | | White House spokesperson; White House national security spokesman; National Security Council strategic coordinator for communications
paul-whelan | Paul Whelan | Whelan; Paul | | former Marine; ex-Marine; security official at an auto parts company
whelan-family | Whelan's family | his family | |
trevor-reed | Trevor Reed | former Marine Trevor Reed | | former Marine
konstantin-yaroshenko | Konstantin Yaroshenko | Russian pilot Konstantin Yaroshenko | | Russian pilot
joe-biden | Joe Biden | President Biden; President Joe Biden; Biden | | US President
vladimir-putin | Vladimir Putin | President Vladimir Putin; Putin | | Russian President
white-house-spokesman | White House spokesman | the White House spokesman | |
senior-official | a senior administration official | the senior official | |
us-officials | US officials | Administration officials; Biden’s administration officials | |
russian-diplomats | Russian diplomats | | |
cnn-sources | CNN’s sources | CNN’s sources | |
moscow | Moscow | | |
washington | Washington | | |
kremlin | The Kremlin | Kremlin | | speaker where a text names nobody
white-house | White House | The White House | |
foreign-ministry | Russian Foreign Ministry | Russia’s Foreign Ministry | |
state-department | Department of State | @StateDept | State Department |
putin-office | Putin’s office | | |
anna-lavrova | Anna Lavrova | | | Bulgarian ombudswoman
ivan-petrov | Ivan Petrov | Petrov | | Bulgarian lawmaker
pyotr-petrov | Pyotr Petrov | | | Bulgarian lawmaker
irina-petrova | Irina Petrova | Petrova | | chemist
mark-leskov | Mark Leskov | | | beekeeper
sergei-ryabov | Sergei Ryabov | Ryabov | | Deputy Foreign Minister of Ruritania
dana-novak | Dana Novak | Foreign Minister Novak | | Czech Foreign Minister
roger-kimball | Roger Kimball | | | harbour master
kim-min-jun | Kim Min-jun | Kim | | interpreter
li-wei | Li Wei | Li | | interpreter
lin-wei | Lin Wei | | | banker
ann-lee | Ann Lee | | | banker
ann-lee-smith | Ann Lee Smith | | | surveyor
thomas-james | Thomas James | | | surveyor
james-thomas | James Thomas | | |
john-kirkby | John Kirkby | | | harbour master
paul-whalley | Paul Whalley | | |
trevor-reedy | Trevor Reedy | | |
viktor-boutin | Viktor Boutin | | |
peter-johnson | Peter Johnson | | |
marine-duval | Marine Duval | | | oceanographer
nikita-orlov | Nikita Orlov | | |
von-der-linden | Ursula von der Linden | von der Linden | | President of the Hanse
al-rashid | Ahmed al-Rashid | al-Rashid | | envoy
sean-obrien | Seán O’Brien | | | envoy
jurgen-muller | Jürgen Müller | Mueller | | mediator
diego-ortiz | Diego de la Ortiz-Núñez | | | mediator
yuri-yudin | Yuri Yudin | | |
yulia-yudina | Yulia Yudina | | |
xi-lan | Xi Lanying | | |
prime-horn | Prime Minister Tibor Horn | | |
"""


def _names(line: str) -> list[Name]:
    item, display, spellings, typed, roles = (part.strip() for part in line.split("|"))
    return [
        Name(item, display, "name"),
        *(Name(item, text.strip(), "spelling") for text in spellings.split(";") if text.strip()),
        *(Name(item, text.strip(), "typed") for text in typed.split(";") if text.strip()),
        *(Name(item, text.strip(), "role") for text in roles.split(";") if text.strip()),
    ]


NAMES = [name for line in _PEOPLE.strip().splitlines() for name in _names(line)]

# One right answer, and it must be sure.
_SURE = """
brittney-griner: griner; Griner; GRINER; brittney griner; Brittney Griner; griner brittney; Griner, Brittney; britney griner; Britney Greiner; greiner; grayner; Grainer; welgrainer; brittney grayner; Britney Grainer; Brittney Welgrainer; mrs griner; Mrs. Griner; ms. griner; miss Griner; B. Griner; b griner; Griner B.; griner's; Griner’s; brittney; britney; brittney's; wnba star; basketball star; american basketball star; US basketball star; basketball star griner; WNBA star Brittney Griner; BrittneyGriner; brittneygriner; Грайнер; Гринер; грейнер
griner-wife: griner's wife; Griner’s wife; griner wife; wife of griner; the wife of Griner
griner-family: griner's family; family of griner; griner family
viktor-bout: viktor bout; Victor Bout; bout viktor; Bout, Viktor; v. bout; V Bout; v bout; bout v.; bott; Bott; victor bott; viktor bott; mister bout; mr bout; Mr. Bout; Mr Viktor Bout; arms dealer; russian arms dealer; arms dealer bout; Russian arms dealer Viktor Bout; merchant of death; the merchant of death; arms smuggler; Russian businessman; viktorbout; VIKTOR  BOUT; Виктор Бут; victor bout's; "Viktor Bout"; viktor-bout
alla-bout: alla bout; Alla Butt; butt alla; a. bout; A. Butt; mrs bout; Mrs. Butt; alla; Алла Бут; bout's wife; wife of a russian arms smuggler; Bout, Alla
antony-blinken: blinken; Antony Blinken; anthony blinken; Anthony; antony; a. blinken; A Blinken; blinken antony; us secretary of state; U.S. Secretary of State; secretary of state; American secretary of state; secretary blinken; Secretary of State Blinken; US Secretary of State Antony Blinken; secretary of state of the united states; us secretary; mr blinken; Блинкен; Blinken, Antony; antonyblinken; @Blinken
sergei-lavrov: lavrov; Sergei Lavrov; sergey lavrov; Sergej Lawrow; lavroff; Lawrow; lavrov sergei; S. Lavrov; s lavrov; Lavrov S.; Лавров; Сергей Лавров; Серге́й Лавров; foreign minister lavrov; Russian Foreign Minister Sergei Lavrov; russian foreign minister; foreign minister of russia; Russia's foreign minister; Mr Lavrov; LAVROV; Sergueï Lavrov
dmitry-peskov: peskov; Песков; Дмитрий Песков; Дмитрий  ПЕСКОВ; dmitry peskov; Dmitri Peskov; Dmitriy Peskov; peskov dmitry; Peskov, Dmitry; d. peskov; D Peskov; Д. Песков; kremlin spokesman; Kremlin Spokesman; kremlin spokesperson; the kremlin spokesman; kremlin's spokesman; kremlin press secretary; press secretary; spokesman for the kremlin; kremlin spokesman peskov; Kremlin spokesman Dmitry Peskov; mr. peskov; mister peskov; peskov's; Peskow; Peskoff; dmitry; Пєсков; dmitrypeskov; d.peskov
maria-zakharova: zakharova; Maria Zakharova; maria zaharova; Zaharova; Захарова; Мария Захарова; М. Захарова; M. Zakharova; m zakharova; zakharova maria; Zakharova, Maria; Mariya Zakharova; Mrs Zakharova; Ms. Zakharova; foreign ministry spokeswoman; Russian foreign ministry spokeswoman; Russian Foreign Ministry spokeswoman Maria Zakharova; foreign ministry spokesperson; spokeswoman for the russian foreign ministry; ZAKHAROVA; zakharova’s
maria-blagovolina: blagovolina; maria blagovolina; Благоволина; Мария Благоволина; M. Blagovolina; lawyer blagovolina; lawyer maria; Lawyer Maria Blagovolina; griner's lawyer maria; ms blagovolina; blagovolina m.
john-kirby: kirby; John Kirby; j. kirby; kirby john; Kirby, John; mr kirby; Кирби; Kirby’s; white house spokesperson kirby; national security spokesman; coordinator; strategic coordinator for communications; johnkirby; national security council coordinator
paul-whelan: whelan; Paul Whelan; p. whelan; whelan paul; Whelan, Paul; mr whelan; ex-marine whelan; former marine whelan; ex-Marine Paul Whelan; Whelan's; security official
whelan-family: whelan's family; family of whelan; Whelan family
trevor-reed: reed; Trevor Reed; t. reed; reed trevor; former marine reed; former marine trevor reed; Mr Reed; Reed, Trevor
konstantin-yaroshenko: yaroshenko; Konstantin Yaroshenko; jaroschenko; Constantin Yaroshenko; Konstantin Jaroschenko; Ярошенко; Константин Ярошенко; K. Yaroshenko; К. Ярошенко; pilot; russian pilot; pilot yaroshenko; konstantin; Iaroshenko; Yaroshenko, K.
joe-biden: biden; joe biden; Joe; j. biden; president biden; President Joe Biden; us president; U.S. President; american president; president of the united states; President of the United States of America; US President Joe Biden; mr biden; biden's; Biden, Joe; joebiden
vladimir-putin: putin; Vladimir Putin; v. putin; president putin; Russian President; president of russia; Russian President Vladimir Putin; Путин; Владимир Путин; В. Путин; putin vladimir; Putin’s; vladimir; mr putin; Wladimir Putin
senior-official: a senior administration official; senior administration official; the senior official; senior official
moscow: moscow; Moscow; MOSCOW; Moscow's
washington: washington
kremlin: kremlin; the kremlin; The Kremlin
white-house: white house; The White House; the white house; white-house
foreign-ministry: russian foreign ministry; Russia's foreign ministry; foreign ministry
state-department: state department; department of state; the State Department; StateDept
russian-diplomats: russian diplomats; russia's diplomats
cnn-sources: cnn's sources; cnn sources
bout-relatives: relatives of bout; bout's relatives; relatives of Bott
putin-office: putin's office; office of putin
anna-lavrova: lavrova; Anna Lavrova; А. Лаврова; a lavrova; Лаврова; ms lavrova
ivan-petrov: ivan petrov; Petrov Ivan; i. petrov; Иван Петров
pyotr-petrov: pyotr petrov; P. Petrov; Petr Petrov; Пётр Петров
irina-petrova: petrova; Irina Petrova; I. Petrova
mark-leskov: leskov; Mark Leskov; M. Leskov
sergei-ryabov: ryabov; Sergey Ryabov; Рябов; deputy foreign minister
dana-novak: novak; Foreign Minister Novak; czech foreign minister
roger-kimball: kimball; Roger Kimball; roger
kim-min-jun: kim; Kim; kim min-jun; Kim Min Jun; Kim Minjun; Min-jun Kim; minjun kim; Mr Kim
li-wei: li wei; Li; mr li; Li Wei
lin-wei: lin wei; lin
ann-lee: ann lee; Ann Lee
ann-lee-smith: smith; ann lee smith; Smith, Ann Lee
thomas-james: thomas james; Thomas James
james-thomas: james thomas
john-kirkby: kirkby; john kirkby; J. Kirkby
paul-whalley: whalley; paul whalley
trevor-reedy: reedy; trevor reedy
viktor-boutin: boutin; viktor boutin; Victor Boutin
marine-duval: duval; marine duval
nikita-orlov: orlov; Nikita Orlov; mr orlov
von-der-linden: von der linden; von der Linden; ursula; Ursula von der Linden; linden; der linden
al-rashid: al-rashid; al rashid; rashid; Ahmed al-Rashid; Ahmed Al Rashid
sean-obrien: o'brien; O’Brien; obrien; sean o'brien; Seán O’Brien; Sean OBrien
jurgen-muller: müller; muller; mueller; Jürgen Müller; Jurgen Mueller; Juergen Mueller; Jürgen Mueller; MÜLLER
diego-ortiz: ortiz; núñez; nunez; Ortiz-Nunez; ortiz nunez; Diego Ortiz; diego de la ortiz nunez
yuri-yudin: yuri yudin; Ю. Юдин; Yu. Yudin; y. yudin; Юдин
yulia-yudina: Ю. Юдина; Julia Yudina; Юлия Юдина
xi-lan: xi lanying; xilanying; 习兰英
prime-horn: horn; tibor horn; prime minister; prime minister horn
"""

# Several are meant equally; all of them are asked about.
_ASK = """
maria-zakharova maria-blagovolina: maria; Мария
viktor-bout alla-bout: bout; Bout; bout's; butt
viktor-bout viktor-boutin: viktor; Victor
ivan-petrov pyotr-petrov: petrov; Петров; bulgarian lawmaker; mr petrov
sergei-lavrov sergei-ryabov: sergei; Sergey; Сергей
sergei-lavrov dana-novak sergei-ryabov: foreign minister; the foreign minister
joe-biden vladimir-putin von-der-linden: president; presidents
dmitry-peskov john-kirby white-house-spokesman: spokesman
john-kirby white-house-spokesman: white house spokesman; White House spokesperson
li-wei lin-wei: wei
john-kirby john-kirkby: john
paul-whelan paul-whalley: paul
trevor-reed trevor-reedy: trevor
paul-whelan trevor-reed: former marine
ann-lee ann-lee-smith: ann; lee
kim-min-jun li-wei: interpreter
roger-kimball john-kirkby: harbour master
al-rashid sean-obrien: envoy
jurgen-muller diego-ortiz: mediator
griner-wife alla-bout: wife
griner-lawyers maria-blagovolina: griner's lawyer; Griner's lawyers; lawyers for griner
thomas-james james-thomas: James
lin-wei ann-lee: banker
"""

# Near enough to be the first suggestion (or sure), nobody else sure.
_FIRST = """
dmitry-peskov: peskof; peskv; pesov; peksov; peskkof; pescov; peskovv; dmitry peksov; dmitry peskiv; dmitri peskof; Dimitri Peskov; dmitry sergeyevich peskov; pesk; peskova; Пескова; gtcrjd; lvbnhbq gtcrjd; зуылщм; peskov kremlin; kremlin peskov; president peskov; who is peskov; peskov?!; mrs peskov; kremlin spoksman
brittney-griner: grinner; grynar; brittany griner; brittney grinr; Britny Griner; brittney grimer; Brittney G; griners; Brittney Griner's trial; welgrainr; Гринэр; brittney yvette griner; Бриттни Грайнер
viktor-bout: boutt; viktor anatolyevich bout; mister viktor boutt; viktor bouut; Victor But; viktor but; Виктр Бут; merchant of deth; arms deeler
antony-blinken: blinkin; blinkn; antony blinkin; tony blinken; antony blinkne; blinkenn; sec blinken; secretary of stat; president blinken; ,kbyrty; Энтони Блинкен
sergei-lavrov: lavrob; lavro; sergei lavrvo; larvov; sergei larvov; kfdhjd; sergei viktorovich lavrov; minister of foreign affairs lavrov; Лавровым
maria-zakharova: sakharova; zakarova; zakharva; zakharov; maria zakharov; maria sakharova; pf[fhjdf; zakahrova; maria zakahrova; zakh; Sacharowa; foreign ministry spokesman; zakharowaa
maria-blagovolina: blagovolin; blagovlina; blagovolinna; maria blagovlina; blogovolina; blago
john-kirby: kirbi; kirbyy; kerby; john kirbi; jon kirby; kirb; white house spokeswoman; john f. kirby
paul-whelan: welan; whelen; paul welan; wheelan; phelan; whela; Вилан
trevor-reed: trevor reid; tervor reed; mrs reed
konstantin-yaroshenko: yaroshenk; yarosheno; yarochenko; konstantin yaroshneko; yaroshenka; yarosh; zhjityrj
joe-biden: bidden; joe bidden; joseph biden; bidne; joe biden jr; hunter biden; Байден; vice president biden; former president biden
vladimir-putin: putun; putni; poutine; poutin; vladimir vladimirovich putin; vladmir putin; genby; vlad putin; prime minister putin
roger-kimball: kimbal; kimbll; roger kimbal
jurgen-muller: mueler; jurgen muler
von-der-linden: van der linden; lindenn
peter-johnson: peter jonson; peter johnston; johnston
kim-min-jun: kim min; kim min june
xi-lan: lanyin
nikita-orlov: mrs orlov; orlow
pyotr-petrov: piotr petrov; peter petrov
"""

# Nobody here: suggestions are allowed, being sure is not.
_NOBODY = """
booth; victor booth; viktor booth; boot; bute; boutros; mr griner's; maria griner; maria lavrova; maria bout; dmitry lavrov; family; mrs orlov; V. B.; kirbi; poutin; joe smyth
sergei peskov; kirk; john kerr; p. bout; b. bout; x. griner; j. peskov; a. peskov; m. peskov; ivan bout; hunter lavrov
president bout; president kirby; president of ukraine; ukrainian foreign minister; defense minister; former president
vice president; deputy secretary of state; pentagon spokesman; kremlin spokeswoman; secretary of defense; us foreign minister
peskov and lavrov; biden putin; griner and whelan; bout griner; putin's spokesman; griner's mother; griner's arrest; bout's lawyer
whelan's brother; putin's wife; biden's family; kirby's wife; bout's daughter; lavrov's family; griner family lawyer smith; state
house; white; diplomats; russian; us; united states; american; security; national; foreign; department; al; von; der; de; la; v; b; v.b.
d.p.; m z; k; ki; kimb; pet; petro; petrowa ivana; leskova; lavrovs; lavrovsky; peskovich; petrovich; petrosyan; putina; bidenko
reedie; reeds; redd; rhee; lew; lim; lei; lian; ly; kimm; kin; ronald kim; kim jong un; wei li lin; li lin; lee wei; li nan
linwei li; lee ann smithers; ann smythe; smyth; smithson; thomas jameson; jamess; mark peskov; viktor leskov; anna lavrov
ivan petrova; irina petrov; pyotr ivan petrov; johnsen; jansson; boris johnson; peter jackson; julia yudin; yudina yuri
yuri yudina; mrs whelan; mrs yaroshenko; mr zakharova; mr blagovolina; mrs lavrov; mrs putin; mrs. kirby; lady griner reed
asdfgh; qwerty; zzzzzz; 12345; ; .; ...; !!!; '; "; 's; -; @; 😀; 🤷‍♂️🤷‍♂️; the; a; an; mr; mrs; mister; of; of the; and; who; hello world
select * from people; <@123456>; @everyone; ../../etc/passwd; null; none; nobody; somebody; everyone; anonymous; мама мыла раму
marina zakharchenko; zakharchenko; yaroslav; yaroslavsky; konstantinov; blinov; blinkenberg; griner-reed; whelan-bout
death; merchantman; dealership; pilots association; spokes; minist; presiden; lawyerly; foreign minister of bulgaria
ria novosti; reuters; cnn; abc; turkey; ukraine; geneva; cambodia; steve jobs; angela merkel; jens stoltenberg; ban ki moon; kim philby
"""

# Nobody here, and nobody near enough to be suggested.
_UNLIKELY = """
nobody-at-all; nobody; president of ukraine; ukrainian foreign minister; pentagon spokesman; defense minister; vice president
former president; secretary of defense; deputy secretary of state; foreign minister of bulgaria; pilots association
us; united states; american; russian; security; national; foreign; death; cnn; ukraine; ria novosti; john kerr
peter jackson; kim philby; ronald kim; marina zakharchenko; jansson; boutros; rhee; lian; lim; lawyerly; merchantman
petrosyan; blinkenberg; smithson; al; von; der; de; la; mister; mr; the; emmanuel macron; olaf scholz; recep tayyip erdogan
"""


def _pairs(table: str) -> list[tuple[str, str]]:
    pairs = []
    for line in table.strip().splitlines():
        item, _, typed = line.partition(": ")
        pairs += [(text.strip(), item) for text in typed.split(";")]
    return pairs


SURE = _pairs(_SURE)
FIRST = _pairs(_FIRST)
ASK = [(typed, frozenset(items.split())) for typed, items in _pairs(_ASK)]
NOBODY = [text.strip() for line in _NOBODY.strip().splitlines() for text in line.split(";")]
UNLIKELY = [text.strip() for line in _UNLIKELY.strip().splitlines() for text in line.split(";")]
