"""Judges the blocks of a page that are data: tables, configurations, JSON."""
import json

import yaml


def yaml_problems(block, sandbox, models):
    """A table of models is loaded, and counts for the page's later code."""
    try:
        value = yaml.safe_load(block.code)
    except yaml.YAMLError as error:
        yield str(error)
        return
    name = block.file or f"block-{block.line}.yaml"
    sandbox.write(name, block.code)
    if isinstance(value, list):
        status, out = sandbox.run(f"fdtidy models --models={name} open")
        if status:
            yield out
        models.append(sandbox.folder / name)
    elif name == ".clang-tidy":
        status, out = sandbox.run(
            'clang-tidy-22 --load="$plugin" --verify-config --config-file=.clang-tidy')
        if status or "No config errors detected" not in out:
            yield out
    elif name == ".pre-commit-config.yaml":
        if sandbox.has("pre-commit"):
            status, out = sandbox.run("pre-commit validate-config")
            if status:
                yield out
    else:
        yield "neither a table of models, nor a file whose name its first line gives"


def toml_problems(block, sandbox):
    """A configuration of sidecar."""
    name = block.file or f"block-{block.line}.toml"
    sandbox.write(name, block.code)
    if sandbox.has("sidecar"):
        status, out = sandbox.run(f"sidecar check {name}")
        if status:
            yield out


def json_problems(block):
    try:
        json.loads(block.code)
    except ValueError as error:
        yield str(error)
