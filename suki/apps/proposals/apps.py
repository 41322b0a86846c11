from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    name = "suki.apps.proposals"
    label = "proposals"

    def ready(self) -> None:
        from suki.apps.proposals import menu, models, pages, reach
        from suki.base import access

        access.register_relation("deal", name=_("own proposal"), rows=reach.of_the_proposals_owner)
        access.register_relation("deal", name=_("asked for approval"), rows=reach.asked_for_approval)
        access.register_rows(models.Proposal, subject="deal", path="deal")
        for model, path in (
            (models.ProposalVersion, "proposal__deal"),
            (models.ProposalLine, "version__proposal__deal"),
            (models.ProposalLink, "version__proposal__deal"),
            (models.Approval, "version__proposal__deal"),
            (models.Customisation, "deal"),
        ):
            access.register_rows(model, subject="deal", path=path)
        for shared in (models.ProposalTemplate, models.ApprovalRule):
            access.register_rows(shared, subject="everyone")
        pages.register()
        menu.register()
