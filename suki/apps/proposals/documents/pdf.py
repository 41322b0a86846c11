"""The PDF of a proposal: a typst page filled with texts, and nothing else."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import typst

from suki.apps.proposals.documents.content import content_of
from suki.apps.proposals.models import Proposal, ProposalVersion
from suki.base.files import path_of

PAGE: Final = Path(__file__).parent / "proposal.typ"
_PICTURES: Final = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/svg+xml": "svg",
    "image/webp": "webp",
    "image/gif": "gif",
}


def pdf_of(proposal: Proposal, version: ProposalVersion) -> bytes:
    """The document as the client reads it. It carries its own letters: every machine prints the same."""
    with TemporaryDirectory(prefix="suki-proposal-") as folder:
        texts = {**content_of(proposal, version), "picture": _logo(proposal, Path(folder))}
        shutil.copy(PAGE, folder)
        filled: bytes = typst.compile(
            str(Path(folder) / PAGE.name),
            root=folder,
            ignore_system_fonts=True,
            sys_inputs={"texts": json.dumps(texts, ensure_ascii=False)},
            format="pdf",
        )
    return filled


def _logo(proposal: Proposal, folder: Path) -> str:
    """The firm's logo beside the page, under the name that the page asks for; nothing where there is none."""
    logo: Any = proposal.deal.entity.logo
    ending = _PICTURES.get(logo.content_type, "") if logo else ""
    if not ending or not content_wants_logo(proposal) or not path_of(logo.sha256).exists():
        return ""
    shutil.copy(path_of(logo.sha256), folder / f"logo.{ending}")
    return f"logo.{ending}"


def content_wants_logo(proposal: Proposal) -> bool:
    """Whether the firm's layout shows its logo."""
    return bool((proposal.template.layout if proposal.template else {}).get("logo", True))
