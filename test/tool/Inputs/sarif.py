"""sarif.py FILE: checks what a reader of SARIF 2.1.0 relies on, and prints a line
for each result: rule, file, line, steps."""
import json
import sys

log = json.load(open(sys.argv[1], encoding="utf-8"))
assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-2.1.0.json")
(run,) = log["runs"]
rules = run["tool"]["driver"]["rules"]
assert len({rule["id"] for rule in rules}) == len(rules)
assert run["originalUriBaseIds"]["ROOT"]["uri"].endswith("/")


def place(location):
    physical = location["physicalLocation"]
    artifact, region = physical["artifactLocation"], physical["region"]
    assert region["startLine"] >= 1 and region["startColumn"] >= 1
    assert " " not in artifact["uri"]
    assert ("uriBaseId" in artifact) != artifact["uri"].startswith("file:///")
    return artifact["uri"].rpartition("/")[2], region["startLine"]


for result in run["results"]:
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["message"]["text"]
    assert len(result["partialFingerprints"]["fdtidy/v1"]) == 16
    (location,) = result["locations"]
    steps = [step for flow in result.get("codeFlows", [])
             for thread in flow["threadFlows"] for step in thread["locations"]]
    for step in steps:
        assert step["location"]["message"]["text"]
        place(step["location"])
    print(result["ruleId"], *place(location), len(steps))
print("successful:", run["invocations"][0]["executionSuccessful"])
