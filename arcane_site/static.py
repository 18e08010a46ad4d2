"""Static files under ASGI: hashed names that ES modules follow, and a middleware that does not block the event loop."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, ClassVar

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.http import FileResponse, HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

CHUNK = 64 * 1024


class HashedModulesStorage(CompressedManifestStaticFilesStorage):
    """Rewrites ``import … from "./other.js"`` to the hashed name, so that modules need no bundler."""

    support_js_module_import_aggregation: ClassVar[bool] = True

    def url_converter(self, name: str, *arguments: Any) -> Callable[[re.Match[str]], str]:
        """Leaves ``import("./types.js")`` in a comment alone: it names a file of types, which is not served."""
        convert: Callable[[re.Match[str]], str] = super().url_converter(name, *arguments)
        return lambda match: match[0] if _is_in_comment(match) else convert(match)


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise for an asynchronous stack: files are read in a thread and sent in chunks.

    The library's own middleware is synchronous only; under ASGI each of its responses is warned about and read on the event loop.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(get_response, *args, **kwargs)
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        if not self.is_async:
            return super().__call__(request)
        return self._answer(request)

    async def _answer(self, request: HttpRequest) -> HttpResponseBase:
        static_file = await sync_to_async(self._find, thread_sensitive=False)(request)
        if static_file is None:
            answer: Awaitable[HttpResponseBase] = self.get_response(request)
            return await answer
        response: HttpResponseBase = await asyncio.to_thread(self.serve, static_file, request)
        if isinstance(response, FileResponse):
            response.streaming_content = _chunks(response.file_to_stream)
        return response

    def _find(self, request: HttpRequest) -> Any:
        if self.autorefresh:
            return self.find_file(request.path_info)
        return self.files.get(request.path_info)


def _is_in_comment(match: re.Match[str]) -> bool:
    before = match.string[: match.start()]
    return before.rfind("/**") > before.rfind("*/")


async def _chunks(file: Any | None) -> AsyncIterator[bytes]:
    if file is None:
        return
    try:
        while chunk := await asyncio.to_thread(file.read, CHUNK):
            yield chunk
    finally:
        file.close()
