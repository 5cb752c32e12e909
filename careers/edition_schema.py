"""The JSON Schema of an edition, made from the very types it is decoded by: it can't say anything else than they do."""

from functools import cache
from typing import Any

import msgspec

from careers import parts
from careers.document import FORMAT

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NAME = f"urn:passerelle:edition:{FORMAT}"
"""The same for all sites and careers: it changes when the format does."""


@cache
def edition_schema() -> dict[str, Any]:
    registered = parts.registered()
    schemas, definitions = msgspec.json.schema_components(
        [part.type for part in registered], ref_template="#/$defs/{name}"
    )
    names = [part.name for part in registered]
    return {
        "$schema": DIALECT,
        "$id": NAME,
        "title": f"An edition of Passerelle, format {FORMAT}",
        "description": "What a job is and how one gets there: facts with their sources, disagreements, and rules.",
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "career": {"type": "string"},
            "parts": {
                "type": "object",
                "properties": dict(zip(names, schemas, strict=True)),
                "required": names,
            },
        },
        "required": ["format", "career", "parts"],
        "$defs": definitions,
    }
