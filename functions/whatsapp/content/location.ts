import * as z from "zod/mini";
import { type TurnInput, locationSchema as turnLocationSchema } from "../../turns/contract.ts";
import { decimalNumber, ifUsable } from "../fields.ts";
import { defined } from "../json.ts";
import { cutText, MAX_LABEL_CHARACTERS } from "../limits.ts";
import { joined, labelled, rendererOf } from "./rendered.ts";

const locationSchema = z.object({
  location: z.object({
    latitude: ifUsable(decimalNumber),
    longitude: ifUsable(decimalNumber),
    name: ifUsable(z.string()),
    address: ifUsable(z.string()),
  }),
});
type LocationSchema = z.output<typeof locationSchema>;

/** `[Location] {name}, {address} ({latitude}, {longitude})`; a shared position has no name and no address. */
export const renderLocation = rendererOf(locationSchema, ({ location }) => {
  const { latitude, longitude, name, address } = location;
  const place = joined(", ", [name, address]);
  const position =
    latitude === undefined || longitude === undefined ? undefined : `(${latitude}, ${longitude})`;
  if (place === "" && position === undefined) return undefined;
  return defined({ content: labelled("Location", place, position), input: pointOf(location) });
});

/** Nothing when it is not a point on the earth: then the bot can only ask again. */
function pointOf({ latitude, longitude, name, address }: LocationSchema["location"]): TurnInput | undefined {
  const label = (text: string | undefined) => text?.trim() && cutText(text, MAX_LABEL_CHARACTERS);
  const point = { latitude, longitude, name: label(name), address: label(address) };
  const parsed = z.safeParse(turnLocationSchema, point);
  return parsed.success ? { kind: "location", location: defined(parsed.data) } : undefined;
}
