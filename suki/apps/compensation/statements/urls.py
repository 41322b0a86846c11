from django.urls import path

from suki.apps.compensation.statements.screens import disputes, mine, periods, statement

urlpatterns = [
    path("pay/", mine.my_pay, name="my_pay"),
    path("pay/estimate/", mine.estimate, name="pay_estimate"),
    path("pay/team/", periods.team, name="pay_team"),
    path("deals/<int:deal_id>/pay/", mine.deal_pay, name="deal_pay"),
    path("pay/statements/<int:statement_id>/", statement.statement, name="pay_statement"),
    path(
        "pay/statements/<int:statement_id>/figures/<slug:name>/",
        statement.figure,
        name="pay_statement_figure",
    ),
    path("pay/statements/<int:statement_id>/document/", statement.document, name="pay_statement_document"),
    path("pay/statements/<int:statement_id>/workbook/", statement.workbook, name="pay_statement_workbook"),
    path("pay/statements/<int:statement_id>/approval/", statement.approval, name="pay_statement_approval"),
    path("pay/statements/<int:statement_id>/return/", statement.sending_back, name="pay_statement_return"),
    path("pay/statements/<int:statement_id>/unlocking/", statement.unlocking, name="pay_statement_unlocking"),
    path("pay/lines/<int:line_id>/", statement.line, name="pay_line"),
    path("pay/lines/<int:line_id>/dispute/", disputes.new, name="pay_dispute_new"),
    path("pay/disputes/", disputes.listed, name="pay_disputes"),
    path("pay/disputes/<int:dispute_id>/", disputes.dispute, name="pay_dispute"),
    path("pay/disputes/<int:dispute_id>/withdrawal/", disputes.withdrawal, name="pay_dispute_withdrawal"),
    path("pay/disputes/<int:dispute_id>/taking/", disputes.taking, name="pay_dispute_taking"),
    path("pay/disputes/<int:dispute_id>/file/", disputes.attachment, name="pay_dispute_file"),
    path("pay/periods/", periods.periods, name="pay_periods"),
    path("pay/periods/new/", periods.new, name="pay_period_new"),
    path("pay/periods/<int:period_id>/", periods.period, name="pay_period"),
    path("pay/periods/<int:period_id>/calculation/", periods.calculation, name="pay_period_calculation"),
    path("pay/periods/<int:period_id>/review/", periods.review, name="pay_period_review"),
    path("pay/periods/<int:period_id>/approval/", periods.approval, name="pay_period_approval"),
    path("pay/periods/<int:period_id>/payment/", periods.payment, name="pay_period_payment"),
    path("pay/periods/<int:period_id>/closing/", periods.closing, name="pay_period_closing"),
    path("pay/periods/<int:period_id>/reopening/", periods.reopening, name="pay_period_reopening"),
    path("pay/periods/<int:period_id>/export/", periods.export, name="pay_period_export"),
]
