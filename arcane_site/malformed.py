"""What a visitor sees of a request that makes no sense, or leads nowhere: our own pages, with ``DEBUG`` on too."""

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter
from django.views.decorators.csrf import csrf_exempt

MALFORMED = (SuspiciousOperation, BadRequest, MultiPartParserError)


class Reporter(ExceptionReporter):
    """Django's page for whoever develops, but for what a client has sent. It would read the request once more, and fail at it again."""

    def get_traceback_html(self) -> SafeString:
        return render_to_string("400.html") if self._is_malformed else super().get_traceback_html()

    def get_traceback_text(self) -> SafeString:
        return SafeString("That address makes no sense.\n") if self._is_malformed else super().get_traceback_text()

    @property
    def _is_malformed(self) -> bool:
        return isinstance(self.exc_value, MALFORMED)


@csrf_exempt  # whoever sends something here is told that there is nothing, and not that a token is missing
def nothing_here(request: HttpRequest) -> HttpResponse:
    return render(request, "404.html", status=404)
