"""The submissions' addresses in the API, below a workshop's."""

from __future__ import annotations

from django.urls import path

from submissions.api import own, posted

urlpatterns = [
    path("papers/", posted.papers, name="api_papers"),
    path("papers/<int:number>/", posted.paper, name="api_paper"),
    path("submissions/", own.submissions, name="api_submissions"),
    path("submissions/<int:number>/", own.submission, name="api_submission"),
]
