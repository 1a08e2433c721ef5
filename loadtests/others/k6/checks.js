// Checks by card with k6 1.0 or newer, in an open loop; its cards sign here.
//
//   k6 run -e HOST=http://127.0.0.1:8000 -e DATA=/path/of/load -e RATE=40 -e SECONDS=60 loadtests/others/k6/checks.js
//
// DATA is the folder of `onshi load-data`; the first CARDS (10,000) are used. A wrong answer counts in `checks`.

import http from "k6/http";
import { check } from "k6";
import { SharedArray } from "k6/data";
import exec from "k6/execution";
import { presenceProof } from "./presence.js";

const HOST = __ENV.HOST || "http://127.0.0.1:8000";
const DATA = __ENV.DATA || "load";
const RATE = Number(__ENV.RATE || 40);
const PURPOSES = { nursing: "CARE_NURSING" };

// Once for all virtual users.
const people = new SharedArray("people", () => {
  const lines = (name) => open(`${DATA}/${name}`).trimEnd().split("\n");
  const clients = {};
  for (const line of lines("clients.csv").slice(1)) {
    const [id, secret, , institution, kind] = line.split(",");
    clients[institution] = { id, secret, purpose: PURPOSES[kind] || "CARE_VISIT" };
  }
  const expected = {};
  for (const line of lines("expected.ndjson")) {
    const { person_id, by_card } = JSON.parse(line);
    expected[person_id] = by_card;
  }
  return lines("cards.ndjson").slice(0, Number(__ENV.CARDS || 10000)).map((line) => {
    const card = JSON.parse(line);
    return { card, client: clients[card.institution_code], expected: expected[card.person_id] };
  });
});

export const options = {
  scenarios: {
    receptions: {
      executor: "constant-arrival-rate",
      rate: RATE,
      timeUnit: "1s",
      duration: `${__ENV.SECONDS || 60}s`,
      preAllocatedVUs: Math.max(RATE, 10),
      maxVUs: Math.max(RATE * 10, 100),
    },
  },
  thresholds: { checks: ["rate==1"], "http_req_failed{name:check by card}": ["rate<0.01"] },
};

// One client for each institution. Tokens live for ten minutes; ONSHI_TOKEN_LIFETIME_S of the simulator makes it more.
export function setup() {
  const tokens = {};
  for (const { client } of people) {
    if (!tokens[client.id]) {
      const login = { grant_type: "client_credentials", client_id: client.id, client_secret: client.secret };
      tokens[client.id] = http.post(`${HOST}/registry/v1/oauth/token`, login, { tags: { name: "token" } }).json().access_token;
    }
  }
  return tokens;
}

export default async function (tokens) {
  const { card, client, expected } = people[exec.scenario.iterationInTest % people.length];
  const headers = { Authorization: `Bearer ${tokens[client.id]}`, "Content-Type": "application/json" };
  const challenge = http.post(`${HOST}/eligibility/v1/challenges`, null, { headers, tags: { name: "challenge" } }).json();
  const proof = await presenceProof(card, {
    nonce: challenge.nonce,
    institution: card.institution_code,
    purpose: client.purpose,
    // By the clock of the world, which may have been moved.
    iat: Math.floor(Date.parse(challenge.issued_at) / 1000),
  });
  const body = JSON.stringify({ presence_proof: proof });
  const answer = http.post(`${HOST}/eligibility/v1/checks`, body, { headers, tags: { name: "check by card" } });
  check(answer, { "as expected": () => answer.status === 200 && answer.json().validity === expected.validity });
}
