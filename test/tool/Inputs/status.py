"""status.py CODE COMMAND...: runs COMMAND, which must end with CODE."""
import subprocess
import sys

code = subprocess.run(sys.argv[2:], check=False).returncode
if code != int(sys.argv[1]):
    sys.exit(f"ended with {code}, not {sys.argv[1]}")
