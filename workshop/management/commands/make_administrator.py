"""Make somebody an administrator of the site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from workshop.accounts import account_for
from workshop.audience import Audience, audience


@audience(Audience.ADMINISTRATOR)
class Command(BaseCommand):
    help = "Make the owner of an e-mail address an administrator; makes the account if need be."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")

    @transaction.atomic
    def handle(self, *, address: str, **_options: Any) -> None:
        try:
            validate_email(address)
        except ValidationError:
            raise CommandError(
                f"{address!r} is no e-mail address. Write it in full, as in name@university.edu."
            ) from None
        user = account_for(address)
        user.is_administrator = True
        user.save(update_fields=["is_administrator"])
        link = f"{settings.SITE_URL}{reverse('sign_in')}"
        self.stdout.write(f"{address.lower()} is an administrator now, and signs in at {link}")
