"""Pages are sent compressed; static files are compressed beforehand, and what the API answers is too short to be worth it."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressedPages(GZipMiddleware):
    """Django's, which also hides the length of what a page repeats, for HTML and SVG alone."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.headers.get("Content-Type", "").startswith(("text/html", "image/svg")):
            return super().process_response(request, response)
        return response
