from django.urls import path

from suki.apps.ledger import views

urlpatterns = [
    path("accounts/<int:account_id>/ledger/", views.account_ledger, name="account_ledger"),
    path("orders/<int:document_id>/ledger/", views.order_ledger, name="order_ledger"),
    path("invoices/<int:document_id>/ledger/", views.invoice_ledger, name="invoice_ledger"),
    path("products/<int:product_id>/sales/", views.product_sales, name="product_sales"),
]
