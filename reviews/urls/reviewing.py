"""Step 4: the reviewers' pages, and the organizers' view of their progress."""

from __future__ import annotations

from django.urls import URLPattern, path

from reviews.views import organizer_reviews, profile, reviewer, writing

urlpatterns: list[URLPattern] = [
    path("review/", reviewer.reviewing, name="reviewing"),
    path("review/profile/", profile.profile, name="reviewer_profile"),
    path("review/profile/publications/", profile.publications, name="reviewer_publications"),
    path("review/papers.zip", reviewer.assigned_papers, name="assigned_papers"),
    path("review/<int:number>/", writing.write, name="write_review"),
    path("review/<int:number>/autosave/", writing.autosave, name="autosave_review"),
    path("review/<int:number>/paper.pdf", reviewer.assigned_paper, name="assigned_paper"),
    path("review/<int:number>/decline/", reviewer.decline, name="decline_assignment"),
    path("organize/reviews/", organizer_reviews.reviews, name="organize_reviews"),
    path("organize/reviews/remind/", organizer_reviews.remind, name="remind_reviewers"),
    path(
        "organize/reviews/<int:number>/", organizer_reviews.reviews_of, name="organize_reviews_of"
    ),
]
