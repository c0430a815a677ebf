import { isJsonObject, type JsonObject } from "../json/json-object.ts";
import { SYNC_EVENT_VERSION } from "./contract.ts";

/** What each older version lacks, and how it is made good. Applied one after the other up to the current version. */
const UPCASTERS: Readonly<Record<number, (event: JsonObject) => JsonObject>> = {
  /** Version 1 had no conversation key: the group was the person's BSUID, else the phone number. */
  1: (event) => {
    const conversation = isJsonObject(event["conversation"]) ? event["conversation"] : {};
    const key = conversation["key"] ?? conversation["userId"] ?? conversation["phone"];
    return { ...event, version: 2, conversation: { ...conversation, key } };
  },
};

/** Brings an event of any version that was ever published to the current shape. An unversioned one is version 1. */
export function upcast(event: JsonObject): JsonObject {
  let current: JsonObject = event["version"] === undefined ? { ...event, version: 1 } : event;
  for (;;) {
    const version = current["version"];
    const upcaster = typeof version === "number" ? UPCASTERS[version] : undefined;
    if (version === SYNC_EVENT_VERSION || upcaster === undefined) return current;
    current = upcaster(current);
  }
}
