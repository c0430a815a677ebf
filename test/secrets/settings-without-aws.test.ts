import { describe, expect, it } from "vitest";
import { cartaaiKey } from "../../functions/secrets/cartaai-key.ts";
import { whatsappSecrets } from "../../functions/secrets/whatsapp-secrets.ts";

describe("secrets that come from the environment", () => {
  it("are CartaAI's key", async () => {
    expect(await cartaaiKey({ CARTAAI_API_KEY: "carta_srv_1" })()).toBe("carta_srv_1");
  });

  it("are WhatsApp's app secrets, the current one first, and the verify token", async () => {
    const secrets = await whatsappSecrets({
      WHATSAPP_APP_SECRET: "new",
      WHATSAPP_APP_SECRET_PREVIOUS: "old",
      WHATSAPP_VERIFY_TOKEN: "token",
    })();

    expect(secrets).toEqual({ appSecrets: ["new", "old"], verifyToken: "token" });
  });

  it.each([undefined, ""])(
    "never include a previous app secret that is %j: anybody could sign with it",
    async (previous) => {
      const secrets = await whatsappSecrets({
        WHATSAPP_APP_SECRET: "only",
        WHATSAPP_APP_SECRET_PREVIOUS: previous,
        WHATSAPP_VERIFY_TOKEN: "token",
      })();

      expect(secrets.appSecrets).toEqual(["only"]);
    },
  );
});
