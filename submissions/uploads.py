"""Papers on their way in: capped, checked at once, and kept through a form that needs mending."""

from __future__ import annotations

import hashlib
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db.models import Max
from django.http import HttpRequest

from submissions.models import PaperVersion, Submission
from workshop.errors import Refused
from workshop.letters import one_line
from workshop.models import User
from workshop.storage import failures
from workshop.wake import wake

logger = logging.getLogger(__name__)

OUT_OF_REACH = (
    "The site could not keep this file just now. That is not your doing. What you typed is still "
    "here: choose the file again and try once more."
)
TOO_LARGE = "workshop.upload_too_large"
SALT = "submissions.kept-paper"
KEPT_FOR = timedelta(days=1)
# The names by which our forms send files, each with the field that brings it back if kept.
FIELDS = {"paper": "kept", "final": "kept_final", "slides": "kept_slides"}
# Those of files that are read at once and not stored.
READ_AT_ONCE = {"people", "publications", "pdfs"}


class SizeCap(FileUploadHandler):
    """Stops storing a file once it is too large, and says so to the form: never a silent drop.

    The cap is for all that comes by one name, and no form of ours sends a file by another.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.received = dict.fromkeys({*FIELDS, *READ_AT_ONCE}, 0)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.field_name not in self.received:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        field = str(self.field_name)
        self.received[field] += len(raw_data)
        if self.received[field] > settings.MAX_PAPER_BYTES:
            assert self.request is not None
            self.request.META.setdefault(TOO_LARGE, set()).add(field)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


@dataclass(frozen=True)
class Upload:
    """A paper in storage that belongs to no submission yet."""

    key: str
    name: str
    size: int
    sha256: str


def received(request: HttpRequest, user: User, field: str = "paper") -> Upload | None:
    """The file of this request: just uploaded, or kept from a form that came back.

    Raises Refused, with a sentence for beside the file, if it is too large or not a PDF, or if it
    was to have been kept and is there no longer.
    """
    if field in request.META.get(TOO_LARGE, ()):
        limit = settings.MAX_PAPER_BYTES // 1_000_000
        raise Refused(
            f"This file is larger than {limit} MB. Make it smaller, for instance its figures."
        )
    file = request.FILES.get(field)
    if isinstance(file, UploadedFile):
        return stored(file)
    upload = kept(request, user, field)
    if upload is None and request.POST.get(FIELDS[field]):
        raise Refused("Choose the file again: it was kept for a day only.")
    return upload


def stored(file: UploadedFile[bytes]) -> Upload:
    """Put a paper into storage, if it is one; raises Refused."""
    # At byte 0, not somewhere near it: a file that is also something else does not pass.
    if file.read(5) != b"%PDF-":
        raise Refused("This is not a PDF: a PDF begins with “%PDF-”. Export it as PDF.")
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    key = _save(file)
    name = one_line(PurePath(file.name or "paper.pdf").name)[:200]
    return Upload(key, name, file.size or 0, digest.hexdigest())


def _save(file: UploadedFile[bytes]) -> str:
    try:
        return default_storage.save(f"papers/{secrets.token_urlsafe(24)}.pdf", file)
    except failures() as error:
        logger.exception("A paper could not be stored.")
        raise Refused(OUT_OF_REACH) from error


def token(upload: Upload, user: User) -> str:
    """Carries an upload through a form that came back, for this user only."""
    facts = [upload.key, upload.name, upload.size, upload.sha256]
    return signing.dumps(facts, salt=f"{SALT} {user.pk}")  # as with tickets: see workshop/dates.py


def kept(request: HttpRequest, user: User, field: str = "paper") -> Upload | None:
    """The file that came back with the form, if it is this user's."""
    brought = request.POST.get(FIELDS[field], "")
    try:
        facts = signing.loads(brought, salt=f"{SALT} {user.pk}", max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    upload = Upload(*facts)
    return upload if _is_there(upload.key) else None


def _is_there(key: str) -> bool:
    """While the store does not answer, what it was given is believed to be there."""
    try:
        return default_storage.exists(key)
    except failures():
        return True


def attach(
    submission: Submission,
    upload: Upload,
    at: datetime,
    part: PaperVersion.Part = PaperVersion.Part.REVIEW,
) -> PaperVersion:
    """Make the upload the submission's paper, or what else it is. Earlier versions are kept."""
    last = submission.papers.aggregate(last=Max("number"))["last"] or 0
    paper = submission.papers.create(
        number=last + 1,
        part=part,
        file=upload.key,
        name=upload.name,
        size=upload.size,
        sha256=upload.sha256,
        received_at=at,
    )
    wake("submissions.tasks.inspect_paper", paper.pk)
    return paper


def remove_unattached(at: datetime) -> int:
    """Sweep, once an hour: papers a day old that came with a form nobody saved."""
    if not cache.add("submissions.unattached", at, timeout=3600):
        return 0
    attached = set(PaperVersion.objects.values_list("file", flat=True))
    left = [key for key in _all_papers() if key not in attached]
    old = [key for key in left if at - default_storage.get_modified_time(key) > KEPT_FOR]
    for key in old:
        default_storage.delete(key)
    return len(old)


def _all_papers() -> list[str]:
    """The keys of what is in storage; a folder is there from the first paper on."""
    try:
        _, names = default_storage.listdir("papers")
    except FileNotFoundError:
        return []
    return [f"papers/{name}" for name in names]
