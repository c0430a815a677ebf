import { describe, expect, it } from "vitest";
import { whatsappToken } from "../../functions/secrets/whatsapp-token.ts";
import { scriptedSecrets } from "./scripted-secrets.ts";

const ofTheBusiness = (tokenSecretId: string) => ({ phoneNumberId: "1", tokenSecretId });

describe("the access token of a business", () => {
  it("is that of the environment unless the business has a secret", async () => {
    const secrets = scriptedSecrets();
    const token = whatsappToken({ WHATSAPP_TOKEN: "shared" }, secrets);
    secrets.answer(async () => '{ "token": "its own" }');

    expect(await token({})).toBe("shared");
    expect(await token(ofTheBusiness("businesses/1"))).toBe("its own");
    expect(secrets.asked).toEqual(["businesses/1"]);
  });

  it("is read once for each secret, and again after five minutes", async () => {
    const secrets = scriptedSecrets();
    let now = 0;
    const token = whatsappToken({}, { client: secrets.client, clock: () => now });
    secrets.answer(async () => JSON.stringify({ token: `${secrets.asked.at(-1)} at ${now}` }));

    for (const id of ["a", "b", "a", "b"]) expect(await token(ofTheBusiness(id))).toBe(`${id} at 0`);
    expect(secrets.asked).toEqual(["a", "b"]);
    now = 5 * 60 * 1000;
    expect(await token(ofTheBusiness("a"))).toBe(`a at ${now}`);
  });

  it.each([undefined, ""])("is a person's affair when none is configured (%j)", async (given) => {
    await expect(whatsappToken({ WHATSAPP_TOKEN: given })({})).rejects.toMatchObject({
      name: "WhatsAppTokenError",
    });
  });

  it.each([
    ["cannot be read", async () => Promise.reject(new Error("AccessDenied"))],
    ["is no token", async () => '{ "apiKey": "hunter2" }'],
  ])("is waited for while its secret %s, which never stands in the error", async (_, answer) => {
    const secrets = scriptedSecrets();
    secrets.answer(answer);
    const token = whatsappToken({ WHATSAPP_TOKEN: "of another business" }, secrets);

    const failure: unknown = await token(ofTheBusiness("businesses/1")).catch((error: unknown) => error);

    expect(failure).toMatchObject({ name: "WhatsAppRetryableError", outcome: "refused" });
    expect(String(failure) + String((failure as Error).cause)).not.toContain("hunter2");
  });
});
