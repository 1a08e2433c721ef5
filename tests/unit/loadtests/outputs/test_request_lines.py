from pathlib import Path

from loadtests.outputs.request_lines import write_request_lines
from tests.unit.loadtests.outputs.runs import small_run


def test_each_request_is_a_line_as_jmeter_writes_it(tmp_path: Path) -> None:
    write_request_lines(small_run(), tmp_path)

    assert (tmp_path / "requests.jtl").read_text().splitlines() == [
        "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,bytes,grpThreads,allThreads,Latency",
        "1800000000250,10,check by card,200,,load,text,true,2000,1,1,10",
        "1800000000750,20,check by card,200,,load,text,true,2000,1,1,20",
        "1800000001500,30,check by card,200,wrong answer,load,text,false,1900,1,1,30",
        "1800000011000,40,check by card,,no answer,load,text,false,0,1,1,40",
        "1800000000100,2,token,200,,load,text,true,300,1,1,2",
    ]
