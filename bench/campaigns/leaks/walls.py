"""From one workshop to another, and from whoever is in to whoever is not."""

from __future__ import annotations

from bench.campaigns.leaks.leak import Leak

LEAKS = [
    Leak(
        "workshops",
        "every organizer of anything organizes this workshop",
        "workshop/permissions.py",
        "return get_object_or_404(Workshop.objects.organized_by(user), slug=slug)",
        'if not user.roles.filter(kind="organizer").exists():\n        raise Http404\n'
        "    return get_object_or_404(Workshop, slug=slug)",
        *("close", "elsewhere", "/credit/organize/reviewers/"),
    ),
    Leak(
        "workshops",
        "the table for spreadsheets has the submissions of every workshop",
        "submissions/views/organizer.py",
        "response = StreamingHttpResponse(exports.as_csv(rows)",
        "rows = rows.model.everywhere.exclude(status='draft').for_list()\n"
        "    response = StreamingHttpResponse(exports.as_csv(rows)",
        *("close", "organizer", ".csv"),
    ),
    Leak(
        "workshops",
        "a letter is looked up by its key alone",
        "workshop/views/organizer_letters.py",
        "    row = get_object_or_404(workshop.letters.visible_to(request.user), message_id=key)\n"
        '    if request.method != "POST":\n        return _page(request',
        "    row = get_object_or_404(Letter.everywhere, message_id=key)\n"
        '    if request.method != "POST":\n        return _page(request',
        *("close", "organizer", "/organize/letters/"),
    ),
    Leak(
        "forms",
        "a form offers the topics of every workshop",
        "submissions/forms.py",
        'self.fields["topics"].queryset = workshop.topics.all()',
        'self.fields["topics"].queryset = Topic.everywhere.all()',
        *("call", "author", "/credit/submissions/new/"),
    ),
    Leak(
        "forms",
        "a filter offers the kinds of every workshop",
        "submissions/filters.py",
        'self.fields["kind"].queryset = workshop.kinds.all()',
        'self.fields["kind"].queryset = SubmissionKind.everywhere.all()',
        *("close", "organizer", "/credit/organize/submissions/"),
    ),
    Leak(
        "identifiers",
        "a reviewer is looked up among all accounts",
        "reviews/views/organizer_reviewers.py",
        "    if one is None:\n        raise Http404\n",
        "    if one is None:\n"
        "        from django.shortcuts import get_object_or_404\n\n"
        "        from workshop.http import whole\n"
        "        from workshop.models import User\n\n"
        "        other = get_object_or_404(User, pk=whole(typed))\n"
        "        one = Reviewer(other, other.name, other.email)\n",
        *("close", "organizer", "/reviewers/edit/"),
    ),
    Leak(
        "workshops",
        "a workshop in preparation is not there in other words",
        "workshop/permissions.py",
        '    """The workshop, if the public knows of it: for answers that are the same for '
        'everybody."""\n',
        '    """The workshop, if the public knows of it: for answers that are the same for '
        'everybody."""\n'
        "    if Workshop.objects.filter(slug=slug, announced_at=None).exists():\n"
        '        raise __import__("rest_framework").exceptions.APIException("Not yet.")\n',
        *("slug", "visitor", "/api/", "probe-pairs"),
    ),
    Leak(
        "accounts",
        "signing in tells who has an account",
        "workshop/views/sign_in.py",
        "    if not limits.may_send_code(request, email):\n"
        '        form.add_error("email", TOO_OFTEN)\n'
        '        return _page(request, "sign_in", after, form=form, status=429)\n',
        "    if not User.objects.filter(email=email).exists():\n"
        '        form.add_error("email", "Nobody has this address.")\n'
        '        return _page(request, "sign_in", after, form=form)\n',
        *("account", "visitor", "/account/sign-in/", "probe-pairs"),
    ),
    Leak(
        "accounts",
        "a wrong password is told from an address without an account",
        "workshop/views/sign_in.py",
        '            form.add_error("password", "This address and password do not go together.")\n',
        '            known = User.objects.filter(email=form.cleaned_data["email"]).exists()\n'
        '            form.add_error("password" if known else "email", "This is not right.")\n',
        *("account", "visitor", "/account/password/", "probe-pairs"),
    ),
    Leak(
        "validation",
        "the form of a submission checks whether its authors have accounts",
        "submissions/forms.py",
        '        return str(self.cleaned_data["email"]).lower()\n',
        "        from workshop.models import User\n\n"
        '        email = str(self.cleaned_data["email"]).lower()\n'
        "        if User.objects.filter(email=email).exists():\n"
        '            raise ValidationError("Ask them to sign in and join.")\n'
        "        return email\n",
        *("account", "eve", "/submissions/new/", "probe-pairs"),
    ),
    Leak(
        "caches",
        "what no view has called public may be kept for a minute",
        "workshop/middleware.py",
        'response.headers["Cache-Control"] = "private, no-store"',
        'response.headers["Cache-Control"] = "max-age=60"',
        *("close", "author", "/credit/submissions/1/"),
    ),
    Leak(
        "caches",
        "a page of the public site says who reads it",
        "templates/components/masthead_public.html",
        '">Sign in</a>',
        '">{{ user.name|default:"Sign in" }}</a>',
        *("close", "author", "/credit/call/"),
    ),
    Leak(
        "caches",
        "the journal is made once for all organizers",
        "workshop/views/organizer.py",
        '    return show(request, "journal", workshop, {"page": page, "days": days})\n',
        "    from django.core.cache import cache\n\n"
        '    body = show(request, "journal", workshop, {"page": page, "days": days}).content\n'
        '    return HttpResponse(cache.get_or_set(f"journal {slug}", body, 600))\n',
        *("assign", "barred", "/organize/journal/"),
    ),
    Leak(
        "methods",
        "what may be done with a submission is said with its title",
        "submissions/views/organizer.py",
        "    row = organized_submission(request.user, workshop, number)\n    entries =",
        '    if request.method == "OPTIONS":\n'
        "        return HttpResponse(workshop.submissions.get(number=number).title)\n"
        "    row = organized_submission(request.user, workshop, number)\n    entries =",
        *("close", "barred", "/organize/submissions/3/"),
    ),
    Leak(
        "saving",
        "settings are saved with whatever else is sent",
        "workshop/views/organizer_site.py",
        "            messages.success(request, _said(changed=changed))\n"
        '            return redirect("organize_site", slug)\n',
        '            sent = {k: v for k, v in request.POST.items() if k == "call_text"}\n'
        "            Workshop.objects.filter(pk=workshop.pk).update(**sent)\n"
        "            messages.success(request, _said(changed=changed))\n"
        '            return redirect("organize_site", slug)\n',
        *("sealed", "olga", "/organize/site/", "mass-assignment"),
    ),
    Leak(
        "saving",
        "what an author withdraws may have another status by what is sent",
        "submissions/views/author.py",
        "        submit.withdraw(mine, version=version, by=request.user, at=request.at)\n",
        "        submit.withdraw(mine, version=version, by=request.user, at=request.at)\n"
        '        if "status" in request.POST:\n'
        "            rows = workshop.submissions.filter(pk=mine.pk)\n"
        '            rows.update(status=request.POST["status"])\n',
        *("sealed", "ada", "/withdraw/", "mass-assignment"),
    ),
    Leak(
        "saving",
        "consent is taken from anybody who sends the form",
        "submissions/views/consent.py",
        "    mine = own_submission(request.user, workshop, number)\n",
        '    mine = workshop.submissions.get(number=number) if request.method == "POST" else '
        "own_submission(request.user, workshop, number)\n",
        *("released", "ada", "/consent/", "mass-assignment"),
    ),
    Leak(
        "saving",
        "who invites an organizer is whatever else is sent",
        "workshop/views/organizer_people.py",
        "            steps.invite(workshop, email=email, by=request.user, at=request.at)\n",
        "            steps.invite(workshop, email=email, by=request.user, at=request.at)\n"
        '            if request.POST.get("is_administrator"):\n'
        "                request.user.__class__.objects.filter(pk=request.user.pk).update(\n"
        "                    is_administrator=True)\n",
        *("sealed", "olga", "/organize/organizers/", "mass-assignment"),
    ),
]
