// A receipt system's desk written against the generated types alone: `node desk.js BASE_URL CONTROL_URL`.
//
// `registry.d.ts`, `eligibility.d.ts`, `jpki.d.ts`, `consent.d.ts` and `controls.d.ts` are generated from the documents
// of a running simulator (docs/generated-clients.md). What came back is printed, a line of JSON a thing.

import createClient, { type Client } from "openapi-fetch";

import type { paths as Consent } from "./consent.js";
import type { components as ControlsBodies, paths as Controls } from "./controls.js";
import type { components as EligibilityBodies, paths as Eligibility } from "./eligibility.js";
import type { components as JpkiBodies, paths as Jpki } from "./jpki.js";
import type { paths as Registry } from "./registry.js";

type Card = ControlsBodies["schemas"]["CardAnswer"];
type Insured = ControlsBodies["schemas"]["InsuredAnswer"];
type CheckAnswer = EligibilityBodies["schemas"]["CheckAnswer"];
type CheckRequest = EligibilityBodies["schemas"]["CheckRequest"];
type Problem = EligibilityBodies["schemas"]["Problem"];
type Purpose = EligibilityBodies["schemas"]["PurposeOfUse"];
type ToSign = JpkiBodies["schemas"]["PresenceProofRequest"];

const INSTITUTION = "9910000018";

async function main(baseUrl: string, controlUrl: string): Promise<void> {
  const token = await getToken(createClient<Registry>({ baseUrl: `${baseUrl}/registry` }));
  const { card, insured } = await readPatient(createClient<Controls>({ baseUrl: controlUrl }));
  const headers = { Authorization: `Bearer ${token}` };
  const desk = createClient<Eligibility>({ baseUrl: `${baseUrl}/eligibility`, headers });
  const jpki = createClient<Jpki>({ baseUrl: `${baseUrl}/jpki` });
  await checkByCard(desk, jpki, card);
  await checkByIdentifiers(desk, insured);
  await askWithTwoMistakes(desk, insured);
  await typeAWrongPin(desk, jpki, card);
  const stranger = createClient<Eligibility>({
    baseUrl: `${baseUrl}/eligibility`,
    headers: { Authorization: "Bearer no-token" },
  });
  tellRefusal((await stranger.POST("/v1/challenges")).error);
  await explainAPurpose(createClient<Consent>({ baseUrl: `${baseUrl}/consent`, headers }));
}

/** Return an access token; a wrong secret is answered as OAuth 2.0 says. */
async function getToken(registry: Client<Registry>): Promise<string> {
  const asked = (client_secret: string) =>
    registry.POST("/v1/oauth/token", {
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: { grant_type: "client_credentials", client_id: "clinic", client_secret },
    });
  const { error } = await asked("wrong");
  // Either RFC 6749's own form or a problem: the types make us look.
  tell("token refused", error && "error" in error ? error.error : null);
  const token = given((await asked("clinic-development-secret")).data);
  tell("token", token.token_type, token.expires_in, token.scope);
  const [key] = given((await registry.GET("/.well-known/jwks.json")).data).keys;
  tell("signed by", given(key).alg, given(key).crv);
  return token.access_token;
}

/** Return the test patient's card and identifiers. */
async function readPatient(controls: Client<Controls>): Promise<{ card: Card; insured: Insured }> {
  const path = { persona_id: "employee-with-limit" };
  const persona = given((await controls.GET("/personas/{persona_id}", { params: { path } })).data);
  tell("persona", persona.id, persona.group, persona.ask.card.holder_verification);
  return { card: given(persona.card), insured: given(persona.insured) };
}

/** Check by card, with the patient's consent to show the limit, and read the answer again. */
async function checkByCard(desk: Client<Eligibility>, jpki: Client<Jpki>, card: Card): Promise<void> {
  const kind = { params: { path: { kind: "authentication" } }, parseAs: "text" } as const;
  const roots = given((await jpki.GET("/ca/{kind}/roots.pem", kind)).data);
  tell("roots", roots.split("BEGIN CERTIFICATE").length - 1);
  const presence_proof = given((await sign(jpki, card, await freshNonce(desk))).data).presence_proof;
  const { data, response } = await check(desk, { presence_proof, client_reference: "uketsuke-1" });
  const answer = given(data);
  tell("by card", answer.method, answer.client_reference, answer.certificate_state);
  tellAnswer(answer);
  tell("next nonce", response.headers.has("Replay-Nonce"));
  const path = { check_id: answer.check_id };
  const again = given((await desk.GET("/v1/checks/{check_id}", { params: { path } })).data);
  const sameResults = JSON.stringify(again.results) === JSON.stringify(answer.results);
  tell("again", again.check_id === answer.check_id, sameResults);
  tellRefusal((await check(desk, { presence_proof })).error);
}

/** Check by what stands on the 資格確認書, for care and for a purpose that the law forbids. */
async function checkByIdentifiers(desk: Client<Eligibility>, insured: Insured): Promise<void> {
  const answer = given((await check(desk, byIdentifiers(insured, "CARE_VISIT"))).data);
  tell("by identifiers", answer.method, answer.client_reference, answer.certificate_state);
  tellAnswer(answer);
  const forbidden = given((await check(desk, byIdentifiers(insured, "EMPLOY_CONTRACT"))).data);
  tell("forbidden", forbidden.outcome, forbidden.validity, given(forbidden.refusal).code, forbidden.results);
}

/** Show that a refusal names both. */
async function askWithTwoMistakes(desk: Client<Eligibility>, insured: Insured): Promise<void> {
  const wrong = { ...insured, insurer_number: "x", branch: "x" };
  tellRefusal((await check(desk, byIdentifiers(wrong, "CARE_VISIT"))).error);
}

/** Show the card's own refusal. */
async function typeAWrongPin(desk: Client<Eligibility>, jpki: Client<Jpki>, card: Card): Promise<void> {
  const refused = given((await sign(jpki, { ...card, pin: "9999" }, await freshNonce(desk))).error);
  tell("refused", refused.type, refused.status, refused.retryable);
}

/** Ask why a purpose is forbidden. */
async function explainAPurpose(consent: Client<Consent>): Promise<void> {
  const { data } = await consent.POST("/v1/purpose-checks", {
    body: { purpose: "IDENTITY", role: "institution", data_kinds: ["coverage"] },
  });
  const { is_allowed, refusal } = given(data);
  tell("verdict", is_allowed, given(refusal).code, given(refusal).article);
}

async function freshNonce(desk: Client<Eligibility>): Promise<string> {
  return given((await desk.POST("/v1/challenges")).data).nonce;
}

function check(desk: Client<Eligibility>, body: CheckRequest) {
  return desk.POST("/v1/checks", { body });
}

function sign(jpki: Client<Jpki>, card: Card, nonce: string) {
  const body: ToSign = {
    nonce,
    institution: INSTITUTION,
    purpose: "CARE_VISIT",
    pin: card.pin,
    consents: ["limit_certificate"],
  };
  const path = { card_id: card.card_id };
  return jpki.POST("/v1/cards/{card_id}/presence-proofs", { params: { path }, body });
}

function byIdentifiers(insured: Insured, purpose: Purpose): CheckRequest {
  return { insured, purpose, limit_certificate_consent: true };
}

function tellAnswer(answer: CheckAnswer): void {
  tell("validity", answer.outcome, answer.validity, answer.as_of);
  for (const result of answer.results) {
    tell("insurer", result.insurer.number, result.insurer.name);
    tell("coverage", result.symbol, result.number, result.branch, result.relationship, result.birthdate);
    tell("share", result.copay_percent, result.sex, result.valid_to);
    const certificate = given(result.limit_certificate);
    tell("limit", certificate.category, certificate.label, given(certificate.monthly_limit).base_yen);
  }
}

/** Print a refusal by its stable parts. */
function tellRefusal(refusal: Problem | undefined): void {
  const { type, status, retryable, check_id, errors } = given(refusal);
  tell("refused", type, status, retryable, check_id !== undefined);
  for (const violation of errors) {
    tell("violation", violation.pointer, violation.code);
  }
}

function given<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) {
    throw new Error("nothing there");
  }
  return value;
}

function tell(...things: unknown[]): void {
  console.log(JSON.stringify(things));
}

const [baseUrl, controlUrl] = process.argv.slice(2);
await main(given(baseUrl), given(controlUrl));
