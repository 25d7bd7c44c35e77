"""To reviewers: the others' reviews and names; to anybody who gets a letter: whose else it is."""

from __future__ import annotations

from bench.campaigns.leaks.leak import LETTERS, Leak

LEAKS = [
    Leak(
        "pages",
        "a reviewer is shown whichever review stands first",
        "reviews/views/writing.py",
        "mine = written_by(user, submission.workshop)",
        "mine = submission.workshop.reviews",
        *("review", "reviewer", "/review/1/"),
    ),
    Leak(
        "assignment",
        "a reviewer reads what was proposed to be theirs and is not confirmed",
        "reviews/permissions.py",
        'submission=OuterRef("pk"), state=Assignment.State.CONFIRMED',
        'submission=OuterRef("pk")',
        *("review", "other reviewer", "/review/3/"),
    ),
    Leak(
        "API",
        "the API tells a reviewer who else has the paper",
        "reviews/api.py",
        "return mine.review.state if mine.review else NOT_BEGUN",
        "given = mine.submission.workshop.assignments.filter(submission=mine.submission)\n"
        '        return ", ".join(str(row.reviewer) for row in given)',
        *("review", "reviewer", "/review/"),
    ),
    Leak(
        "pages",
        "the form of conflicts shows every abstract",
        "reviews/committee_forms.py",
        'return f"{row.number}. {row}, by {authors}"',
        'return f"{row.number}. {row}, by {authors}: {row.abstract}"',
        *("close", "other reviewer", "/review/conflicts/"),
    ),
    Leak(
        "pages",
        "the page of bids shows every abstract",
        "templates/reviews/reviewer/bids_line.html",
        '<p class="title" id="bid-{{ row.number }}">{{ row }}</p>',
        '<p class="title" id="bid-{{ row.number }}">{{ row }}</p><p>{{ row.abstract }}</p>',
        *("close", "other reviewer", "/review/bids/"),
    ),
    Leak(
        "pages",
        "the page of bids shows those of others as one's own",
        "reviews/bid.py",
        "rows = workshop.bids.filter(user=user, submission__in=biddable(workshop, user))",
        "rows = workshop.bids.filter(submission__in=biddable(workshop, user))",
        *("other committee", "other reviewer", "/review/bids/", "two-worlds"),
    ),
    Leak(
        "pages",
        "a reviewer's page names the whole committee",
        "templates/reviews/reviewer/reviewing.html",
        '<h2 class="rubric">My papers</h2><div class="matter"><ul',
        '<h2 class="rubric">My papers</h2>{% for role in workshop.roles.all %}{{ role.user }} '
        '{% endfor %}<div class="matter"><ul',
        *("review", "reviewer", "/credit/review/"),
    ),
    Leak(
        "letters",
        "who declines is told to everybody with a role",
        "reviews/letters.py",
        "for user in handlers_of(submission)",
        "for user in User.objects.filter(roles__workshop=workshop)",
        *("review", "reviewer", LETTERS),
    ),
    Leak(
        "letters",
        "the letter to reviewers names the others",
        "templates/reviews/letters/assignments_confirmed.txt",
        "Papers have been assigned to you.",
        "Papers have been assigned to you and to {% for role in workshop.roles.all %}"
        "{{ role.user }}, {% endfor %}others.",
        *("assign", "reviewer", LETTERS),
    ),
    Leak(
        "letters",
        "a letter to one author goes to the workshop's organizers, too",
        "workshop/mail.py",
        "        reply_to=reply_to,\n",
        '        reply_to=reply_to,\n        cc=["organizers@example.org"],\n',
        *("close", "visitor", LETTERS),
    ),
    Leak(
        "letters",
        "a letter comes from whoever caused it",
        "workshop/mail.py",
        "reply_to = [letter.workshop.contact] if letter.workshop and letter.workshop.contact else "
        "[]",
        "last = letter.workshop and letter.workshop.entries.exclude(by=None).first()\n"
        "    reply_to = [last.by.email] if last else []",
        *("review", "author", LETTERS),
    ),
    Leak(
        "letters",
        "a letter has its event and its number in a header",
        "workshop/mail.py",
        '"Message-ID": f"<{letter.message_id}@{host}>"',
        '"Message-ID": f"<{letter.message_id}@{host}>", "X-About": str(letter.about)',
        *("review", "visitor", LETTERS),
    ),
    Leak(
        "letters",
        "all who get the same letter stand in its address line",
        "workshop/mail.py",
        "        to=[_address(letter.recipient_name, letter.recipient)],\n",
        "        to=[each.recipient for each in Letter.everywhere.filter(\n"
        "            event=letter.event, workshop=letter.workshop)],\n",
        *("assign", "reviewer", LETTERS),
    ),
]
