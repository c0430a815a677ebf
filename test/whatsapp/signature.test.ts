import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isSigned, sign } from "../../functions/whatsapp/signature.ts";

const SECRET = "current-secret";
const body = new TextEncoder().encode('{"object":"whatsapp_business_account","entry":[]}');

describe("isSigned", () => {
  it("accepts the hex HMAC-SHA256 of the body", () => {
    const hex = createHmac("sha256", SECRET).update(body).digest("hex");
    expect(isSigned(body, `sha256=${hex}`, [SECRET])).toBe(true);
  });

  it("accepts what an independent implementation signed", () => {
    // RFC 4231, test case 2.
    const signature = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    expect(isSigned(Buffer.from("what do ya want for nothing?"), signature, ["Jefe"])).toBe(true);
  });

  it("hashes the bytes as they arrived, so that escaped and plain text are different bodies", () => {
    const escaped = Buffer.from('{"body":"Se\\u00f1or \\ud83d\\udc1f"}');
    const plain = Buffer.from(JSON.stringify(JSON.parse(escaped.toString())));
    expect(isSigned(escaped, sign(escaped, SECRET), [SECRET])).toBe(true);
    expect(isSigned(plain, sign(escaped, SECRET), [SECRET])).toBe(false);
  });

  it("accepts bytes that are no UTF-8", () => {
    const bytes = Uint8Array.from([0xff, 0x00, 0xc3, 0x28]);
    expect(isSigned(bytes, sign(bytes, SECRET), [SECRET])).toBe(true);
  });

  it.each([0, 1])("accepts either of two secrets while one is being rotated (%i)", (which) => {
    const secrets = ["old-secret", SECRET];
    expect(isSigned(body, sign(body, secrets[which] ?? ""), secrets)).toBe(true);
  });

  it("refuses a signature made with another secret", () => {
    expect(isSigned(body, sign(body, "somebody-else"), [SECRET, "old-secret"])).toBe(false);
  });

  it("refuses a body that was changed after it was signed", () => {
    const changed = Buffer.from(body).fill(0x20, 0, 1);
    expect(isSigned(changed, sign(body, SECRET), [SECRET])).toBe(false);
  });

  it("refuses everything when no secret is set, an empty one included", () => {
    expect(isSigned(body, sign(body, ""), [""])).toBe(false);
    expect(isSigned(body, sign(body, SECRET), [])).toBe(false);
  });

  const hex = sign(body, SECRET).slice("sha256=".length);
  it.each([
    ["is missing", undefined],
    ["is empty", ""],
    ["has no algorithm", hex],
    ["names another algorithm", `sha1=${hex}`],
    ["is too short", `sha256=${hex.slice(2)}`],
    ["is too long", `sha256=${hex}00`],
    ["is not hex", `sha256=${"z".repeat(64)}`],
    ["has something before it", ` sha256=${hex}`],
    ["holds two signatures", `sha256=${hex},sha256=${hex}`],
  ])("refuses a header that %s", (_, header) => {
    expect(isSigned(body, header, [SECRET])).toBe(false);
  });
});
