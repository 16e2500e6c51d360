"""The webhook, behind both views."""

from __future__ import annotations

from django.urls import include, path

from turbosms_django.views import async_webhook

urlpatterns = [
    path("webhooks/turbosms/", include("turbosms_django.urls")),
    path("webhooks/turbosms/async/", async_webhook),
]
