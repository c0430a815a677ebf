import * as z from "zod/mini";
import { identifierText, ifUsable } from "../fields.ts";
import { joined, labelled, listed, rendererOf } from "./rendered.ts";

const cardSchema = z.object({
  name: ifUsable(
    z.object({
      formatted_name: ifUsable(z.string()),
      first_name: ifUsable(z.string()),
      last_name: ifUsable(z.string()),
    }),
  ),
  org: ifUsable(z.object({ company: ifUsable(z.string()) })),
  phones: ifUsable(z.array(z.unknown())),
});

const phoneSchema = z.object({ phone: ifUsable(identifierText), wa_id: ifUsable(identifierText) });

/** `[Contact] Ana Quispe (+51 999 999 999); Luis (+51 988 888 888)`. A card that cannot be read is left out. */
export const renderContactCards = rendererOf(z.object({ contacts: z.array(z.unknown()) }), ({ contacts }) => {
  const cards = listed("; ", contacts, readCard);
  return cards === "" ? undefined : { content: labelled("Contact", cards) };
});

function readCard(raw: unknown): string {
  const parsed = z.safeParse(cardSchema, raw);
  if (!parsed.success) return "";
  const { name, org, phones = [] } = parsed.data;
  const names = [name?.formatted_name, joined(" ", [name?.first_name, name?.last_name]), org?.company];
  const numbers = listed(", ", phones, readPhone);
  return joined(" ", [names.find((text) => text?.trim()), numbers && `(${numbers})`]);
}

function readPhone(raw: unknown): string | undefined {
  const parsed = z.safeParse(phoneSchema, raw);
  return parsed.success ? (parsed.data.phone ?? parsed.data.wa_id) : undefined;
}
