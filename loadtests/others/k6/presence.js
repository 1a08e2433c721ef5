// A presence proof (本人確認データ) signed by a card of cards.ndjson, in k6 (since 1.0) or node: no key leaves the generator.

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Return the proof, a JWS, as a string. `iat` is in seconds since 1970 by the clock of the world that is asked. */
export async function presenceProof(card, { nonce, institution, purpose, iat, consents = [] }) {
  const header = { alg: "RS256", typ: "onshi-presence+jws", x5c: [card.certificate] };
  const claims = {
    aud: "onshi-eligibility", nonce, institution, purpose, iat, holder_verification: "pin", consents,
  };
  const content = `${base64url(asciiBytes(JSON.stringify(header)))}.${base64url(asciiBytes(JSON.stringify(claims)))}`;
  const key = await keyOf(card.private_key);
  const signature = await crypto.subtle.sign("RSASSA-PKCS1-v1_5", key, asciiBytes(content));
  return `${content}.${base64url(new Uint8Array(signature))}`;
}

// Many cards share one of 64 keys.
const keys = new Map();

async function keyOf(pkcs8) {
  if (!keys.has(pkcs8)) {
    const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
    keys.set(pkcs8, await crypto.subtle.importKey("pkcs8", fromBase64(pkcs8).buffer, algorithm, false, ["sign"]));
  }
  return keys.get(pkcs8);
}

// All that is signed is ASCII: base64, digits and codes. k6 has no TextEncoder.
function asciiBytes(text) {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function base64url(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const bits = (bytes[at] << 16) | ((bytes[at + 1] || 0) << 8) | (bytes[at + 2] || 0);
    const letters = [18, 12, 6, 0].map((shift) => LETTERS[(bits >> shift) & 63]);
    text += letters.slice(0, Math.min(bytes.length - at, 3) + 1).join("");
  }
  return text;
}

function fromBase64(text) {
  const letters = text.replace(/=+$/, "").replace(/\+/g, "-").replace(/\//g, "_");
  const bytes = new Uint8Array(Math.floor((letters.length * 3) / 4));
  for (let at = 0, to = 0; at < letters.length; at += 4) {
    let bits = 0;
    for (let each = 0; each < 4; each += 1) {
      bits = (bits << 6) | Math.max(LETTERS.indexOf(letters[at + each] || "A"), 0);
    }
    for (let shift = 16; shift >= 0 && to < bytes.length; shift -= 8, to += 1) {
      bytes[to] = (bits >> shift) & 255;
    }
  }
  return bytes;
}
