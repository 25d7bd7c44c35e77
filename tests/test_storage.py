"""Papers in a bucket: the same site, against a server that speaks S3."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import EndpointConnectionError  # type: ignore[import-untyped]
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage, storages
from django.test import Client
from django.utils import timezone
from factories import AT, make_organizer, make_submission, make_user, make_workshop
from forms import pdf, typed
from pytest_django import Settings
from services import free_port

from submissions import inspection, uploads
from submissions.models import PaperVersion
from workshop import storage
from workshop.management import invariants

KEYS = {"S3_ACCESS_KEY": "workshop", "S3_SECRET_KEY": "not/a+secret"}
BUCKET = {**KEYS, "S3_BUCKET": "papers-of-ours"}
NOWHERE = Path("/nowhere")


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of a server that speaks S3."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    from moto.server import ThreadedMotoServer  # takes long

    server = ThreadedMotoServer("127.0.0.1", free_port(), verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def in_s3(s3: str, settings: Settings) -> Iterator[None]:
    """The site's papers are in a bucket, which is as private and as empty as it was made."""
    chosen = storage.chosen({**BUCKET, "S3_ENDPOINT": s3}, NOWHERE)
    settings.STORAGES = {**settings.STORAGES, "default": chosen}
    bucket = storages["default"].bucket  # type: ignore[attr-defined]
    bucket.create()
    yield
    bucket.objects.delete()
    bucket.delete()


@pytest.mark.django_db
@pytest.mark.breaks_invariants  # they would look for the files in the folder
def test_a_paper_goes_its_whole_way_through_a_bucket(in_s3: None, client: Client) -> None:
    workshop = make_workshop("credit")
    ada, clara = make_user("ada@example.org", "Ada"), make_organizer(workshop)
    client.force_login(ada)
    paper = pdf(pages=3)
    body = paper.read()
    paper.seek(0)
    client.post("/credit/submissions/new/", {**typed(workshop), "paper": paper})
    assert invariants.broken() == []
    key = str(workshop.submissions.get().papers.get().file.name)
    assert default_storage.listdir("papers") == ([], [key.removeprefix("papers/")])

    assert inspection.inspect_waiting(timezone.now()) == 1
    inspected = workshop.submissions.get().papers.get()
    assert (inspected.finding, inspected.pages) == ("fine", 3)

    answer = client.get("/credit/submissions/1/paper.pdf")
    assert answer["Content-Length"] == str(len(body))
    assert b"".join(answer) == body

    client.force_login(clara)
    archive = b"".join(client.get("/credit/organize/submissions/papers.zip"))
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        assert [files.read(name) for name in files.namelist()] == [body]


@pytest.mark.django_db
@pytest.mark.breaks_invariants
def test_a_paper_that_is_gone_from_the_bucket_is_no_page(in_s3: None, client: Client) -> None:
    workshop = make_workshop("credit")
    ada, clara = make_user("ada@example.org", "Ada"), make_organizer(workshop)
    upload = uploads.stored(pdf())
    gone = uploads.attach(make_submission(workshop, ada), upload, AT)
    default_storage.delete(upload.key)
    client.force_login(ada)
    assert client.get("/credit/submissions/1/paper.pdf").status_code == 404
    client.force_login(clara)
    archive = b"".join(client.get("/credit/organize/submissions/papers.zip"))
    assert zipfile.ZipFile(io.BytesIO(archive)).namelist() == []
    inspection.inspect(gone, AT)
    gone.refresh_from_db()
    assert gone.finding == "not-a-pdf"


@pytest.mark.django_db
@pytest.mark.breaks_invariants
def test_what_nobody_saved_is_removed_from_the_bucket_after_a_day(in_s3: None) -> None:
    left, attached = uploads.stored(pdf()), uploads.stored(pdf())
    uploads.attach(make_submission(make_workshop("credit")), attached, AT)
    now = timezone.now()
    assert uploads.remove_unattached(now) == 0
    cache.clear()
    assert uploads.remove_unattached(now + timedelta(days=2)) == 1
    assert [default_storage.exists(key) for key in (left.key, attached.key)] == [False, True]


@pytest.mark.django_db
def test_before_the_first_paper_there_is_nothing_to_remove(
    settings: Settings, tmp_path: Path
) -> None:
    folder = storage.chosen({}, tmp_path / "not-there-yet")
    settings.STORAGES = {**settings.STORAGES, "default": folder}
    assert uploads.remove_unattached(AT) == 0


def test_nobody_reads_a_paper_past_the_site(in_s3: None, s3: str) -> None:
    upload = uploads.stored(pdf())
    with closing(HTTPConnection(urlsplit(s3).netloc)) as anybody:
        anybody.request("GET", f"/{BUCKET['S3_BUCKET']}/{upload.key}")
        assert anybody.getresponse().status == 403


def test_a_bucket_that_does_not_answer_holds_nobody_up_for_long(settings: Settings) -> None:
    nobody = {**BUCKET, "S3_ENDPOINT": f"http://127.0.0.1:{free_port()}"}
    chosen = storage.chosen(nobody, NOWHERE)
    settings.STORAGES = {**settings.STORAGES, "default": chosen}
    with pytest.raises(EndpointConnectionError):
        default_storage.exists("papers/any.pdf")


@pytest.mark.django_db
def test_while_nothing_can_be_kept_an_author_is_told_and_loses_nothing(
    settings: Settings, client: Client
) -> None:
    ada = make_user("ada@example.org")
    workshop = make_workshop("credit", call="open", at=timezone.now())
    kept = uploads.token(uploads.stored(pdf()), ada)
    nobody = {**BUCKET, "S3_ENDPOINT": f"http://127.0.0.1:{free_port()}"}
    settings.STORAGES = {**settings.STORAGES, "default": storage.chosen(nobody, NOWHERE)}
    client.force_login(ada)
    answer = client.post(
        "/credit/submissions/new/", typed(workshop, title="Kept words", paper=pdf())
    )
    assert "The site could not keep this file just now." in answer.content.decode()
    assert "Kept words" in answer.content.decode()
    assert not workshop.submissions.exists()
    # A file that came before goes with what is sent next.
    client.post("/credit/submissions/new/", typed(workshop, kept=kept))
    assert PaperVersion.objects.count() == 1


def test_without_a_bucket_papers_are_in_a_folder() -> None:
    chosen = storage.chosen(dict.fromkeys(storage.NAMES, " "), Path("/papers"))
    assert chosen["OPTIONS"] == {"location": "/papers"}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"S3_BUCKET": "ours"}, "Papers in a bucket need S3_ACCESS_KEY, S3_SECRET_KEY as well."),
        (KEYS, "Papers in a bucket need S3_BUCKET as well."),
        (
            {**BUCKET, "S3_ENDPOINT": "minio:9000"},
            "S3_ENDPOINT must look like https://host, or be left out.",
        ),
    ],
)
def test_half_a_bucket_is_refused_and_no_secret_is_said(
    given: dict[str, str], sentence: str
) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        storage.chosen(given, NOWHERE)
    assert str(refused.value) == sentence
