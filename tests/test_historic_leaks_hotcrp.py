"""What HotCRP leaked over twenty years, asked of this site. A docstring says when, and where."""

from __future__ import annotations

import re

import pytest
from committee import INNER, SEALED, WHO, answer
from forms import ADA, typed
from leak_world import UNKNOWN, Leaks, browser, changes, facts, get, headers, seen, stays, text
from posting_factories import give
from review_factories import assign, bar, make_review
from schedule_factories import make_session

from reviews.models import Assignment
from submissions.models import Author, Submission
from workshop.models import Barrier, Letter, Role, User

pytest_plugins = ["leak_fixtures"]
pytestmark = [pytest.mark.django_db, pytest.mark.breaks_invariants]

OF_AN_AUTHOR = [
    "/account/",
    "/credit/submissions/",
    "/credit/submissions/1/",
    "/api/v1/workshops/credit/submissions/",
    "/api/v1/workshops/credit/submissions/1/",
]
OF_AN_ORGANIZER = [
    "/credit/organize/",
    "/credit/organize/submissions/",
    "/credit/organize/assignment/",
    "/credit/organize/reviews/",
    "/credit/organize/reviews/remind/",
    "/credit/organize/decisions/",
    "/credit/organize/release/",
    "/credit/organize/journal/",
    "/credit/organize/letters/",
]


def owners() -> list[list[object]]:
    """Every row that says who owns or may do something."""
    tables = [Author.objects, Role.everywhere, Barrier.everywhere]
    rows: list[list[object]] = [list(table.order_by("pk").values()) for table in tables]
    submitters = Submission.everywhere.order_by("pk").values_list("pk", "submitter")
    return [*rows, list(submitters), list(User.objects.order_by("pk").values_list("pk", "email"))]


def test_a_save_that_changes_nothing_makes_nobody_an_author(here: Leaks) -> None:
    """HotCRP 2026, GHSA-v8jx-vq6p-jq52: an empty POST made a reviewer a contact author."""
    here.story.workshop.deadlines.filter(step="submit").update(closes_at="2030-01-01T00:00Z")
    before, mine = owners(), {"author": "9", "author-9-name": "Me", "contacts": "me"}
    for user in (here.story.olga, here.story.reviewers[0], here.rae, here.story.eve, here.wilma):
        own = mine | {"author-9-email": user.email, "corresponding": "9", "submitter": user.pk}
        for body in ({}, {"number": "1"}, {"act": "save", "version": "1", **own}):
            answered = browser(user).post("/credit/submissions/1/edit/", body)
            assert (user.name, answered.status_code) == (user.name, 404)
    assert owners() == before
    named = typed(here.workshop, ADA, ("Cy Cole", "cy@example.org", "Elsewhere", ""), version="1")
    assert browser(here.story.ada).post("/credit/submissions/1/edit/", named).status_code == 302
    assert owners() != before


def test_a_search_finds_no_hidden_submission(here: Leaks) -> None:
    """HotCRP 2026, CVE-2026-55493: a search by name found whose hidden comments there were."""
    url = "/credit/organize/submissions/?q="
    for word in ("ada", "bobexampl", "Ada", "bob"):
        nonsense = "z" * len(word)
        found, nothing = (str(each) for each in seen(here.story.carl, url + word, url + nonsense))
        assert found.replace(word, "…") == nothing.replace(nonsense, "…")
    assert "/organize/submissions/1/" in text(here.story.olga, url + "ada")


def test_what_an_author_asks_for_takes_no_time_in_the_committee_s_tables(here: Leaks) -> None:
    """HotCRP 2026, GHSA-fr3q-pp37-9wcg: a search took longer for who reviews one's own paper."""
    for url in OF_AN_AUTHOR:
        for query in ("", "?q=ana@zq7quill.example", "?reviewer=1&sort=reviewer"):
            asked = get(here.story.ada, url + query).queries
            assert [sql for sql in asked if '"reviews_' in sql] == []
    decisions = get(here.story.olga, "/credit/organize/decisions/").queries
    assert any('"reviews_' in sql for sql in decisions)


def test_assigning_to_a_hidden_submission_is_refused_as_to_one_that_is_not_there(
    here: Leaks,
) -> None:
    """HotCRP 2026, GHSA-pwrf-v6wh-9qc5: the errors of a bulk assignment told who follows what."""
    for reviewer in (*here.story.committee, here.rae):
        for act in ("assign", "move", "unassign"):
            url = f"/credit/organize/assignment/{act}/"
            tried = [
                facts(answer(browser(here.story.carl), "post", url, data=sent))
                for sent in (
                    {"submission": n, "reviewer": str(reviewer.pk), "given": f"{n}-{reviewer.pk}"}
                    for n in ("1", "99")
                )
            ]
            assert tried[0] == tried[1]
    sent = {"given": f"1-{here.rae.pk}"}
    assert "taken back already" in browser(here.story.olga).post(url, sent).content.decode()
    sent["given"] = f"1-{here.story.reviewers[0].pk}"
    assert "has begun to review" in browser(here.story.olga).post(url, sent).content.decode()


def test_asking_somebody_to_review_does_not_tell_why_they_could_not(here: Leaks) -> None:
    """HotCRP 2026, GHSA-4v58-pj7j-xc8j: a refused request said which reason it was."""
    told, url = [], "/credit/organize/reviewers/invite/"
    for email in (here.story.ada.email, here.story.carl.email, UNKNOWN):
        sent = {"addresses": email, "load": "4", "act": "send", "invite": email}
        found = answer(browser(here.story.olga), "post", url, data=sent)
        told.append((found.status, found.headers, len(found.queries)))
    assert told == [told[0]] * 3
    for known in (here.rae.email, "ana@zq7quill.example"):  # both are on the page of reviewers
        sent["addresses"] = sent["invite"] = known
        assert browser(here.story.olga).post(url, sent).status_code == 409


def test_a_filter_by_state_does_not_tell_the_state_of_a_hidden_submission(here: Leaks) -> None:
    """HotCRP 2026, 75cfd0ff3: a search by preference told of submissions that were hidden."""
    urls = [f"/credit/organize/submissions/?status={s}" for s in ("", "submitted", "withdrawn")]

    def act() -> None:
        here.workshop.submissions.filter(number=1).update(status="withdrawn")

    stays(here.story.carl, act, *urls)
    here.workshop.submissions.filter(number=1).update(status="submitted")
    changes(here.story.olga, act, *urls)


def test_what_is_hidden_is_refused_before_what_was_typed_is_looked_at(here: Leaks) -> None:
    """HotCRP 2026, 4cbc0b45b: which of two errors came first told what was there."""
    carl = here.story.carl
    wrong = {"outcome": "nonsense", "note": "x" * 6000, "version": "x", "reason": ""}
    for page in ("decisions/{}/", "submissions/{}/reject/", "submissions/{}/change/"):
        hidden, absent = (f"/credit/organize/{page.format(n)}" for n in (1, 99))
        for sent in ({}, wrong, {"outcome": "oral", "version": "1", "reason": "Out of scope."}):
            tried = [facts(answer(browser(carl), "post", u, data=sent)) for u in (hidden, absent)]
            assert tried[0] == tried[1]
            assert tried[0][0] == 404
    assert browser(here.story.olga).post("/credit/organize/decisions/1/", wrong).status_code == 200


def test_a_table_to_take_along_holds_no_hidden_row_and_nobody_s_opinion(here: Leaks) -> None:
    """HotCRP 2026, abb9a0cb9: the export of review preferences went further than the pages."""
    csv = "/credit/organize/submissions/submissions.csv"
    carls, olgas = text(here.story.carl, csv), text(here.story.olga, csv)
    assert "ada@example.org" in olgas
    assert "eve@example.org" in carls
    assert "ada@example.org" not in carls
    assert [marker for marker in (WHO, SEALED, INNER) if marker in olgas] == []


def test_the_answer_to_not_yours_is_that_to_not_there_by_every_method(here: Leaks) -> None:
    """HotCRP 2026, db9293f0e: the status told which submissions there are."""
    for user in (here.story.eve, here.rae):
        client = browser(user)
        for page in ("submissions/{}/", "submissions/{}/edit/", "review/{}/"):
            for method in ("get", "head", "options", "post", "put", "delete"):
                urls = [f"/credit/{page.format(n)}" for n in (1, 99)]
                one, other = (facts(answer(client, method, url)) for url in urls)
                assert one == other
                assert one[0] == 404
    assert get(here.story.ada, "/credit/submissions/1/").status == 200


def test_the_api_gives_nobody_s_address_but_to_co_authors(here: Leaks) -> None:
    """HotCRP 2026, 94fc10ce2: the account API answered for accounts of others."""
    here.story.take("notify")
    accepted = here.workshop.submissions.get(number=2)
    give(accepted, "page")
    api = "/api/v1/workshops/"
    urls = [api, *(f"{api}credit/{p}" for p in ("", "papers/", "papers/2/", "submissions/"))]
    for user in (None, here.wilma, here.story.committee[-1]):
        asked = urls[:-1] if user is None else urls
        assert "@" not in text(user, *asked, f"{api}credit/papers/?email=ada@example.org")
    reviewing = text(here.story.committee[-1], f"{api}credit/review/", f"{api}credit/review/2/")
    assert "@" not in reviewing
    assert "author eve" in reviewing
    assert "bob@example.org" in text(here.story.ada, f"{api}credit/submissions/1/")


def test_a_proposal_by_machine_touches_and_tells_nothing_hidden(here: Leaks) -> None:
    """HotCRP 2026, d106029ca: the API of the automatic assignment showed what its user could not.

    The one who proposes has a conflict with the first submission, which has room for reviewers.
    """
    first = here.workshop.assignments.filter(submission=here.story.first)
    given = list(first.values())
    sent = {"wanted": "2", "keep": "1"}
    answered = browser(here.story.carl).post(
        "/credit/organize/assignment/propose/", sent, follow=True
    )
    assert answered.status_code == 200
    assert list(first.values()) == given
    said = re.search(r"(\d+) proposed; (\d+) reviewer", answered.content.decode())
    made = here.workshop.assignments.filter(state=Assignment.State.PROPOSED).count()
    assert said is None or int(said[1]) == made
    assert b"On Paper 1<" not in answered.content


def test_a_letter_is_previewed_only_to_who_may_read_what_is_in_it(here: Leaks) -> None:
    """HotCRP 2026-07, d414a9309: a mail template was expanded with what its sender cannot see."""
    url = "/credit/organize/release/?letter="
    hidden, absent = seen(here.story.carl, url + "1:1", url + "99:1")
    assert hidden == absent
    assert SEALED not in text(here.story.carl, url + "1:1")
    assert f"{SEALED} note" in text(here.story.olga, url + "1:1")


def test_no_document_of_a_stranger_is_run_on_the_site(here: Leaks) -> None:
    """HotCRP 2026, CVE-2026-25156: uploaded HTML was shown inline, with the reader's session."""
    paper = here.story.first.papers.get()
    paper.name = "paper.html"
    paper.save()
    for user, url in (
        (here.story.ada, "/credit/submissions/1/paper.pdf"),
        (here.story.olga, "/credit/organize/submissions/1/paper.pdf"),
        (here.story.reviewers[0], "/credit/review/1/paper.pdf"),
        (here.story.reviewers[0], "/credit/review/papers.zip"),
    ):
        said = headers(user, url)
        assert said["Content-Disposition"].startswith("attachment"), url
        assert said["Content-Type"] in ("application/pdf", "application/zip")
        assert said["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert said["X-Content-Type-Options"] == "nosniff"


def test_a_document_is_looked_for_only_below_its_own_workshop(here: Leaks) -> None:
    """HotCRP 2026, CVE-2026-23878: a document's id was looked up without its submission's."""
    here.workshop.submissions.create(number=7, title="Only here", begun_at=here.story.at,
                                     saved_at=here.story.at)  # fmt: skip
    make_session(here.workshop, number=5)
    for user, path in (
        (here.story.olga, "/other/organize/submissions/1/paper.pdf"),
        (here.wilma, "/credit/organize/submissions/1/paper.pdf"),
        (here.wilma, "/other/organize/submissions/7/"),
        (here.wilma, "/other/organize/schedule/sessions/5/"),
        (here.story.reviewers[0], "/other/review/1/paper.pdf"),
    ):
        assert (path, get(user, path).status) == (path, 404)
    letter = Letter.everywhere.get(workshop=here.other, revision=77)
    assert get(here.story.olga, f"/credit/organize/letters/{letter.message_id}/").status == 404
    assert get(here.wilma, f"/other/organize/letters/{letter.message_id}/").status == 200


def test_a_column_to_sort_by_is_one_of_a_list_and_never_run(here: Leaks) -> None:
    """HotCRP 2026, CVE-2026-23836: the text of a formula was run."""
    url = "/credit/organize/decisions/?sort="
    words = ["zzzzzzzzz", "__class__", "mean.real", "decision_", "_rank.py_"]
    shown = seen(here.story.olga, *(url + word for word in words))
    plain, *others = (str(each).replace(word, "…") for each, word in zip(shown, words, strict=True))
    assert others == [plain] * 4
    upwards, downwards = seen(here.story.olga, url + "mean", url + "-mean")
    assert upwards != downwards


def test_an_author_does_not_see_whether_somebody_has_a_conflict(here: Leaks) -> None:
    """HotCRP 2026, 5015cdfcb: authors were shown of what kind the conflicts with them were."""

    def act() -> None:
        bar(here.rae, here.story.first)
        here.workshop.conflicts.filter(user=here.story.carl).update(source="affiliation")

    stays(here.story.ada, act, *OF_AN_AUTHOR, "/credit/submissions/1/edit/")
    assert f"{INNER} evidence" in text(here.story.olga, "/credit/organize/conflicts/")


def one_more_review(here: Leaks) -> None:
    make_review(assign(here.story.first, here.rae), rating=1)


def test_an_author_cannot_tell_how_many_reviews_there_are(here: Leaks) -> None:
    """HotCRP 2024, 584227701: the number of reviews was shown before they were."""
    stays(here.story.ada, lambda: one_more_review(here), *OF_AN_AUTHOR)
    here.workshop.assignments.filter(reviewer=here.rae, submission=here.story.first).delete()
    changes(here.story.olga, lambda: one_more_review(here), "/credit/organize/reviews/")


def test_an_author_cannot_tell_when_a_review_was_saved(here: Leaks) -> None:
    """HotCRP 2024, 819e17014: “last update” of a submission moved with its reviews."""

    def act() -> None:
        here.workshop.reviews.update(saved_at="2027-05-05T05:05Z", submitted_at="2027-05-05T05:05Z")

    stays(here.story.ada, act, *OF_AN_AUTHOR)
    shown = get(here.story.olga, "/credit/organize/reviews/1/").body
    assert b"5 May" in shown or b"2027-05-05" in shown


def test_an_author_cannot_tell_to_how_many_a_paper_was_given(here: Leaks) -> None:
    """HotCRP 2020, b0c628c89: the number of assignments was shown to authors."""

    def act() -> None:
        assign(here.story.first, here.rae)

    shown = seen(here.story.carl, *OF_AN_ORGANIZER)
    stays(here.story.ada, act, *OF_AN_AUTHOR)
    assert seen(here.story.carl, *OF_AN_ORGANIZER) == shown
    given = here.workshop.assignments.filter(reviewer=here.rae, submission=here.story.first)
    changes(here.story.olga, given.delete, *OF_AN_ORGANIZER[2:3])


def test_the_curve_of_the_reviews_does_not_move_with_a_hidden_one(here: Leaks) -> None:
    """HotCRP 2017, e8860f37e: the “procrastination graph” counted the reviews of one's own."""
    stays(here.story.carl, lambda: one_more_review(here), "/credit/organize/reviews/")
    for user in (here.story.ada, here.story.reviewers[0]):
        assert get(user, "/credit/organize/reviews/").status == 404
