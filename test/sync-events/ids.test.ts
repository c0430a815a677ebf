import { expect, it } from "vitest";
import { eventIds } from "../../functions/sync-events/ids.ts";

it("gives everything that one turn produces an id of its own, the same on whatever attempt", () => {
  const produced = () => [
    eventIds.reply("wamid.M1", 0),
    eventIds.reply("wamid.M1", 1),
    eventIds.state("wamid.M1"),
    eventIds.order("wamid.M1", "A-7"),
    eventIds.order("wamid.M1", "A-8"),
  ];

  expect(produced()).toEqual([
    "wamid.M1:reply:0",
    "wamid.M1:reply:1",
    "wamid.M1:state",
    "wamid.M1:order:A-7",
    "wamid.M1:order:A-8",
  ]);
  expect(produced()).toEqual(produced());
});
