"""Reads a code quality report as GitLab does, and prints an issue a line."""
import json
import sys

issues = json.load(sys.stdin)
for issue in issues:
    place = issue["location"]
    assert not place["path"].startswith(("/", "./")), place
    assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
    print(issue["check_name"], f"{place['path'].rpartition('/')[2]}:{place['lines']['begin']}",
          issue["severity"], issue["description"])
assert len({issue["fingerprint"] for issue in issues}) == len(issues)
