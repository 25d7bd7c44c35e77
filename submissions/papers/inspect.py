"""`python -m submissions.papers.inspect < paper.pdf`: says in JSON what is in a PDF."""

from __future__ import annotations

import json
import sys

import pikepdf


def findings(path: str) -> dict[str, object]:
    """finding: fine, encrypted or not-a-pdf; pages: counted by walking the tree, never believed."""
    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                return {"finding": "encrypted", "pages": None}
            return {"finding": "fine", "pages": len(pdf.pages)}
    except pikepdf.PasswordError:
        return {"finding": "encrypted", "pages": None}
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return {"finding": "not-a-pdf", "pages": None}


if __name__ == "__main__":
    json.dump(findings(sys.argv[1]), sys.stdout)
