"""The webhook: stores a call and answers at once."""

from asgiref.sync import sync_to_async
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from turbosms_django._webhook_calls import accept


@csrf_exempt
@require_POST
@transaction.non_atomic_requests
def webhook(request: HttpRequest) -> HttpResponse:
    """Answer a call of the service, with 200 once it is committed."""
    authorization = request.headers.get("Authorization")
    return HttpResponse(status=accept(request.body, request.content_type, authorization))


@csrf_exempt
@require_POST
@transaction.non_atomic_requests
async def async_webhook(request: HttpRequest) -> HttpResponse:
    """The same for a server with an event loop (ASGI)."""
    authorization = request.headers.get("Authorization")
    status = await sync_to_async(accept)(request.body, request.content_type, authorization)
    return HttpResponse(status=status)
