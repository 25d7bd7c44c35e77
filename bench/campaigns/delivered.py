"""Letters as they leave: all that the mail system gets, headers and recipients too."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parseaddr

from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.test import override_settings

from workshop.mail import deliver
from workshop.models import Letter

# What a mail may say beside its text. Whoever else gets it is none of these.
HEADERS = {
    *("Content-Type", "MIME-Version", "Content-Transfer-Encoding"),
    *("Subject", "From", "To", "Reply-To", "Date", "Message-ID"),
}


@override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
def sent(letter: Letter) -> EmailMessage:
    """Delivers it to nobody."""
    mail.outbox = []
    deliver(letter)
    [message] = mail.outbox
    return message


def text_of(message: EmailMessage) -> bytes:
    """All of it, in lower case."""
    headers = "\n".join(f"{name}: {value}" for name, value in message.message().items())
    parts = [headers, *map(str, [message.subject, message.body, *message.attachments])]
    return "\n".join(parts).lower().encode()


def wrong_with(letter: Letter, message: EmailMessage) -> Iterator[str]:
    """Why it goes to somebody else too, or says more than a letter says."""
    to = [each.rpartition("<")[2].rstrip(">") for each in message.recipients()]
    if to != [letter.recipient]:
        yield f"goes to {to}"
    if more := set(message.message().keys()) - HEADERS:
        yield f"has the headers {sorted(more)}"
    name, address = parseaddr(message.from_email)
    known = (letter.workshop.short_name if letter.workshop else settings.SITE_NAME, "")
    if name not in known or address != parseaddr(settings.DEFAULT_FROM_EMAIL)[1]:
        yield f"is from {message.from_email}"
    contact = letter.workshop.contact if letter.workshop else ""
    if message.reply_to not in ([], [contact]):
        yield f"is answered to {message.reply_to}"
    if message.attachments:
        yield "has something attached"
