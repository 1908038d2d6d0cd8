"""Reads statements, one on each line, with in-toto's own types and prints what it found.

usage: attestations.py FILE

Prints for each line what kind of predicate it has and how many dependencies or configurations.
Members of a predicate that its type does not have must carry the prefix `darkroom_`.
"""

import json
import pathlib
import sys

from google.protobuf import json_format
from in_toto_attestation.predicates.provenance.v1 import provenance_pb2
from in_toto_attestation.predicates.test_result.v0 import test_result_pb2
from in_toto_attestation.v1 import resource_descriptor, statement, statement_pb2


def without_own_members(value):
    if isinstance(value, dict):
        return {
            key: without_own_members(member)
            for key, member in value.items()
            if not key.startswith("darkroom_")
        }
    return [without_own_members(element) for element in value] if isinstance(value, list) else value


def main():
    with pathlib.Path(sys.argv[1]).open() as file:
        lines = [json.loads(line) for line in file]
    for line in lines:
        parsed = json_format.ParseDict(line, statement_pb2.Statement())
        statement.Statement.copy_from_pb(parsed).validate()
        predicate = without_own_members(line["predicate"])
        if parsed.predicate_type.startswith("https://slsa.dev/provenance/"):
            provenance = json_format.ParseDict(predicate, provenance_pb2.Provenance())
            descriptors = provenance.build_definition.resolved_dependencies
            assert provenance.build_definition.build_type and provenance.run_details.builder.id
            kind = "provenance"
        else:
            result = json_format.ParseDict(predicate, test_result_pb2.TestResult())
            descriptors = result.configuration
            kind = result.result
        for descriptor in descriptors:
            resource_descriptor.ResourceDescriptor.copy_from_pb(descriptor).validate()
        print(kind, len(descriptors))


if __name__ == "__main__":
    main()
