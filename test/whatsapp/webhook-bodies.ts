/** Webhook bodies in Meta's shape, for tests that vary one thing at a time. */

export const BUSINESS = { display_phone_number: "51961111111", phone_number_id: "106540352242922" };
export const ANA = {
  profile: { name: "Ana Quispe" },
  wa_id: "51999999999",
  user_id: "PE.13491208655302741918",
};

type Value = Record<string, unknown>;

export function webhook(...changes: unknown[]): unknown {
  return { object: "whatsapp_business_account", entry: [{ id: "102290129340398", changes }] };
}

/** A change of the `messages` field; any part of its value can be replaced. */
export function change(value: Value, field = "messages"): unknown {
  return { field, value: { messaging_product: "whatsapp", metadata: BUSINESS, ...value } };
}

export function messages(...list: unknown[]): unknown {
  return webhook(change({ contacts: [ANA], messages: list }));
}

/** A text message from Ana; `undefined` takes a field away, as JSON does. */
export function text(body: unknown, overrides: Value = {}): Value {
  const message = {
    from: ANA.wa_id,
    id: "wamid.T001",
    timestamp: "1749416383",
    type: "text",
    text: { body },
    ...overrides,
  };
  return JSON.parse(JSON.stringify(message));
}
