<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Backchannel">
<title>${ask.head.title}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${ask.head.title}</h1>
<p>${ask.head.about}</p>
<p class="small">As known on ${ask.as_of.day} ${f"{ask.as_of:%B %Y}"}, published by then. Made by Backchannel. Small figures are sources, listed at the end; * behind a day: worked out, not printed.</p>
</header>
<nav aria-label="Sections">
<a href="#_stands">Where it stands</a>
% for section in sections:
<a href="#_${section}">${section.capitalize()}</a>
% endfor
<a href="#_sources">Sources</a>
</nav>
<form id="_search" role="search" hidden>
<label for="_words">Search</label>
<input id="_words" type="search" autocomplete="off" placeholder="a name, a word, an id">
<span id="_found" role="status"></span>
</form>
<main>

<section id="_stands" class="overview">
<h2>Where it stands</h2>
${stands}
</section>

% if dates:
<section id="_dates">
<h2>Dates</h2>
% for one in dates:
<article id="${one.tracked.id}">
<h3>${one.tracked.title} <span class="state ${one.stage}">${facts.stage(one)}</span></h3>
${gist(one.tracked)}
<dl>
% if one.tracked.when:
<dt>Expected</dt><dd>${links.when(one.tracked.when)}${f", {facts.hours(one)}" if facts.hours(one) else ""}</dd>
% endif
% for given in one.tracked.announced:
<dt>Announced</dt><dd>${links.item(given.by)}: ${announced(given)} ${links.source(given.source)}</dd>
% endfor
% if one.tracked.condition:
<dt>Condition</dt><dd>${one.tracked.condition}</dd>
% endif
% if one.tracked.depends_on:
<dt>Waits for</dt><dd>${links.item(one.tracked.depends_on)}</dd>
% endif
% if one.tracked.outcome:
<dt>${one.tracked.outcome.kind.capitalize()}</dt><dd>${joined([escaped(one.tracked.outcome.text.rstrip(".")), links.when(one.tracked.outcome.when)])} ${links.marks(*one.tracked.outcome.sources)}</dd>
% endif
% if facts.recorded(one):
<dt>Recorded here</dt><dd>${facts.recorded(one)}</dd>
% endif
</dl>
${foot(one.tracked)}
</article>
% endfor
</section>
% endif

% if offers:
<section id="_offers">
<h2>Offers</h2>
% for one, standing in offers:
<article id="${one.id}">
<h3>${one.title}</h3>
${standing}
<p>From ${links.item(one.by)} to ${links.item(one.to)}\
% for id_ in one.also_to:
, ${links.item(id_)}\
% endfor
.</p>
<dl>
% for term in one.terms:
<dt>Term</dt><dd>${term.text}<ul>
% for report in term.reports:
<li>${report.value} – ${facts.of_report(report)}</li>
% endfor
</ul></dd>
% endfor
% for label in one.labels:
<dt>Called</dt><dd>${said(label.exact)} by ${links.item(label.by)} ${links.marks(*label.sources)}</dd>
% endfor
% for state in one.states:
<dt>Stage</dt><dd>${joined([escaped(state.state), links.when(state.when), escaped(state.remark)])} ${links.marks(*state.sources)}</dd>
% endfor
% for answer in one.answers:
<dt>Answer</dt><dd>${links.item(answer.by)}\
% if answer.told_by:
, according to ${links.item(answer.told_by)}\
% endif
: ${joined([escaped(f"{answer.kind} – {answer.text.rstrip('.')}"), links.when(answer.when)])} ${links.marks(*answer.sources)}</dd>
% endfor
</dl>
${foot(one)}
</article>
% endfor
</section>
% endif

% if people:
<section id="_people">
<h2>People</h2>
% for party, here in people:
<div>
<h3>${party}</h3>
% for one in here:
<article id="${one.id}">
<h4>${one.name}</h4>
${gist(one)}
<dl>
% for role in one.roles:
<dt>Role</dt><dd>${joined([escaped(role.title), links.when(role.when)])} ${links.marks(*role.sources)}</dd>
% endfor
% if len(one.spellings) > 1 or one.spellings[0].text != one.name:
<dt>Printed</dt><dd>
% for spelling in one.spellings:
${spelling.text} ${links.marks(*spelling.sources)}${"" if loop.last else ","}
% endfor
</dd>
% endif
% if facts.said_by(one.id):
<dt>Said</dt><dd>${facts.said_by(one.id)}</dd>
% endif
</dl>
${foot(one)}
</article>
% endfor
</div>
% endfor
</section>
% endif

% if differences:
<section id="_differences">
<h2>Differences</h2>
% for title, here in differences:
<div>
<h3>${title}</h3>
% for one in here:
<article id="${one.id}">
<h4>${one.question}</h4>
<dl>
% for report in one.reports:
<dt>${report.value}</dt><dd>${facts.of_report(report)}</dd>
% endfor
% if one.preference:
<dt>Held likelier</dt><dd>${one.preference.value}, because ${one.preference.reason} ${links.marks(*one.preference.sources)}</dd>
% endif
% if one.compatible:
<dt>Can all be true</dt><dd>${one.compatible.reason} ${links.marks(*one.compatible.sources)}</dd>
% endif
</dl>
${foot(one)}
</article>
% endfor
</div>
% endfor
</section>
% endif

% if timeline:
<section id="_timeline">
<h2>Timeline</h2>
% if chart:
<figure class="overview">
${chart}
<figcaption class="small">Numbers stand before the entries below\
% if drawn.left_out:
; drawn are the last ${f"{len(drawn.marks):,}"} of ${f"{len(drawn.marks) + drawn.left_out:,}"}\
% endif
.</figcaption>
</figure>
% endif
% for title, here in timeline:
<div>
<h3>${title}</h3>
% for one in here:
${statement(one) if is_statement(one) else event(one)}
% endfor
</div>
% endfor
</section>
% endif

<section id="_sources">
<h2>Sources</h2>
% for one in items["source"]:
<article id="${one.id}">
<h3>${loop.index + 1} · ${web_link(one.url, one.title) if one.url else one.title}</h3>
<p>${joined([escaped(one.outlet or one.described or "outlet unknown"), links.when(one.published)])}</p>
% for fact in facts.of_source(one):
% if fact:
<p class="small">${fact}</p>
% endif
% endfor
${foot(one)}
</article>
% endfor
</section>

% if items["party"] or items["topic"] or items["origin"]:
<section id="_names">
<h2>Parties, topics, origins</h2>
% for one in items["party"]:
<article id="${one.id}">
<h3>${one.name}</h3>
<p>${"A side." if one.side else "Not a side."} Printed
% for spelling in one.spellings:
${spelling.text} ${links.marks(*spelling.sources)}${"." if loop.last else ","}
% endfor
</p>
${foot(one)}
</article>
% endfor
% for one in items["topic"]:
<article id="${one.id}">
<h3>${one.name}</h3>
<p>A topic.</p>
${foot(one)}
</article>
% endfor
% for one in items["origin"]:
<article id="${one.id}">
<h3>${one.name}</h3>
<p>Where reports came from: ${one.kind}.</p>
${foot(one)}
</article>
% endfor
</section>
% endif

</main>
<script>${script}</script>
</body>
</html>
<%def name="gist(one)">
% if one.gist:
<p class="gist">${one.gist[-1].text} ${links.marks(*one.gist[-1].sources)}</p>
% endif
</%def>
<%def name="announced(given)">${said(given.exact) if given.exact else given.text}</%def>
<%def name="statement(one)">
<article id="${one.id}">
<h4>${badges.get(one.id, "")}${links.item(one.speaker)}${f", to {one.to}" if one.to else ""}</h4>
% for wording in one.wordings:
% if wording.kind in ("direct", "headline"):
<blockquote>${said(wording.text)}</blockquote>
% else:
<p dir="auto">${wording.text}</p>
% endif
<p class="small">${facts.of_wording(wording)}</p>
% endfor
<dl>
% if one.when and (one.when.words or one.when.reason or one.when.sources):
<dt>Day</dt><dd>${links.when(one.when)}</dd>
% endif
% for stance in one.stance:
<dt>${stance.kind.capitalize()}</dt><dd>${stance.on}${f", if {stance.condition}" if stance.condition else ""}</dd>
% endfor
</dl>
${foot(one)}
</article>
</%def>
<%def name="event(one)">
<article id="${one.id}">
<h4>${badges.get(one.id, "")}${one.title}${f", {one.place}" if one.place and one.place not in one.title else ""}</h4>
${gist(one)}
<dl>
% if one.when and (one.when.words or one.when.reason or one.when.sources):
<dt>Day</dt><dd>${links.when(one.when)}</dd>
% endif
% for report in one.reports:
<dt>${report.value}</dt><dd>${facts.of_report(report)}</dd>
% endfor
% if one.participants:
<dt>With</dt><dd>${links.items(one.participants)}</dd>
% endif
</dl>
${foot(one)}
</article>
</%def>
<%def name="foot(one)">
% for note in getattr(one, "notes", ()):
% if not isinstance(note, str):
<p class="small">Note: ${note.text} ${links.marks(*note.sources)}</p>
% endif
% endfor
<p class="foot">
% if getattr(one, "about", ()):
About ${links.items(one.about)} ·
% endif
% if getattr(one, "topics", ()):
${links.items(one.topics)} ·
% endif
<a class="id" href="#${one.id}">${one.id}</a></p>
</%def>
