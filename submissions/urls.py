"""The submissions' addresses below a workshop's."""

from __future__ import annotations

from django.urls import path

from submissions.views import author, editing, organizer, papers

urlpatterns = [
    path("submissions/", author.submissions, name="submissions"),
    path("submissions/new/", editing.new, name="new_submission"),
    path("submissions/<int:number>/", author.submission, name="submission"),
    path("submissions/<int:number>/edit/", editing.edit, name="edit_submission"),
    path("submissions/<int:number>/withdraw/", author.withdraw, name="withdraw_submission"),
    path("submissions/<int:number>/paper.pdf", papers.own_paper, name="own_paper"),
    path("organize/submissions/", organizer.submissions, name="organize_submissions"),
    path("organize/submissions/late/", organizer.add_late, name="add_late_submission"),
    path("organize/submissions/papers.zip", papers.all_papers, name="all_papers"),
    path("organize/submissions/submissions.csv", organizer.as_csv, name="submissions_csv"),
    path("organize/submissions/<int:number>/", organizer.submission, name="organize_submission"),
    path("organize/submissions/<int:number>/paper.pdf", papers.paper, name="organized_paper"),
    path("organize/submissions/<int:number>/reject/", organizer.desk_reject, name="desk_reject"),
]
