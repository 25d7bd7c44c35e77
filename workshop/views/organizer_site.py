"""The workshop's site as its organizers set it up: settings and free pages."""

from __future__ import annotations

from copy import copy

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from workshop import site
from workshop.audience import Audience, audience
from workshop.errors import Refused, Stale
from workshop.forms import problems_of, refuse
from workshop.http import SignedIn, signed_in, whole
from workshop.models import Page, Workshop
from workshop.organizer_forms import NewPageForm, PageForm, SettingsForm
from workshop.permissions import organized_workshop
from workshop.views.organizing import Question, after_refusal, ask, show


@audience(Audience.ORGANIZER)
@signed_in
def settings(request: SignedIn, slug: str) -> HttpResponse:
    workshop = organized_workshop(request.user, slug)
    form, refused = SettingsForm(request.POST or None, instance=copy(workshop)), None
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            changed = site.change_settings(
                workshop, form.facts(), version=version, by=request.user, at=request.at
            )
        except Refused as refusal:
            form, refused = after_refusal(form, refusal), refusal
        else:
            messages.success(request, _said(changed=changed))
            return redirect("organize_site", slug)
    context = {"form": form, "problems": problems_of(form)}
    return show(request, "site", workshop, context, refusal=refused)


def _said(*, changed: bool) -> str:
    return "Saved." if changed else "Nothing was changed."


@audience(Audience.ORGANIZER)
@signed_in
def pages(request: SignedIn, slug: str) -> HttpResponse:
    workshop = organized_workshop(request.user, slug)
    return show(request, "pages", workshop, {"pages": workshop.pages.all()})


@audience(Audience.ORGANIZER)
@signed_in
def new_page(request: SignedIn, slug: str) -> HttpResponse:
    workshop = organized_workshop(request.user, slug)
    form, refused = NewPageForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            page = site.add_page(workshop, **form.cleaned_data, by=request.user, at=request.at)
        except Refused as refusal:
            refuse(form, refused := refusal)
        else:
            messages.success(request, f"The page is on the site, at {page.get_absolute_url()}")
            return redirect("organize_pages", slug)
    context = {"form": form, "problems": problems_of(form)}
    return show(request, "page", workshop, context, refusal=refused)


@audience(Audience.ORGANIZER)
@signed_in
def edit_page(request: SignedIn, slug: str, page: str) -> HttpResponse:
    workshop = organized_workshop(request.user, slug)
    row = get_object_or_404(workshop.pages, slug=page)
    form, refused = PageForm(request.POST or None, initial=model_to_dict(row)), None
    if request.method == "POST" and form.is_valid():
        try:
            changed = site.change_page(row, **form.cleaned_data, by=request.user, at=request.at)
        except Refused as refusal:
            form, refused = _typed_again(request, row, refusal), refusal
        else:
            messages.success(request, _said(changed=changed))
            return redirect("edit_page", slug, page)
    context = {
        "form": form,
        "problems": problems_of(form),
        "page": row,
        "removing": _removing(workshop, row),
    }
    return show(request, "page", workshop, context, refusal=refused)


def _typed_again(request: SignedIn, row: Page, refusal: Refused) -> PageForm:
    """What was typed; after a stale save it goes by the page as it is saved now."""
    data = request.POST.copy()
    if isinstance(refusal, Stale):
        row.refresh_from_db()
        data["version"] = str(row.version)
    form = PageForm(data, initial=model_to_dict(row))
    refuse(form, refusal)
    return form


@audience(Audience.ORGANIZER)
@signed_in
def remove_page(request: SignedIn, slug: str, page: str) -> HttpResponse:
    """Asks on a GET, acts on a POST."""
    workshop = organized_workshop(request.user, slug)
    row = get_object_or_404(workshop.pages, slug=page)
    question = _removing(workshop, row)
    if request.method != "POST":
        return ask(request, workshop, question)
    version = whole(request.GET.get("version", ""))
    try:
        site.remove_page(row, version=version, by=request.user, at=request.at)
    except Refused as refusal:
        return ask(request, workshop, question, refusal)
    messages.success(request, f"The page “{row}” is removed.")
    return redirect("organize_pages", slug)


def _removing(workshop: Workshop, page: Page) -> Question:
    return Question(
        url=f"{reverse('remove_page', args=[workshop.slug, page.slug])}?version={page.version}",
        act="Remove the page",
        title=f"Remove the page “{page}”?",
        meaning="Its text is gone for good, and links to it lead nowhere.",
        back=reverse("edit_page", args=[workshop.slug, page.slug]),
    )
