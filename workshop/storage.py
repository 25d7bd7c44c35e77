"""Where papers are kept: in a folder, or in a bucket that speaks S3."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

NEEDED = ("S3_BUCKET", "S3_ACCESS_KEY", "S3_SECRET_KEY")
NAMES = (*NEEDED, "S3_ENDPOINT", "S3_REGION")
# A larger paper on its way out is on the disk meanwhile.
IN_MEMORY = 2_500_000


def chosen(environment: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """What STORAGES has to say: the bucket if one is named, otherwise the folder."""
    given = {name: environment.get(name, "").strip() for name in NAMES}
    if any(given.values()):
        return bucket(given)
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(folder)},
    }


def bucket(given: Mapping[str, str]) -> dict[str, Any]:
    """Raises ImproperlyConfigured for what could not work; nothing is asked over the network."""
    missing = [name for name in NEEDED if not given[name]]
    if missing:
        raise ImproperlyConfigured(f"Papers in a bucket need {', '.join(missing)} as well.")
    endpoint = urlsplit(given["S3_ENDPOINT"])
    if given["S3_ENDPOINT"] and (endpoint.scheme not in ("http", "https") or not endpoint.hostname):
        raise ImproperlyConfigured("S3_ENDPOINT must look like https://host, or be left out.")
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": given["S3_BUCKET"],
            "access_key": given["S3_ACCESS_KEY"],
            "secret_key": given["S3_SECRET_KEY"],
            "endpoint_url": given["S3_ENDPOINT"] or None,
            "region_name": given["S3_REGION"] or "us-east-1",
            "client_config": _manner(path_style=bool(given["S3_ENDPOINT"])),
            "max_memory_size": IN_MEMORY,
        },
    }


def failures() -> tuple[type[Exception], ...]:
    """What the store raises while it is full, locked or out of reach."""
    if "boto3" not in sys.modules:
        return (OSError,)
    # Loaded by the store itself, and only where there is a bucket.
    from boto3.exceptions import Boto3Error  # type: ignore[import-untyped]  # noqa: PLC0415
    from botocore.exceptions import (  # type: ignore[import-untyped]  # noqa: PLC0415
        BotoCoreError,
        ClientError,
    )

    return (OSError, Boto3Error, BotoCoreError, ClientError)


def _manner(*, path_style: bool) -> object:
    """How the bucket is spoken to: patiently, but nobody waits for minutes."""
    # A tenth of a second, needed by few.
    from botocore.config import Config  # type: ignore[import-untyped]  # noqa: PLC0415

    return Config(
        signature_version="s3v4",
        # A name before the host is understood by Amazon, and by few others.
        s3={"addressing_style": "path" if path_style else "auto"},
        # Checksums that Amazon invented in 2025 are refused by many others.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        connect_timeout=5,
        read_timeout=30,
        retries={"mode": "standard", "total_max_attempts": 3},
    )
