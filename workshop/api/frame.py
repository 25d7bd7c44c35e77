"""One decorator for every endpoint: who it is for, and by which serializer it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import update_wrapper, wraps
from typing import Any, cast

from django.http.response import HttpResponseBase
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request as Asked
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from workshop.api.errors import MEANINGS, ErrorSerializer
from workshop.api.paging import Pages
from workshop.audience import Audience, declare, is_meant_for, name_of
from workshop.http import PUBLICLY, Request

Find = Callable[..., Any]
Shape = type[BaseSerializer[Any]]


def endpoint(
    who: Audience, shape: Shape, *, many: bool = False, errors: Iterable[int] = (404,)
) -> Callable[[Find], Callable[..., HttpResponseBase]]:
    """Make an endpoint of a function that finds what is asked for.

    It is handed the request as views are. What it returns goes out through the serializer and in
    no other way, `many` rows in pages. What is for everyone touches no session, and a cache may
    keep it; all else asks who is there before anything is looked up.
    """
    is_public = who is Audience.PUBLIC
    if not is_meant_for(shape, who):
        raise TypeError(f"{shape.__name__} is not declared for this audience: {who.value}.")

    def make(find: Find) -> Callable[..., HttpResponseBase]:
        @wraps(find)
        def answer(asked: Asked, **named: Any) -> Response:
            request = cast("Request", asked._request)  # noqa: SLF001
            found = find(request, **named)
            response = _in_pages(asked, found, shape) if many else _whole(request, found, shape)
            if is_public:
                response.headers["Cache-Control"] = PUBLICLY
            return response

        authentication_classes([] if is_public else [SessionAuthentication])(answer)
        permission_classes([AllowAny if is_public else IsAuthenticated])(answer)
        view = api_view(["GET", "HEAD"])(answer)  # type: ignore[arg-type]
        view.cls.http_method_names = ["get", "head", "options"]  # in this order, in every process
        view.cls.pagination_class = Pages if many else None  # type: ignore[attr-defined]
        view.cls.shape = shape  # type: ignore[attr-defined]
        codes = sorted(errors if is_public else {*errors, 403})
        refusals = {code: OpenApiResponse(ErrorSerializer, MEANINGS[code]) for code in codes}
        extend_schema(
            operation_id=find.__name__,
            responses={200: shape(many=many), **refusals},
            tags=["For everyone" if is_public else "For who is signed in"],
        )(view)
        declare(name_of(find), who)
        return update_wrapper(view, find)

    return make


def _whole(request: Request, found: Any, shape: Shape) -> Response:
    return Response(shape(found, context={"at": request.at}).data)


def _in_pages(asked: Asked, found: Any, shape: Shape) -> Response:
    pages, request = Pages(), cast("Request", asked._request)  # noqa: SLF001
    page: Any = pages.paginate_queryset(found, asked)
    return pages.get_paginated_response(shape(page, many=True, context={"at": request.at}).data)
