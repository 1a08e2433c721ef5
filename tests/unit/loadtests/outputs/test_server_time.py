from loadtests.machine.servers import free_port
from loadtests.outputs.server_time import ServerTime, count_and_sum
from loadtests.receptions.target import Target

METRICS = """# HELP onshi_check_seconds Checks.
# TYPE onshi_check_seconds histogram
onshi_check_seconds_bucket{face="rest",le="+Inf",outcome="valid"} 3.0
onshi_check_seconds_count{face="rest",outcome="valid"} 3.0
onshi_check_seconds_sum{face="rest",outcome="valid"} 0.03
onshi_check_seconds_count{face="message",outcome="valid"} 1.0
onshi_check_seconds_sum{face="message",outcome="valid"} 0.05
# TYPE onshi_checks_total counter
onshi_checks_total 9.0
"""


def test_checks_of_all_faces_and_outcomes_are_added() -> None:
    assert count_and_sum(METRICS) == (4.0, 0.08)
    assert count_and_sum("# TYPE onshi_checks_total counter\nonshi_checks_total 9.0\n") is None


def test_who_tells_no_figures_has_no_time_of_its_own() -> None:
    assert ServerTime(Target(f"http://127.0.0.1:{free_port()}")).since() is None
