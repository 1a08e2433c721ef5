from loadtests.ledger import WrongAnswer
from loadtests.outputs.scrape import Scrape
from onshi.connecting import open_http


def test_whoever_scrapes_finds_requests_by_row_and_outcome() -> None:
    scrape = Scrape()
    scrape.request("token", 30.0)
    scrape.request("token", 7_000.0, OSError("no answer"))
    scrape.request("check by card", 30.0, WrongAnswer("expected valid"))
    address = scrape.serve(0)

    with open_http() as http:
        text = http.get(address).text
    scrape.close()

    assert 'onshi_load_requests_total{outcome="good",row="token"} 1.0' in text
    assert 'onshi_load_requests_total{outcome="error",row="token"} 1.0' in text
    assert 'onshi_load_requests_total{outcome="wrong",row="check by card"} 1.0' in text
    assert 'onshi_load_request_seconds_bucket{le="0.05",row="token"} 1.0' in text
    assert 'onshi_load_request_seconds_sum{row="token"} 7.03' in text
