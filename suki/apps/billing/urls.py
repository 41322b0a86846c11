from django.urls import path

from suki.apps.billing import views

urlpatterns = [
    path("invoices/<int:invoice_id>/", views.invoice, name="invoice"),
    path("invoices/<int:invoice_id>/payments/", views.payments, name="invoice_payments"),
    path("orders/<int:order_id>/invoices/", views.order_invoices, name="order_invoices"),
    path("accounts/<int:account_id>/invoices/", views.account_invoices, name="account_invoices"),
    path("accounts/<int:account_id>/receivables/", views.account_receivables, name="account_receivables"),
    path(
        "accounts/<int:account_id>/receivables/lines/",
        views.receivables_explained,
        name="receivables_explained",
    ),
]
