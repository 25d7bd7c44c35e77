"""Looking at the site as somebody else: nothing is changed, whatever is sent."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils.crypto import get_random_string
from view_as_fixtures import those_here  # noqa: F401
from view_as_story import ADA, Here, body, mine, said, urls

from submissions.status import Status
from workshop.errors import Refused
from workshop.models import User
from workshop.viewing import NOT_YOUR_FORM, NOTHING_CHANGES, only_reading

pytestmark = pytest.mark.django_db


def rows() -> dict[str, list[tuple[object, ...]]]:
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models()
    }


def test_no_form_changes_a_row(here: Here) -> None:
    client = here.looking(ADA)
    before = rows()
    for url in urls(here, numbers=(1,))[::4]:  # all of them: the campaign
        answer = client.post(url)
        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    for whom in (here.rita, "public:"):
        client = here.looking(whom)
        for send in (client.put, client.delete, client.patch, client.options, client.post):
            answer = send("/credit/review/conflicts/")
            assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert NOTHING_CHANGES in answer.content.decode()
    kept = {"sessions.Session", "workshop.Entry", "workshop.User"}
    now = rows()
    assert {label for label in now if now[label] != before[label]} <= kept
    assert here.workshop.entries.count() == 3


def test_no_page_changes_a_row_or_sets_a_cookie_or_is_kept(here: Here) -> None:
    client = here.looking(ADA)
    # A browser that has sent a form has the cookie of forms.
    client.cookies["csrf"] = get_random_string(32)
    before = rows()
    for url in mine(here)[::2]:
        answer = client.get(url)
        body(answer)  # to its end, which closes a file
        assert answer.cookies.output() == ""
        assert answer["Cache-Control"] == "private, no-store"
        assert "Cookie" in answer["Vary"]
    assert client.head("/credit/submissions/").cookies.output() == ""
    assert rows() == before  # the session among them


def test_the_database_itself_refuses(here: Here) -> None:
    user = here.people["ada"]
    with connection.execute_wrapper(only_reading):
        assert User.objects.filter(pk=user.pk).exists()
        for write in (
            user.save,
            here.first.delete,
            lambda: here.workshop.pages.create(slug="new", title="New"),
            lambda: User.objects.update(name=""),
        ):
            with pytest.raises(Refused, match="nothing can be changed"), transaction.atomic():
                write()


def test_messages_wait_for_the_organizer(here: Here) -> None:
    client = here.client("olga")
    client.post("/credit/organize/pages/new/", {"slug": "a", "title": "A", "body": "B"})
    client.post("/credit/organize/view-as/", {"whom": ADA})
    here.workshop.submissions.filter(pk=here.first.pk).update(status=Status.REJECTED)
    assert client.get("/credit/submissions/1/withdraw/").status_code == 302
    page = said(client, "/credit/submissions/")
    assert "The page is on the site" not in page
    assert "nothing to withdraw" not in page
    client.post("/credit/organize/view-as/leave/")
    assert "The page is on the site" in said(client, "/credit/organize/view-as/")


def test_a_form_left_open_is_not_taken_for_the_organizers_own(here: Here) -> None:
    """Otto reviews too: the reviewer's form that he saw as Rita would declare his conflicts."""
    client = here.client("otto", enforce_csrf_checks=True)
    page = said(client, "/credit/organize/view-as/")
    client.post("/credit/organize/view-as/", {"whom": here.rita, **tokens(page)[0]})
    conflicts = said(client, "/credit/review/conflicts/")
    own, *_, form = tokens(conflicts)
    assert client.post("/credit/organize/view-as/leave/", form).status_code == 403
    assert client.post("/credit/organize/view-as/leave/", own).status_code == 302
    for origin in ({}, {"origin": "http://127.0.0.1:8000"}):
        sent = {"numbers": "1", **form}
        answer = client.post("/credit/review/conflicts/", sent, headers=origin)
        assert answer.status_code == 403
        assert NOT_YOUR_FORM in answer.content.decode()
    assert not here.workshop.conflicts.filter(user=here.people["otto"]).exists()


def tokens(page: str) -> list[dict[str, str]]:
    found = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    return [{"csrfmiddlewaretoken": token} for token in found]
