import * as z from "zod/mini";
import type { ChatMessage, Customer } from "../api.ts";

const elements = z.optional(z.array(z.record(z.string(), z.unknown())));
const webhookSchema = z.looseObject({
  entry: z.array(
    z.looseObject({
      changes: z.array(
        z.looseObject({
          value: z.looseObject({
            messages: elements,
            message_echoes: elements,
            user_id_update: elements,
            contacts: elements,
            statuses: elements,
          }),
        }),
      ),
    }),
  ),
});

type Element = Readonly<Record<string, unknown>>;

/**
 * A webhook's body without what is about anybody else: a webhook can hold messages of many people.
 *
 * @returns undefined when nothing is left, or when it is no webhook
 */
export function onlyTheirs(
  json: unknown,
  { identities }: Pick<Customer, "identities">,
  messages: readonly ChatMessage[],
): Record<string, unknown> | undefined {
  const parsed = z.safeParse(webhookSchema, json);
  if (!parsed.success) return undefined;
  const ids = new Set(messages.map(({ id }) => id));
  const names = new Set(identities.flatMap(({ phone, userId }) => [phone, userId].filter(Boolean)));
  const isSaid = ({ id }: Element) => typeof id === "string" && ids.has(id);
  const isAbout = (element: Element) => [...identifiersIn(element)].some((id) => names.has(id));
  const entry = parsed.data.entry.flatMap((each) => {
    const changes = each.changes.flatMap((change) => {
      const { statuses: _statuses, ...value } = change.value;
      const kept = {
        ...value,
        ...filtered("messages", value.messages, isSaid),
        ...filtered("message_echoes", value.message_echoes, isSaid),
        ...filtered("user_id_update", value.user_id_update, isAbout),
        ...filtered("contacts", value.contacts, isAbout),
      };
      const isEmpty = ![kept.messages, kept.message_echoes, kept.user_id_update].some((list) => list?.length);
      return isEmpty ? [] : [{ ...change, value: kept }];
    });
    return changes.length === 0 ? [] : [{ ...each, changes }];
  });
  return entry.length === 0 ? undefined : { ...parsed.data, entry };
}

function filtered(name: string, list: readonly Element[] | undefined, isKept: (element: Element) => boolean) {
  return list === undefined ? {} : { [name]: list.filter(isKept) };
}

function identifiersIn(element: Element): Set<string> {
  const { user_id: userId, wa_id: waId } = element;
  const nested = typeof userId === "object" && userId !== null ? Object.values(userId) : [userId];
  return new Set([waId, ...nested].filter((id) => typeof id === "string"));
}
