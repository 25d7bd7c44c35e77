"""Step 3: who reviews, and what."""

from __future__ import annotations

from django.urls import URLPattern, path

from reviews.views import (
    bidding,
    conflicts,
    invitation,
    inviting,
    organizer_assignment,
    organizer_reviewers,
    organizer_runs,
)

urlpatterns: list[URLPattern] = [
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("review/conflicts/", conflicts.declare, name="declare_conflicts"),
    path("review/bids/", bidding.bids, name="place_bids"),
    path("organize/reviewers/", organizer_reviewers.reviewers, name="organize_reviewers"),
    path("organize/reviewers/invite/", inviting.invite_reviewers, name="invite_reviewers"),
    path("organize/reviewers/edit/", organizer_reviewers.edit, name="edit_reviewer"),
    path("organize/reviewers/remove/", organizer_reviewers.remove, name="remove_reviewer"),
    path("organize/reviewers/remind/", organizer_reviewers.remind, name="remind_invitation"),
    path("organize/reviewers/withdraw/", organizer_reviewers.withdraw, name="withdraw_invitation"),
    path("organize/conflicts/", conflicts.conflicts, name="organize_conflicts"),
    path("organize/conflicts/dismiss/", conflicts.dismiss, name="dismiss_conflict"),
    path("organize/conflicts/confirm/", conflicts.confirm, name="confirm_conflict"),
    path("organize/conflicts/take-back/", conflicts.reopen, name="reopen_conflict"),
    path("organize/assignment/", organizer_assignment.assignment, name="organize_assignment"),
    path("organize/assignment/assign/", organizer_assignment.assign, name="assign_reviewer"),
    path("organize/assignment/unassign/", organizer_assignment.unassign, name="unassign_reviewer"),
    path("organize/assignment/move/", organizer_assignment.move, name="move_reviewer"),
    path("organize/assignment/propose/", organizer_assignment.propose, name="propose_assignment"),
    path("organize/assignment/runs/", organizer_runs.runs_page, name="assignment_runs"),
    path("organize/assignment/runs/<int:run>/", organizer_runs.run, name="assignment_run"),
    path("organize/assignment/runs/<int:run>/use/", organizer_runs.use_run, name="use_run"),
    path("organize/assignment/confirm/", organizer_assignment.confirm, name="confirm_assignment"),
]
