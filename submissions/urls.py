"""The submissions' addresses below a workshop's."""

from __future__ import annotations

from django.urls import path

from submissions.views import (
    author,
    camera_ready,
    changes,
    consent,
    deciders,
    editing,
    naming,
    organizer,
    organizer_camera_ready,
    papers,
    public,
)

urlpatterns = [
    path("submissions/", author.submissions, name="submissions"),
    path("submissions/new/", editing.new, name="new_submission"),
    path("submissions/<int:number>/", author.submission, name="submission"),
    path("submissions/<int:number>/edit/", editing.edit, name="edit_submission"),
    path("submissions/<int:number>/withdraw/", author.withdraw, name="withdraw_submission"),
    path("submissions/<int:number>/conflicts/", naming.name_conflicts, name="name_conflicts"),
    path("submissions/<int:number>/paper.pdf", papers.own_paper, name="own_paper"),
    path("submissions/<int:number>/camera-ready/", camera_ready.camera_ready, name="camera_ready"),
    path(
        "submissions/<int:number>/camera-ready.pdf",
        camera_ready.own_final_paper,
        name="own_final_paper",
    ),
    path("submissions/<int:number>/slides.pdf", camera_ready.own_slides, name="own_slides"),
    path("submissions/<int:number>/change/", changes.propose_change, name="propose_change"),
    path("submissions/<int:number>/consent/", consent.consent, name="consent"),
    path("papers/", public.papers, name="papers"),
    path("papers.bib", public.papers_bibtex, name="papers_bibtex"),
    path("papers/<int:number>/", public.paper, name="paper"),
    path("papers/<int:number>/paper.bib", public.paper_bibtex, name="paper_bibtex"),
    path("papers/<int:number>/paper.pdf", public.paper_pdf, name="paper_pdf"),
    path("papers/<int:number>/slides.pdf", public.paper_slides, name="paper_slides"),
    path("organize/deciders/", deciders.deciders, name="organize_deciders"),
    path("organize/submissions/", organizer.submissions, name="organize_submissions"),
    path("organize/submissions/late/", organizer.add_late, name="add_late_submission"),
    path("organize/submissions/papers.zip", papers.all_papers, name="all_papers"),
    path("organize/submissions/submissions.csv", organizer.as_csv, name="submissions_csv"),
    path("organize/submissions/<int:number>/", organizer.submission, name="organize_submission"),
    path("organize/submissions/<int:number>/paper.pdf", papers.paper, name="organized_paper"),
    path("organize/submissions/<int:number>/reject/", organizer.desk_reject, name="desk_reject"),
    path(
        "organize/submissions/<int:number>/camera-ready.pdf",
        organizer_camera_ready.final_paper,
        name="organized_final_paper",
    ),
    path(
        "organize/submissions/<int:number>/slides.pdf",
        organizer_camera_ready.slides,
        name="organized_slides",
    ),
    path("organize/submissions/<int:number>/change/", changes.answer_change, name="answer_change"),
    path(
        "organize/camera-ready/", organizer_camera_ready.camera_ready, name="organize_camera_ready"
    ),
    path(
        "organize/camera-ready/papers.zip",
        organizer_camera_ready.all_final_papers,
        name="all_final_papers",
    ),
    path(
        "organize/camera-ready/remind/", organizer_camera_ready.remind, name="remind_camera_ready"
    ),
]
