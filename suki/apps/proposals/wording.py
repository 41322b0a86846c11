"""The texts of a proposal: the firm's own by language, else ours; placeholders filled for this client."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import override

from suki.apps.proposals.models import Proposal, ProposalTemplate
from suki.base.formats import day_text
from suki.base.languages import language_of

PLACEHOLDERS: Final = ("contact", "firm", "client", "deal", "brief", "owner", "valid_until")
"""What may stand in braces in a template's texts."""

LAYOUT: Final[dict[str, Any]] = {
    "paper": "a4",
    "colour": "#C2511C",
    "logo": True,
    "unit_prices": True,
    "discounts": True,
    "signature": True,
    "footer": "",
}
"""How a document looks where the firm chose nothing else."""

DEFAULTS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "name": "Standard",
        "nobody": "Sir or Madam",
        "title": "Proposal: {deal}",
        "greeting": "Dear {contact},\n\nthank you for speaking with us. This is what we offer {client}.\n\nWhat you asked for: {brief}",
        "terms": "Our offer holds until {valid_until}. Prices are net; tax is shown separately. Payment within 30 days of the invoice.",
        "closing": "If anything is unclear, write it beside the line or call us.\n\nKind regards\n{owner}\n{firm}",
    },
    "de": {
        "name": "Standard",
        "nobody": "sehr geehrte Damen und Herren",
        "title": "Angebot: {deal}",
        "greeting": "Guten Tag {contact},\n\nvielen Dank für das Gespräch. Dies bieten wir {client} an.\n\nIhr Anliegen: {brief}",
        "terms": "Unser Angebot gilt bis {valid_until}. Preise sind netto; die Steuer ist gesondert ausgewiesen. Zahlbar innerhalb von 30 Tagen nach Rechnung.",
        "closing": "Wenn etwas unklar ist, schreiben Sie es neben die Position oder rufen Sie uns an.\n\nMit freundlichen Grüßen\n{owner}\n{firm}",
    },
    "vi": {
        "name": "Chuẩn",
        "nobody": "Quý khách",
        "title": "Báo giá: {deal}",
        "greeting": "Kính gửi {contact},\n\nCảm ơn Quý khách đã trao đổi với chúng tôi. Dưới đây là đề xuất của chúng tôi dành cho {client}.\n\nYêu cầu của Quý khách: {brief}",
        "terms": "Báo giá có hiệu lực đến {valid_until}. Giá chưa gồm thuế; thuế được ghi riêng. Thanh toán trong vòng 30 ngày kể từ ngày hóa đơn.",
        "closing": "Nếu có điểm nào chưa rõ, xin Quý khách ghi bên cạnh dòng đó hoặc gọi cho chúng tôi.\n\nTrân trọng\n{owner}\n{firm}",
    },
    "id": {
        "name": "Standar",
        "nobody": "Bapak/Ibu",
        "title": "Penawaran: {deal}",
        "greeting": "Yth. {contact},\n\nterima kasih telah berbicara dengan kami. Berikut penawaran kami untuk {client}.\n\nYang Anda minta: {brief}",
        "terms": "Penawaran ini berlaku sampai {valid_until}. Harga belum termasuk pajak; pajak dicantumkan terpisah. Pembayaran dalam 30 hari setelah faktur.",
        "closing": "Jika ada yang kurang jelas, tulislah di samping barisnya atau hubungi kami.\n\nHormat kami\n{owner}\n{firm}",
    },
    "fil": {
        "name": "Pamantayan",
        "nobody": "Ginoo o Ginang",
        "title": "Alok: {deal}",
        "greeting": "Mahal na {contact},\n\nsalamat sa pakikipag-usap sa amin. Ito ang aming alok para sa {client}.\n\nAng inyong hinihingi: {brief}",
        "terms": "May bisa ang aming alok hanggang {valid_until}. Hindi pa kasama ang buwis sa mga presyo; hiwalay itong nakasaad. Babayaran sa loob ng 30 araw mula sa petsa ng invoice.",
        "closing": "Kung may hindi malinaw, isulat ito sa tabi ng linya o tawagan kami.\n\nLubos na gumagalang\n{owner}\n{firm}",
    },
}

_PLACE = re.compile(r"\{(\w+)\}")


def template_for(language: str) -> ProposalTemplate | None:
    """The firm's own template of a language: the one that is taken where nothing is said, else the first."""
    own = ProposalTemplate.objects.in_use().filter(language=language)
    return own.order_by("-is_default", "pk").first()


def texts_for(proposal: Proposal, valid_until: Any) -> dict[str, str]:
    """Title, opening, terms and closing of a first version, in the client's language."""
    language = language_of(proposal.language)
    base = DEFAULTS.get(language, DEFAULTS["en"])
    template = proposal.template
    own = {name: getattr(template, name) for name in ("greeting", "terms", "closing")} if template else base
    deal = proposal.deal
    with override(language):
        values = {
            "contact": proposal.contact.name if proposal.contact else base["nobody"],
            "firm": deal.entity.name,
            "client": deal.account.name if deal.account else "",
            "deal": deal.name,
            "brief": deal.brief.strip(),
            "owner": proposal.owner.name,
            "valid_until": day_text(valid_until, "long"),
        }
    texts = {name: filled(own[name], values) for name in ("greeting", "terms", "closing")}
    return {"title": filled(base["title"], values)[:255], **texts}


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders filled; a paragraph whose placeholder has nothing to say is left out."""
    paragraphs = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    said = [paragraph for paragraph in paragraphs if not _is_empty(paragraph, values)]
    return "\n\n".join(_PLACE.sub(lambda found: values.get(found[1], found[0]), each) for each in said)


def layout_of(proposal: Proposal) -> dict[str, Any]:
    """How the proposal's document looks: what its template says, over what holds by default."""
    own = proposal.template.layout if proposal.template else {}
    return {name: own.get(name, value) for name, value in LAYOUT.items()}


def _is_empty(paragraph: str, values: Mapping[str, str]) -> bool:
    return any(name in values and not values[name] for name in _PLACE.findall(paragraph))
