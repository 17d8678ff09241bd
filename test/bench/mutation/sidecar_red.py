"""Runs sidecar's tests until one shows that a process holds something else.

    SIDECAR=BIN ... sidecar_red.py BEHAVIOUR [FILE...]

In a process of its own, as the first one of a PID namespace: whatever a broken
supervisor leaves ends with it. Prints the red test as JSON, or null. The tests are
those of all of them, then of what the FILEs of the sources do.
"""
# Part of fdtidy. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
import json
import os
import re
import sys
import time
import unittest

# What a test of any name says when it compares descriptors.
COMPARED = re.compile(r"descriptors \[|the descriptors of ")
# The tests whose subject is a descriptor, or the end of a file that another
# process waits for: red, they tell that somebody holds too much or too little.
HOLDING = """
test_restart.Restart.test_restart_then_shutdown_in_one_run
test_output.Output.test_only_three_descriptors_reach_a_daemon
test_shutdown.Shutdown.test_a_lingering_pipe_is_closed_at_its_timeout
test_shutdown.Shutdown.test_a_restart_never_waits_for_a_lingering_pipe
test_ready.Ready.test_notify_fd_closed_without_a_word_is_a_failure
test_ready.Ready.test_notify_socket_closes_descriptors_that_come_along
test_faults.Parent.test_no_close_of_what_is_not_open
test_restart.Restart.test_many_restarts_leave_nothing
test_run_program.RunProgram.test_no_descriptor_is_held
test_faults.Child.test_every_stage_fails_once
test_faults.Parent.test_pipe2
test_ready.Ready.test_one_that_is_ready_costs_three_descriptors
test_ready.Ready.test_between_two_probes_nothing_is_held
test_ready.Ready.test_the_end_of_a_run_ends_what_asked_for_its_readiness
""".split()
# The tests of what a file does; those of HOLDING and EVERYWHERE are of all.
MODULES = {
    "Control": "ctl reload", "ControlClient": "ctl", "Listener": "ctl reload",
    "Daemon": "restart shutdown reload", "EventLoop": "ctl faults",
    "Incarnation": "shutdown ready faults", "LogFile": "output signals reload",
    "Notify": "ready", "Orphans": "pid1 shutdown", "Output": "output",
    "Probe": "ready reload", "Reload": "reload", "RunProgram": "run_program",
    "Shutdown": "shutdown", "Signals": "signals run_program", "Spawn": "faults",
    "SpawnChild": "faults output", "StreamReader": "shutdown output",
    "Supervisor": "reload restart signals pid1", "Writer": "output faults",
    "FileText": "reload",
}
EVERYWHERE = ["test_reload.Reload.test_many_reloads_leave_nothing",
              "test_reload.Reload.test_new_and_removed_daemons",
              "test_ready.Ready.test_exec_probe", "test_ready.Ready.test_tcp_probe",
              "test_ready.Ready.test_notify_socket",
              "test_signals.Signals.test_USR2_reopens_log_files",
              "test_ctl.Ctl.test_hostile_clients_cost_nobody_else_anything"]
LAST = ("test_faults.Valgrind.test_no_descriptor_and_no_byte_is_lost",  # slow
        "test_ctl.Ctl.test_a_silent_client_is_hung_up_on")
PATIENCE = 40   # seconds, of the second attempt
OTHERS = 3      # so many red ones of another kind: there will be no better one
SECONDS = 240


def every_test(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from every_test(test)
        else:
            yield test


def in_order(files):
    stems = [f.split(".")[0] for f in files]
    own = [f"test_{m}" for s in stems for m in MODULES.get(s, "").split()]
    load = unittest.defaultTestLoader.loadTestsFromName
    seen = set(LAST)
    for name in (*HOLDING, *EVERYWHERE, *own):
        for test in every_test(load(name)):
            if test.id() not in seen:
                seen.add(test.id())
                yield test
    for name in LAST[:2 if "test_ctl" in own else 1]:
        yield from every_test(load(name))


def red(test):
    """What it says, or nothing."""
    result = unittest.TestResult()
    test.run(result)
    said = [text for _, text in result.failures + result.errors]
    if not said:
        return ""
    last = re.findall(r"^(?:AssertionError|[\w.]+(?:Error|Expired)): (.*)", said[0], re.M)
    return last[-1][:150] if last else said[0].strip().splitlines()[-1][:150]


def patient_red(test):
    before, harness.PATIENCE = harness.PATIENCE, PATIENCE
    try:
        return red(test)
    finally:
        harness.PATIENCE = before


def first_red(files):
    others, end = [], time.monotonic() + SECONDS
    for test in in_order(files):
        why = red(test)
        # On a busy machine a test may have been too slow: once more.
        if why and not COMPARED.search(why):
            why = patient_red(test)
        if not why:
            continue
        holds = bool(COMPARED.search(why)) or test.id() in (*HOLDING, LAST[0])
        answer = dict(test=test.id().split(".")[-1], why=why, holds=holds)
        if holds:
            return answer
        others.append(answer)
        if len(others) == OTHERS or time.monotonic() > end:
            break
    return others[0] if others else None


if __name__ == "__main__":
    os.chdir(sys.argv[1])
    sys.path.insert(0, sys.argv[1])
    import harness
    print("\n" + json.dumps(first_red(sys.argv[2:])))
