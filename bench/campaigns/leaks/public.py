"""To everybody: what nobody consented to post, and whose addresses there are."""

from __future__ import annotations

from bench.campaigns.leaks.leak import Leak

ACCEPTED = 'workshop.submissions.filter(status__in=["oral", "poster"])'

LEAKS = [
    Leak(
        "posting",
        "every accepted paper is posted, with consent or not",
        "submissions/models.py",
        "            Exists(consented), status__in=ACCEPTED,",
        "            status__in=ACCEPTED,",
        *("change", "visitor", "/papers/"),
    ),
    Leak(
        "posting",
        "a file is posted with the page, asked for or not",
        "submissions/models.py",
        "version = self.last(part) if self.posted_at and artefact in self.consented else None",
        "version = self.last(part) if self.posted_at else None",
        *("consent", "visitor", "/papers/4/"),
    ),
    Leak(
        "posting",
        "the video is posted with the page, asked for or not",
        "submissions/models.py",
        "may = self.posted_at and Consent.Artefact.VIDEO in self.consented",
        "may = self.posted_at",
        *("consent", "visitor", "/papers/4/"),
    ),
    Leak(
        "posting",
        "a paper that was taken back is gone with its abstract said again",
        "submissions/views/public.py",
        'response = site_page(request, workshop, "submissions/public/gone.html", '
        '{"number": number})',
        "place = request.resolver_match.kwargs['number']\n"
        "    row = workshop.submissions.get(number=place)\n"
        '    response = site_page(request, workshop, "submissions/public/gone.html", '
        '{"number": number})\n'
        "    response.content += row.abstract.encode()",
        *("consent", "visitor", "/papers/1/"),
    ),
    Leak(
        "exports",
        "the bibliography has every accepted paper",
        "submissions/views/public.py",
        "text = bibtex.bibliography(posting.posted(workshop))",
        f"text = bibtex.bibliography({ACCEPTED}.for_public())",
        *("change", "visitor", ".bib"),
    ),
    Leak(
        "search",
        "the search of the papers goes through what is not posted",
        "submissions/views/public.py",
        "found = posting.holding(everything, words)\n",
        f"found = posting.holding({ACCEPTED}.for_public() if words else everything, words)\n",
        *("search", "visitor", "/papers/", "probe-pairs"),
    ),
    Leak(
        "linked data",
        "the linked data of a posted paper has its authors' addresses",
        "submissions/citing.py",
        '"name": author.name}',
        '"name": author.name, "email": author.email}',
        *("consent", "visitor", "/papers/2/"),
    ),
    Leak(
        "linked data",
        "the citation tags of a posted paper say where its video is",
        "submissions/citing.py",
        '("pdf_url", pdf_link(paper)),',
        '("pdf_url", pdf_link(paper)), ("video", paper.video),',
        *("consent", "visitor", "/papers/4/"),
    ),
    Leak(
        "API",
        "the API has an author's address among what is public",
        "submissions/api/posted.py",
        "    orcid = serializers.CharField()\n",
        "    orcid = serializers.CharField()\n    email = serializers.CharField()\n",
        *("consent", "visitor", "/papers/"),
    ),
    Leak(
        "API",
        "the API lists papers that are accepted and not posted",
        "submissions/api/posted.py",
        "return posted(announced_workshop(slug))",
        f"workshop = announced_workshop(slug)\n    return {ACCEPTED}.for_public()",
        *("change", "visitor", "/papers/"),
    ),
    Leak(
        "file names",
        "a posted file is called as it was on its author's machine",
        "submissions/exports.py",
        'return f"{submission.workshop.slug}-{part}-{submission.number}.pdf"',
        "return paper.name",
        *("consent", "visitor", "/papers/2/"),
    ),
    Leak(
        "calendar",
        "the calendar names who published it, by their address",
        "schedule/exports/icalendar.py",
        'event.add("dtstamp", version.published_at)',
        'event.add("dtstamp", version.published_at)\n'
        '    event.add("organizer", f"mailto:{version.published_by.email}")',
        *("publish", "visitor", ".ics"),
    ),
    Leak(
        "credits",
        "the home of the workshop thanks the reviewers by their names",
        "templates/workshop/public/home.html",
        '<h2 class="rubric">Call for papers</h2>',
        '<h2 class="rubric">Call for papers</h2>{% for role in workshop.roles.all %}'
        "{{ role.user.name }} {% endfor %}",
        *("review", "visitor", "/credit/$"),
    ),
    Leak(
        "schedule",
        "the schedule has the abstract of what is not posted",
        "schedule/models.py",
        '        return self.title or (self.submission.title if self.submission else "")',
        "        return self.title or "
        '(f"{self.submission.title}: {self.submission.abstract}" if self.submission else "")',
        *("publish", "visitor", "/schedule"),
    ),
    Leak(
        "schedule",
        "the public sees the plan before it is published",
        "schedule/freezing.py",
        "    return (version, as_read(workshop, version)) if version else None\n",
        "    version = version or ScheduleVersion(\n"
        "        workshop=workshop, number=1, published_at=workshop.announced_at\n    )\n"
        "    return version, planned(workshop)\n",
        *("plan", "visitor", "/schedule"),
    ),
    Leak(
        "drafts",
        "organizers read drafts",
        "submissions/models.py",
        "return self.handed_in().filter(Exists(handlers_left().filter(user=user)))",
        "return self.filter(Exists(handlers_left().filter(user=user)))",
        *("call", "organizer", "/organize/submissions/"),
    ),
]
