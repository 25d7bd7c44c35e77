"""To authors: who reviewed, how far it is, what was decided, before they are told or at all."""

from __future__ import annotations

from bench.campaigns.leaks.leak import LETTERS, Leak

SHOWN = '    page = "finding" if request.htmx else "submission"\n'
RETURN = '    return show(request, page, workshop, {**context, "poll": True})\n'
AS_READ = (
    "            title=review.title,\n            text=review.text,\n"
    "            rating=review.rating or"
)
REVIEWS = "workshop.reviews.filter(assignment__submission=mine)"


def with_header(name: str, value: str) -> str:
    """The author's page with one header more, or the same by a cookie."""
    said = f'    response["{name}"] = {value}\n'
    return f'    response = show(request, page, workshop, {{**context, "poll": True}})\n{said}'


LEAKS = [
    Leak(
        "counts",
        "an author's page says how many reviews are in",
        "templates/submissions/author/submission.html",
        "It is submitted and under review. ",
        "It is submitted and under review: {{ workshop.reviews.count }} are in. ",
        *("one review fewer", "author", "/credit/submissions/1/$", "two-worlds"),
    ),
    Leak(
        "affordances",
        "what will be rejected cannot be withdrawn any more",
        "submissions/views/author.py",
        '"withdrawable": can_withdraw_submission(mine),',
        '"withdrawable": can_withdraw_submission(mine) and not workshop.decisions.filter('
        'submission=mine, outcome="rejected").exists(),',
        *("other decision", "author", "/credit/submissions/1/$", "two-worlds"),
    ),
    Leak(
        "order",
        "an author's submissions stand in order of the decisions",
        "submissions/views/author.py",
        "rows = next_step.of_author(workshop, mine, request.at)",
        "good = set(workshop.decisions.exclude(outcome='rejected').values_list('submission', "
        "flat=True))\n"
        "    mine = sorted(mine, key=lambda row: row.pk not in good)[::-1]\n"
        "    rows = next_step.of_author(workshop, mine, request.at)",
        *("other decision", "author", "/credit/submissions/$", "two-worlds"),
    ),
    Leak(
        "headers",
        "Last-Modified is when the last review was saved",
        "submissions/views/author.py",
        RETURN,
        with_header(
            "Last-Modified",
            f'str({REVIEWS}.order_by("-saved_at").values_list("saved_at", flat=True).first())',
        )
        + "    return response\n",
        *("what time", "author", "/credit/submissions/1/$", "two-worlds"),
    ),
    Leak(
        "headers",
        "the ETag of an author's page has the number of reviews in it",
        "submissions/views/author.py",
        RETURN,
        with_header("ETag", f"""f'"{{mine.version}}-{{{REVIEWS}.count()}}"'""")
        + "    return response\n",
        *("one review fewer", "author", "/credit/submissions/1/$", "two-worlds"),
    ),
    Leak(
        "headers",
        "a cookie keeps how many reviews there were",
        "submissions/views/author.py",
        RETURN,
        f'    response = show(request, page, workshop, {{**context, "poll": True}})\n'
        f'    response.set_cookie("seen", str({REVIEWS}.count()))\n    return response\n',
        *("one review fewer", "author", "/credit/submissions/1/$", "two-worlds"),
    ),
    Leak(
        "timing",
        "an author's page takes one query more once it is decided to be accepted",
        "submissions/views/author.py",
        SHOWN,
        '    if workshop.decisions.filter(submission=mine, outcome="rejected").exists():\n'
        "        workshop.topics.count()\n" + SHOWN,
        *("other decision", "author", "/credit/submissions/1/$", "two-worlds"),
    ),
    Leak(
        "redirects",
        "who wants to withdraw what is decided on is sent back",
        "submissions/views/author.py",
        "    is_draft = mine.status == Status.DRAFT\n",
        '    if workshop.decisions.filter(submission=mine, outcome="rejected").exists():\n'
        '        return redirect("submission", slug, number)\n'
        "    is_draft = mine.status == Status.DRAFT\n",
        *("other decision", "author", "/withdraw/", "two-worlds"),
    ),
    Leak(
        "API",
        "the API says how many reviews there are before the release",
        "submissions/api/own.py",
        "    video = serializers.CharField()\n",
        "    video = serializers.CharField()\n"
        '    reviews = serializers.IntegerField(source="workshop.reviews.count")\n',
        *("one review fewer", "author", "/api/v1/", "two-worlds"),
    ),
    Leak(
        "conflicts",
        "a page says how many people have a conflict",
        "templates/submissions/facts.html",
        '<h2 class="rubric">Authors</h2>',
        '<h2 class="rubric">Authors</h2><!-- {{ workshop.barriers.count }} -->',
        *("no conflict", "author", "/credit/submissions/1/$", "two-worlds"),
    ),
    Leak(
        "deadlines",
        "authors are told once the reviews are late",
        "templates/submissions/author/submissions.html",
        "<h1>My submissions</h1>",
        "<h1>My submissions</h1>{% if workshop.reviews.count < 4 %}<p>Late.</p>{% endif %}",
        *("one review fewer", "author", "/credit/submissions/$", "two-worlds"),
    ),
    Leak(
        "navigation",
        "the step bar says how many decisions are made",
        "workshop/templatetags/steps.py",
        "stops.append(Stop(step.label, ",
        'name = f"{step.label} {workshop.decisions.count()}" if step == Step.DECIDE else '
        "step.label\n"
        "        stops.append(Stop(name, ",
        *("no decision", "author", "/credit/submissions/$", "two-worlds"),
    ),
    Leak(
        "public pages",
        "the home of the workshop counts the decisions that are made",
        "templates/workshop/public/home.html",
        '<h2 class="rubric">Call for papers</h2>',
        '<h2 class="rubric">Call for papers</h2><i>{{ workshop.decisions.count }}</i>',
        *("no decision", "author", "/credit/$", "two-worlds"),
    ),
    Leak(
        "pages",
        "a released review has its reviewer's name as a title",
        "reviews/copying.py",
        AS_READ,
        "            title=str(review.assignment.reviewer),\n            text=review.text,\n"
        "            rating=review.rating or",
        *("notify", "author", "/credit/submissions/1/"),
    ),
    Leak(
        "digests",
        "a picture of the reviewer is known by the digest of their address",
        "reviews/copying.py",
        AS_READ,
        "            title=__import__('hashlib').md5(review.assignment.reviewer.email.encode())"
        ".hexdigest(),\n            text=review.text,\n            rating=review.rating or",
        *("notify", "author", "/credit/submissions/1/"),
    ),
    Leak(
        "identifiers",
        "a review is called by the key of its assignment",
        "reviews/copying.py",
        AS_READ,
        "            title=f'Review {review.assignment.reviewer_id}',\n"
        "            text=review.text,\n            rating=review.rating or",
        *("who reviewed", "author", "/credit/submissions/1/$", "two-worlds"),
    ),
    Leak(
        "timestamps",
        "a released review says when it was handed in",
        "reviews/copying.py",
        AS_READ,
        "            title=f'{review.submitted_at:%H:%M}',\n            text=review.text,\n"
        "            rating=review.rating or",
        *("what time", "author", "/credit/submissions/1/$", "two-worlds"),
    ),
    Leak(
        "order",
        "labels follow who the reviewers are, not a lot",
        "reviews/copying.py",
        "        chance.shuffle(labels)\n",
        "        new.sort(key=lambda assignment: assignment.reviewer_id)\n",
        *("who reviewed", "author", "/credit/submissions/1/$", "two-worlds"),
    ),
    Leak(
        "pages",
        "what reviewers write to the organizers only is released with the rest",
        "reviews/copying.py",
        "            text=review.text,\n            rating=review.rating or",
        "            text=review.text + review.note,\n            rating=review.rating or",
        *("notify", "author", "/credit/submissions/1/"),
    ),
    Leak(
        "pages",
        "the decision is on the page before the release",
        "submissions/outcome.py",
        "    if submission.status not in TOLD:\n        return None\n",
        "    decided = submission.workshop.decisions.filter(submission=submission).first()\n"
        "    if decided and submission.status not in TOLD:\n"
        "        at = decided.decided_at\n"
        "        return Outcome(decided.outcome, decided.note, at, False, [])\n",
        *("decide", "author", "/submissions/1/"),
    ),
    Leak(
        "letters",
        "the letter of the decision names the reviewers",
        "templates/submissions/letters/decision_released.txt",
        "Read the decision and",
        "{% for each in submission.workshop.reviews.all %}{{ each.assignment.reviewer }} "
        "{% endfor %}Read the decision and",
        *("notify", "author", LETTERS),
    ),
    Leak(
        "fragments",
        "a part of a page is fetched without asking whose it is",
        "submissions/views/author.py",
        "    mine = own_submission(request.user, workshop, number)\n"
        "    deadline = days_of(workshop).get(Step.SUBMIT)\n"
        "    context = {\n"
        '        "submission": mine,',
        "    from django.shortcuts import get_object_or_404\n\n"
        "    mine = get_object_or_404(workshop.submissions, number=number) if request.htmx else "
        "own_submission(request.user, workshop, number)\n"
        "    deadline = days_of(workshop).get(Step.SUBMIT)\n"
        "    context = {\n"
        '        "submission": mine,',
        *("close", "other reviewer", "/submissions/1/"),
    ),
    Leak(
        "redirects",
        "who is no author of a submission is sent to their own, if it is there",
        "submissions/views/author.py",
        '    """Asks on a GET, acts on a POST."""\n'
        "    workshop = visible_workshop(request.user, slug)\n",
        '    """Asks on a GET, acts on a POST."""\n'
        "    workshop = visible_workshop(request.user, slug)\n"
        "    others = workshop.submissions.filter(number=number)\n"
        "    if others.exists() and not others.authored_by(request.user).exists():\n"
        '        return redirect("submissions", slug)\n',
        *("close", "other author", "/withdraw/"),
    ),
    Leak(
        "errors",
        "the API says whether a submission is somebody else's or not there",
        "submissions/api/own.py",
        "    return own_submission(request.user, visible_workshop(request.user, slug), number)\n",
        "    from workshop.api.errors import Gone\n\n"
        "    rows = visible_workshop(request.user, slug).submissions.filter(number=number)\n"
        "    if rows.exists() and not rows.authored_by(request.user).exists():\n"
        "        raise Gone\n"
        "    return rows.authored_by(request.user).for_list().get()\n",
        *("close", "other author", "/api/"),
    ),
]
