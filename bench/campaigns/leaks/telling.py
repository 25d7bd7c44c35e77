"""To whom it is not for: whom reviewers and authors are close to, what was published, bid and fits,
who was asked and whom they would ask."""

from __future__ import annotations

from bench.campaigns.leaks.leak import LETTERS, Leak

TWO = "two-worlds"

LEAKS = [
    Leak(
        "conflicts",
        "a reviewer's page names whom all of the committee are close to",
        "reviews/profile.py",
        'return list(workshop.ties.filter(user=user).values_list("kind", "text"))',
        'return list(workshop.ties.values_list("kind", "text"))',
        *("close", "other reviewer", "/review/profile/"),
    ),
    Leak(
        "conflicts",
        "who looks at the site as a reviewer reads whom they have named",
        "reviews/profile.py",
        "    if user.looked_at_by:\n        return []\n    return list(workshop.ties",
        "    return list(workshop.ties",
        *("close", "looking as a reviewer", "/review/profile/"),
    ),
    Leak(
        "pages",
        "reviewers are shown what the others have published",
        "reviews/profile.py",
        "return workshop.publications.filter(user=user)",
        "return workshop.publications.all()",
        *("close", "other reviewer", "/review/profile/publications/"),
    ),
    Leak(
        "conflicts",
        "reviewers read whom the authors have named",
        "templates/reviews/reviewer/bids_line.html",
        '<p class="title" id="bid-{{ row.number }}">{{ row }}</p>',
        '<p class="title" id="bid-{{ row.number }}">{{ row }}</p>'
        "{% for one in row.named_conflicts.all %}<p>{{ one.text }}</p>{% endfor %}",
        *("close", "other reviewer", "/review/bids/"),
    ),
    Leak(
        "order",
        "the page of bids ends with what others want least",
        "reviews/views/bidding.py",
        "key=lambda n: (-fit[n], rows[n].number)",
        "key=lambda n: (workshop.bids.filter(submission=rows[n], value=1).count(), n)",
        *("other conflicts", "other reviewer", "/review/bids/", TWO),
    ),
    Leak(
        "conflicts",
        "authors are told whether somebody whom they name is on the committee",
        "submissions/views/naming.py",
        '        "named": named,\n',
        '        "named": [*named, ("", "known")] if workshop.conflicts.filter(\n'
        '            submission=mine, source="named"\n        ) else named,\n',
        *("other committee", "author", "/submissions/3/conflicts/", TWO),
    ),
    Leak(
        "counts",
        "reviewers are told how many were asked",
        "templates/reviews/reviewer/reviewing.html",
        "Papers that are assigned to you appear here",
        "You are one of {{ workshop.invitations.count }}. Papers that are assigned to you appear "
        "here",
        *("other committee", "other reviewer", "/credit/review/$", TWO),
    ),
    Leak(
        "pages",
        "the page of an invitation says whom others would ask",
        "templates/reviews/invitation.html",
        '<h2 class="rubric">The workshop</h2>',
        '<h2 class="rubric">The workshop</h2>'
        "{% for one in workshop.invitations.all %}{{ one.instead }}{% endfor %}",
        *("close", "visitor", "/invitation"),
    ),
    Leak(
        "letters",
        "the letter of an invitation says who would have been asked",
        "templates/reviews/letters/reviewer_invited.txt",
        "It would be at most",
        "{% for one in workshop.invitations.all %}{{ one.instead }}{% endfor %}It would be at most",
        *("close", "visitor", LETTERS),
    ),
    Leak(
        "journal",
        "the journal says whom a reviewer is close to",
        "reviews/profile.py",
        ' changed whom they have a conflict of interest with"',
        ' has a conflict of interest with {sorted(ties)}"',
        *("close", "barred", "/organize/journal/"),
    ),
    Leak(
        "journal",
        "a conflict that was found is noted without what it is about",
        "reviews/conflicts.py",
        "journal.note(row.workshop, verb, text, by=by, at=at, about=row.number)",
        "journal.note(row.workshop, verb, text, by=by, at=at)",
        *("other conflicts", "barred", "/organize/journal/$", TWO),
    ),
    Leak(
        "conflicts",
        "the page of a reviewer says why they have a conflict with what is hidden",
        "reviews/views/organizer_reviewers.py",
        '        "reviewer": one,\n',
        '        "reviewer": ", ".join(workshop.conflicts.values_list("evidence", flat=True)),\n',
        *("close", "barred", "/organize/reviewers/edit/"),
    ),
    Leak(
        "assignment",
        "the page of a reviewer says what fits in what is hidden",
        "reviews/views/organizer_reviewers.py",
        '        "reviewer": one,\n',
        '        "reviewer": workshop.affinities.get(user=one.user).evidence,\n',
        *("close", "barred", "/organize/reviewers/edit/"),
    ),
    Leak(
        "counts",
        "how many reviewers are needed is counted over all submissions",
        "reviews/recruitment.py",
        "workshop.submissions.counted_for(user).submitted().count()",
        "workshop.submissions.submitted().count()",
        *("one submission more", "barred", "/organize/reviewers/$", TWO),
    ),
    Leak(
        "order",
        "reviewers stand in order of how well they fit what is hidden",
        "reviews/roster.py",
        "return sorted(found, key=lambda one: (str(one).casefold(), one.pk))",
        'fit = {row.user_id: row.scores.get("1", 0) for row in workshop.affinities.all()}\n'
        "    return sorted(found, key=lambda one: -fit.get(one.pk, 0))",
        *("other conflicts", "barred", "/organize/reviewers/$", TWO),
    ),
]
