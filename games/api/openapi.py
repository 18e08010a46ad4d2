"""The OpenAPI document: ninja's, with what it does not know: the session, the CSRF token, the refusals, the addresses for machines."""

from typing import Any

from django.conf import settings
from ninja import NinjaAPI
from ninja.openapi.docs import Swagger
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from games.api.schemas import ErrorAnswer
from games.errors import ErrorCode
from games.wire.generate.schema import untitled

Json = dict[str, Any]

SESSION = "session"
REFUSED, BROKEN = {"$ref": "#/components/responses/Refused"}, {"$ref": "#/components/responses/Broken"}
FOR_MACHINES = {
    "/healthz": ("The process is up.", "application/json"),
    "/readyz": ("The database, and Redis where there is one, answer. 503 otherwise.", "application/json"),
    "/metrics": ("Prometheus text, for staff and the addresses of METRICS_ADDRESSES. 401 otherwise.", "text/plain"),
}


class CodexApi(NinjaAPI):
    """An API whose document says everything that every operation has in common."""

    def __init__(self, **options: Any) -> None:
        # Without a validator address the page would ask a foreign server about our document.
        super().__init__(docs=Swagger({"validatorUrl": None, "defaultModelsExpandDepth": 0}), **options)

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Json | None = None) -> OpenAPISchema:
        """Ninja's document, completed."""
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        complete(schema)
        return schema

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


def complete(document: Json) -> None:
    """Adds what all operations have in common, once, and refers to it."""
    for path in document["paths"].values():
        for method, operation in path.items():
            _complete_operation(method, operation)
    document["paths"] = untitled(document["paths"]) | {path: {"get": _for_machines(path)} for path in FOR_MACHINES}
    schemas = document["components"].get("schemas", {}) | {"ErrorAnswer": ErrorAnswer.model_json_schema()}
    document["components"] = {
        "schemas": {name: untitled(schema) for name, schema in schemas.items()},
        "parameters": {"CsrfToken": _csrf_token()},
        "responses": _refusals(),
        "securitySchemes": {SESSION: {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}},
    }
    document.pop("servers", None)


def _complete_operation(method: str, operation: Json) -> None:
    operation["summary"] = operation.pop("description").strip().rstrip(".")
    operation["responses"] = {**operation["responses"], "4XX": REFUSED, "5XX": BROKEN}
    signed_in = operation["security"] == [{"SignedIn": []}]
    operation["security"] = [{SESSION: []}] if signed_in else [{SESSION: []}, {}]
    if method == "post":
        operation["requestBody"]["content"]["application/json"]["schema"].pop("default", None)  # its fields say what is meant without it
        operation["parameters"] = [*operation["parameters"], {"$ref": "#/components/parameters/CsrfToken"}]


def _for_machines(path: str) -> Json:
    meaning, kind = FOR_MACHINES[path]
    return {
        "operationId": path.strip("/"),
        "summary": meaning,
        "tags": ["running"],
        "responses": {"200": {"description": "OK", "content": {kind: {}}}, "4XX": REFUSED, "5XX": BROKEN},
    }


def _csrf_token() -> Json:
    return {
        "name": "X-CSRFToken",
        "in": "header",
        "required": True,
        "description": "From the `csrftoken` cookie or `GET /api/csrf-token`.",
        "schema": {"type": "string"},
    }


def _refusals() -> Json:
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorAnswer"}}}
    return {
        "Refused": {"description": "Nothing has changed. " + _codes(400, 499), "content": content},
        "Broken": {"description": "Nothing has changed. " + _codes(500, 599), "content": content},
    }


def _codes(least: int, most: int) -> str:
    codes = sorted((code.status, code.name) for code in ErrorCode if least <= code.status <= most)
    return ", ".join(f"{status} {name}" for status, name in codes) + "."
