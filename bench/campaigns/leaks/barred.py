"""To an organizer with a conflict of interest: what they are a stranger to."""

from __future__ import annotations

from bench.campaigns.leaks.leak import LETTERS, Leak

ALL = 'workshop.submissions.exclude(status="draft")'

LEAKS = [
    Leak(
        "lists",
        "the list of submissions has all of them",
        "submissions/views/organizer.py",
        "rows = chosen.apply(readable)",
        f"rows = chosen.apply({ALL})",
        *("close", "barred", "/organize/submissions/"),
    ),
    Leak(
        "counts",
        "the tabs over the list count all submissions",
        "submissions/views/organizer.py",
        '"tabs": _tabs(readable)',
        f'"tabs": _tabs({ALL})',
        *("one submission more", "barred", "/organize/submissions/$", "two-worlds"),
    ),
    Leak(
        "counts",
        "the curve on the organizers' home counts all submissions",
        "submissions/overview.py",
        "workshop.submissions.counted_for(user).values_list(",
        "workshop.submissions.all().values_list(",
        *("one submission more", "barred", "/credit/organize/$", "two-worlds"),
    ),
    Leak(
        "counts",
        "conflicts that are due are counted over all submissions",
        "reviews/due.py",
        "rows = workshop.conflicts.filter(submission__in=readable)",
        "rows = workshop.conflicts.all()",
        *("other conflicts", "barred", "/credit/organize/$", "two-worlds"),
    ),
    Leak(
        "search",
        "a search goes through all submissions",
        "submissions/views/organizer.py",
        "rows = chosen.apply(readable)",
        f'rows = chosen.apply({ALL} if request.GET.get("q") else readable)',
        *("search", "carl", "/organize/submissions/?q={value}&page=2", "probe-pairs"),
    ),
    Leak(
        "search",
        "a search without a result looks through all submissions for one that sounds alike",
        "submissions/filters.py",
        "if words and not found.exists():",
        "if words and not found.exists() and not _holding(rows.model.everywhere.filter("
        'workshop__slug="credit"), words).exists():',
        *("search", "carl", "/organize/submissions/?q={value}&page=2", "probe-pairs"),
    ),
    Leak(
        "exports",
        "the table for spreadsheets has all submissions",
        "submissions/views/organizer.py",
        "response = StreamingHttpResponse(exports.as_csv(rows)",
        "response = StreamingHttpResponse(exports.as_csv(workshop.submissions.for_list())",
        *("close", "barred", ".csv"),
    ),
    Leak(
        "exports",
        "the zip has all papers",
        "submissions/views/papers.py",
        'papers_of(mine, f"{slug}-papers.zip")',
        'papers_of(workshop.submissions.for_list(), f"{slug}-papers.zip")',
        *("close", "barred", ".zip"),
    ),
    Leak(
        "exports",
        "the zip of final papers has all of them",
        "submissions/views/organizer_camera_ready.py",
        "rows = [row.submission for row in readiness.rows_of(workshop, request.user)]",
        'rows = workshop.submissions.filter(status__in=["oral", "poster"]).for_list()',
        *("change", "barred", "/organize/camera-ready/"),
    ),
    Leak(
        "aggregates",
        "the decision table has all submissions",
        "reviews/board.py",
        'standing.select_related("kind").prefetch_related("authors"),',
        'workshop.submissions.submitted().select_related("kind").prefetch_related("authors"),',
        *("decide", "barred", "/organize/decisions/"),
    ),
    Leak(
        "aggregates",
        "the progress of the reviews is that of all submissions",
        "reviews/progress.py",
        "rows = standing(workshop).filter(submission__in=visible)",
        "rows = standing(workshop)",
        *("one review fewer", "barred", "/organize/reviews/$", "two-worlds"),
    ),
    Leak(
        "aggregates",
        "of the progress only the sum is over all submissions",
        "reviews/progress.py",
        "counts=_counts(map(state_of, assignments)),",
        'counts=_counts(map(state_of, standing(workshop).select_related("review"))),',
        *("one review fewer", "barred", "/organize/reviews/$", "two-worlds"),
    ),
    Leak(
        "aggregates",
        "the list of reviewers says how many papers each has of all",
        "reviews/views/organizer_reviewers.py",
        'given = Counter(given_by(workshop, request.user).values_list("reviewer", flat=True))',
        'given = Counter(workshop.assignments.values_list("reviewer", flat=True))',
        *("one proposed more", "barred", "/organize/reviewers/$", "two-worlds"),
    ),
    Leak(
        "assignment",
        "the room that reviewers have left is reckoned from all their papers",
        "reviews/coverage.py",
        "for row in given_by(workshop, user).select_related",
        "for row in workshop.assignments.select_related",
        *("one proposed more", "barred", "/organize/assignment/$", "two-worlds"),
    ),
    Leak(
        "assignment",
        "a proposal shows what its organizer has a conflict with since",
        "reviews/run_reading.py",
        'rows = workshop.submissions.organized_by(user).prefetch_related("topics")',
        'rows = workshop.submissions.prefetch_related("topics")',
        *("assign", "barred", "/organize/assignment/runs/2/$"),
    ),
    Leak(
        "order",
        "reviewers are listed by how much they have",
        "reviews/roster.py",
        "return sorted(found, key=lambda one: (str(one).casefold(), one.pk))",
        "return sorted(found, key=lambda one: (-workshop.assignments.filter("
        "reviewer=one.user).count(), str(one).casefold()))",
        *("one proposed more", "barred", "/organize/reviewers/$", "two-worlds"),
    ),
    Leak(
        "conflicts",
        "the page of conflicts has those with all submissions",
        "reviews/views/conflicts.py",
        "rows = workshop.conflicts.filter(submission__in=readable).select_related(",
        "rows = workshop.conflicts.select_related(",
        *("assign", "barred", "/organize/conflicts/"),
    ),
    Leak(
        "journal",
        "the journal has every entry",
        "workshop/views/organizer.py",
        "page = Paginator(entries, ENTRIES)",
        "page = Paginator(workshop.entries.all(), ENTRIES)",
        *("who reviewed", "barred", "/organize/journal/$", "two-worlds"),
    ),
    Leak(
        "journal",
        "the home tells the last entries, whatever they are about",
        "workshop/views/organizer.py",
        "entries = workshop.entries.visible_to(request.user)[:LAST_ENTRIES]",
        "entries = workshop.entries.all()[:LAST_ENTRIES]",
        *("what time", "barred", "/credit/organize/$", "two-worlds"),
    ),
    Leak(
        "journal",
        "a submitted review is noted without what it is about",
        "reviews/review.py",
        "by=by, at=at, about=number, is_private=is_private)",
        "by=by, at=at, is_private=is_private)",
        *("who reviewed", "barred", "/organize/journal/$", "two-worlds"),
    ),
    Leak(
        "outbox",
        "the outbox lists every letter",
        "workshop/views/organizer_letters.py",
        "rows = visible.filter(state=state) if state else visible",
        "rows = workshop.letters.all()",
        *("one letter held", "barred", "/organize/letters/$", "two-worlds"),
    ),
    Leak(
        "outbox",
        "every letter can be opened by its key",
        "workshop/views/organizer_letters.py",
        "    row = get_object_or_404(workshop.letters.visible_to(request.user), message_id=key)\n"
        '    if request.method != "POST":\n        return _page(request',
        "    row = get_object_or_404(workshop.letters, message_id=key)\n"
        '    if request.method != "POST":\n        return _page(request',
        *("notify", "barred", "/organize/letters/"),
    ),
    Leak(
        "badges",
        "the tabs of the outbox count every letter",
        "workshop/views/organizer_letters.py",
        'counts = dict(visible.order_by().values_list("state")',
        'counts = dict(workshop.letters.order_by().values_list("state")',
        *("one letter held", "barred", "/organize/letters/$", "two-worlds"),
    ),
    Leak(
        "badges",
        "the home counts all letters that are held",
        "workshop/due.py",
        "counts = workshop.letters.visible_to(user).aggregate(",
        "counts = workshop.letters.aggregate(",
        *("one letter held", "barred", "/credit/organize/$", "two-worlds"),
    ),
    Leak(
        "reminders",
        "reminders of reviews are in everybody's outbox",
        "reviews/remind.py",
        "            is_private=True,\n",
        "",
        *("who was reminded", "barred", "/organize/letters/$", "two-worlds"),
    ),
    Leak(
        "reminders",
        "the entry of reminders names those who were reminded",
        "reviews/remind.py",
        '    journal.note_each(workshop, "reminded", texts, by=by, at=at)\n',
        '    text = f"{by} reminded {found[0].reviewer} of open reviews"\n'
        '    journal.note(workshop, "reminded", text, by=by, at=at)\n',
        *("who was reminded", "barred", "/organize/journal/$", "two-worlds"),
    ),
    Leak(
        "letters",
        "who declines is told to every organizer",
        "reviews/letters.py",
        "for user in handlers_of(submission)",
        'for user in User.objects.filter(roles__workshop=workshop, roles__kind="organizer")',
        *("review", "barred", LETTERS),
    ),
    Leak(
        "status",
        "a submission behind a barrier is forbidden, not absent",
        "workshop/views/errors.py",
        '    return render(request, "workshop/errors/not_found.html", status=404)\n\n\n'
        "def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:\n"
        '    return render(request, "workshop/errors/not_found.html", status=404)',
        '    known = request.resolver_match and "number" in request.resolver_match.kwargs\n'
        "    if known and request.user.is_authenticated:\n"
        "        from workshop.models import Barrier\n\n"
        "        number = request.resolver_match.kwargs['number']\n"
        "        mine = Barrier.everywhere.filter(user=request.user, number=number)\n"
        "        if mine.exists():\n"
        "            return forbidden(request, exception)\n"
        '    return render(request, "workshop/errors/not_found.html", status=404)\n\n\n'
        "def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:\n"
        '    return render(request, "workshop/errors/not_found.html", status=403)',
        *("close", "barred", "/organize/submissions/1/"),
    ),
    Leak(
        "errors",
        "a decision on what is hidden is refused in other words",
        "reviews/decide.py",
        'raise Refused(f"There is no submission {min(missing)} here.")',
        "known = workshop.submissions.filter(number__in=missing)\n"
        '        raise Refused("You have a conflict." if known.exists() else "Not here.")',
        *("write", "carl", "/organize/decisions/", "probe-pairs"),
    ),
    Leak(
        "timing",
        "to assign what is hidden takes one query more",
        "reviews/views/organizer_assignment.py",
        '    number = whole(request.POST.get("submission", ""))\n',
        '    number = whole(request.POST.get("submission", ""))\n'
        "    if workshop.submissions.filter(number=number).exists():\n"
        "        workshop.deadlines.count()\n",
        *("write", "carl", "/assignment/assign/", "probe-pairs"),
    ),
    Leak(
        "schedule",
        "the plan has every talk and poster",
        "schedule/permissions.py",
        "return standing_presentations(workshop, is_out=is_out).filter(mine)",
        "return standing_presentations(workshop, is_out=is_out)",
        *("plan", "barred", "/organize/schedule/"),
    ),
    Leak(
        "schedule",
        "what is left to plan counts what is hidden",
        "schedule/planning.py",
        "return list(plannable(workshop, user).annotate(presenter=Subquery(presenter)))",
        'rows = workshop.submissions.filter(status__in=["oral", "poster"])\n'
        "    return list(rows.annotate(presenter=Subquery(presenter)))",
        *("plan", "barred", "/organize/schedule/", "crawler"),
    ),
    Leak(
        "camera-ready",
        "the page of the final papers lists all of them",
        "submissions/readiness.py",
        "return workshop.submissions.organized_by(user).filter(status__in=ACCEPTED)",
        "return workshop.submissions.filter(status__in=ACCEPTED)",
        *("change", "barred", "/organize/camera-ready/"),
    ),
]
