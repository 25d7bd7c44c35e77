"""The page that all others are measured by: 20 rows, one query, and what startproject sets up.

With `override_settings(MIDDLEWARE=MIDDLEWARE, ROOT_URLCONF="bench.bare")`.
"""

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from workshop.models import User

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATE = Engine().from_string(
    "<!doctype html><title>Twenty</title><table>"
    "{% for row in rows %}<tr><td>{{ row.pk }}<td>{{ row.name }}<td>{{ row.email }}"
    "<td>{{ row.created_at|date:'j F Y' }}</tr>{% endfor %}</table>"
)


def twenty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(TEMPLATE.render(Context({"rows": User.objects.order_by("pk")[:20]})))


urlpatterns = [path("", twenty)]
