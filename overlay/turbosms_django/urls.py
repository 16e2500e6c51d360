"""The webhook, for `include`: `path("webhooks/turbosms/", include("turbosms_django.urls"))`."""

from django.urls import path

from turbosms_django.views import webhook

app_name = "turbosms"
urlpatterns = [path("", webhook, name="webhook")]
